"""The result as one readable document, and as JSON with every round in it."""

import json

from .commands import median
from .overviews import medians
from .ratios import MEGABYTE, WORKS


def markdown(results, ratios):
    """- results: what was measured, by part; parts that were not are missing."""
    sections = ["# Tollgate, side by side", _ratio_table(ratios)]
    if "overviews" in results:
        sections.append(_overview_table(results["overviews"]))
    if "configuration" in results:
        sections.append(_configuration_table(results["configuration"]))
    if "start" in results:
        sections.append(_start_table(results["start"]))
    if "idle" in results:
        sections.append(_idle_table(results["idle"]))
    sections.append(_facts(results["machine"], results["options"]))
    return "\n\n".join(sections) + "\n"


def write(folder, results, ratios):
    """Writes `results.md` and `results.json`.

    - Returns: the text of the first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = markdown(results, ratios)
    (folder / "results.md").write_text(text)
    document = results | {"ratios": [ratio.json() for ratio in ratios]}
    (folder / "results.json").write_text(json.dumps(document, indent=1) + "\n")
    return text


def _table(head, rows):
    """Columns as wide as their widest cell: it is read in a terminal as well."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in [head, rule, *rows]
    )


def _ratio_table(ratios):
    rows = []
    # Those with a goal first.
    for ratio in sorted(ratios, key=lambda ratio: ratio.first is None and ratio.then is None):
        goals = [goal.text(ratio.value) if goal else "" for goal in (ratio.first, ratio.then)]
        spread = f"{ratio.low:.2f} to {ratio.high:.2f}"
        rows.append([ratio.work, ratio.against, f"{ratio.value:.2f}{ratio.unit}", spread, *goals])
    return _table(["Tollgate's", "to that of", "ratio", "lowest to highest", "first goal", "next goal"], rows)


def _overview_table(records):
    rows = []
    for (work, server, connections), figures in medians(records).items():
        rows.append(
            [
                WORKS[work],
                server,
                str(connections),
                f"{figures['per_second']:,.0f}",
                f"{figures['p50_us'] / 1000:.2f}",
                f"{figures['p99_us'] / 1000:.2f}",
                f"{figures['cpu_us_per_request']:.0f}",
                f"{figures['peak_rss_bytes'] / MEGABYTE:.0f}",
            ]
        )
    head = ["work", "server", "connections", "requests/s", "p50 ms", "p99 ms", "CPU µs/request", "peak RSS MB"]
    return _table(head, rows)


def _configuration_table(results):
    rows = []
    for tenants, result in results.items():
        ours, theirs = result["tollgate"], result["libyaml"]
        times = [f"{median(runs, 'wall_us') / 1000:.1f}" for runs in (ours, theirs)]
        memory = f"{median(ours, 'peak_rss_bytes') / MEGABYTE:.0f}"
        rows.append([f"{tenants:,}", f"{result['bytes'] / MEGABYTE:.2f}", *times, memory])
    return _table(["tenants", "file MB", "config check ms", "libyaml events ms", "config check peak RSS MB"], rows)


def _start_table(results):
    rows = [[name, f"{median(runs, 'wall_us') / 1000:.2f}", str(len(runs))] for name, runs in results.items()]
    return _table(["command", "start to end ms", "runs"], rows)


def _idle_table(results):
    rows = []
    for name, starts in results.items():
        figures = [f"{median(starts, figure) / MEGABYTE:.1f}" for figure in ("rss", "pss", "private")]
        rows.append([name, *figures])
    return _table(["idle server", "RSS MB", "PSS MB", "private MB"], rows)


def _facts(machine, options):
    return "\n".join(f"- {name}: {value}" for name, value in (options | machine).items())
