"""Load by wrk: one thread, a number of connections, each asking again as soon as it is answered."""

import json
import pathlib

from . import usage
from .failures import CheckFailed
from .processes import run

SCRIPT = pathlib.Path(__file__).parent.parent / "wrk-requests.lua"


class Load:
    """What is asked of one server, over and over.

    - paths: asked in turn.
    - least_bytes: how long an answer's body is; shorter ones on the average are not the right ones.
    """

    def __init__(self, process, url, paths, headers, least_bytes, folder):
        self.process = process
        self._url = url
        self._least_bytes = least_bytes
        name = f"wrk-{process.name.replace(' ', '-')}-{len(paths)}"
        self._targets = folder / f"{name}.paths"
        self._targets.write_text("\n".join(paths) + "\n")
        self._headers = folder / f"{name}.headers"
        self._headers.write_text("".join(f"{key}: {value}\n" for key, value in headers.items()))
        self._result = folder / f"{name}.json"

    def run(self, connections, seconds):
        """Loads the server, and says how it did and what it took."""
        # nginx's own log is for its troubles only, and stays.
        pids = usage.tree(self.process.pid)
        usage.forget_peak(pids)
        cpu = usage.cpu_seconds(pids)
        run(
            ["wrk", "--threads", 1, "--connections", connections, "--duration", f"{seconds}s", "--latency"]
            + ["--script", SCRIPT, self._url],
            environment={"TARGETS": str(self._targets), "HEADERS": str(self._headers), "RESULT": str(self._result)},
            limit=seconds + 60,
        )
        cpu = usage.cpu_seconds(pids) - cpu
        self.process.require_running()
        figures = json.loads(self._result.read_text())
        self._check(figures, connections)
        return {
            "requests": figures["requests"],
            "per_second": figures["requests"] / (figures["duration_us"] / 1e6),
            "p50_us": figures["p50_us"],
            "p99_us": figures["p99_us"],
            "max_us": figures["max_us"],
            "cpu_us_per_request": cpu / figures["requests"] * 1e6,
            "peak_rss_bytes": usage.peak_resident_bytes(pids),
        }

    def _check(self, figures, connections):
        who = f"{self.process.name} under {connections} connections"
        kinds = {"status": "answers that are no success"}
        errors = {kinds.get(kind, f"{kind} errors"): count for kind, count in figures["errors"].items() if count}
        if errors:
            listed = ", ".join(f"{count} {kind}" for kind, count in errors.items())
            raise CheckFailed(f"{who}: {listed}, of {figures['requests']} requests\n{self.process.tail()}")
        if figures["requests"] == 0:
            raise CheckFailed(f"{who}: no request was answered\n{self.process.tail()}")
        if figures["bytes"] < figures["requests"] * self._least_bytes:
            each = figures["bytes"] / figures["requests"]
            raise CheckFailed(f"{who}: {each:.0f} bytes an answer, where a body alone has {self._least_bytes}")
