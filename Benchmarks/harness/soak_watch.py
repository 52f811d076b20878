"""What the gateway takes of the machine over time, and whether that grows."""

import json
import statistics

from . import usage
from .ratios import MEGABYTE

# What may be added from the beginning to the end, beyond noise. A leak of a descriptor in a thousand requests, or of a
# hundred bytes in each, is far outside after an hour.
BOUNDS = {"rss": (0.15, 16 * MEGABYTE), "descriptors": (0, 16), "threads": (0, 2)}


class Watch:
    """Samples of one process, and what its log says of errors."""

    def __init__(self, process):
        self._process = process
        self.samples = []
        self.errors = []
        self.ignored_reloads = 0

    def sample(self, at):
        pid = self._process.pid
        self.samples.append(
            {
                "at": round(at, 1),
                "rss": usage.resident_bytes([pid]),
                "descriptors": usage.descriptors(pid),
                "threads": usage.threads(pid),
                "cpu_seconds": usage.cpu_seconds([pid]),
            }
        )

    def read_log(self):
        """Looks for what should not be there, and cuts the log: an hour of it is more than a gigabyte."""
        text = self._process.log.read_text(errors="replace")
        self._process.forget_log()
        for line in text.splitlines():
            self.ignored_reloads += "SIGHUP is ignored" in line
            if '"level":"error"' in line or '"level":"critical"' in line:
                self.errors.append(line)

    def drift(self, warm_up):
        """The first fifth after the warm-up, and the last.

        - Returns: by figure `before`, `after`, `bound` and `holds`.
        """
        warm = [sample for sample in self.samples if sample["at"] >= warm_up]
        fifth = max(1, len(warm) // 5)
        found = {}
        for figure, (share, amount) in BOUNDS.items():
            before = statistics.median(sample[figure] for sample in warm[:fifth])
            after = statistics.median(sample[figure] for sample in warm[-fifth:])
            bound = before * (1 + share) + amount
            found[figure] = {"before": before, "after": after, "bound": bound, "holds": after <= bound}
        return found


def write(folder, document):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "soak.json").write_text(json.dumps(document, indent=1) + "\n")
