"""What a process and its children use of the machine, by /proc."""

import os
import pathlib

_TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid):
    """A process and all that descend from it: nginx and node:cluster have workers."""
    children = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            children.setdefault(int(_stat(entry)[1]), []).append(int(entry))
        except OSError:
            continue  # It has ended since.
    found, next_ones = [], [pid]
    while next_ones:
        pid = next_ones.pop()
        found.append(pid)
        next_ones += children.get(pid, [])
    return found


def cpu_seconds(pids):
    """User and system time together."""
    return sum(int(field) for pid in pids for field in _stat(pid)[11:13]) / _TICKS


def forget_peak(pids):
    """Begins a new peak of memory."""
    for pid in pids:
        pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak_resident_bytes(pids):
    """The most that was resident since ``forget_peak``; what processes share counts in each of them."""
    return sum(_kilobytes(f"/proc/{pid}/status", "VmHWM") for pid in pids)


def resident_bytes(pids):
    return sum(_kilobytes(f"/proc/{pid}/status", "VmRSS") for pid in pids)


def memory(pids):
    """`rss`, `pss` (shared pages divided among those who share them) and `private`, in bytes."""
    files = [f"/proc/{pid}/smaps_rollup" for pid in pids]
    total = {"rss": 0, "pss": 0, "private": 0}
    for file in files:
        total["rss"] += _kilobytes(file, "Rss")
        total["pss"] += _kilobytes(file, "Pss")
        total["private"] += _kilobytes(file, "Private_Clean") + _kilobytes(file, "Private_Dirty")
    return total


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def threads(pid):
    return len(os.listdir(f"/proc/{pid}/task"))


def _stat(pid):
    """The fields of /proc/PID/stat from the state on; the name before it may hold anything."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _kilobytes(file, name):
    for line in pathlib.Path(file).read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    raise KeyError(f"{file} has no {name}")
