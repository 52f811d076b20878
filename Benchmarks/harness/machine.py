"""The tools that a run needs, and the facts about the machine without which its figures say nothing."""

import os
import pathlib
import platform
import shutil
import subprocess

from .failures import Missing

TOOLS = {
    "nginx": "nginx-light",
    "wrk": "wrk",
    "node": "nodejs",
    "openssl": "openssl",
    "curl": "curl",
    "cc": "gcc",
}


def require(tools):
    # /usr/sbin, where nginx is, is not on everybody's path.
    os.environ["PATH"] += ":/usr/sbin:/usr/local/sbin"
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        packages = " ".join(TOOLS[tool] for tool in missing)
        raise Missing(f"not installed: {', '.join(missing)}; `scripts/install-packages bench` installs {packages}")


def facts(tollgate):
    """One flat table, for the report."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.1f} GiB",
        "kernel": platform.release(),
        "system": _system(),
        "tollgate": _line([tollgate, "version"]),
        "tollgate binary": f"{pathlib.Path(tollgate).stat().st_size / 2**20:.1f} MiB",
        "nginx": _line(["nginx", "-v"]).rpartition("/")[2],
        "node": _line(["node", "--version"]),
        "wrk": " ".join(_line(["wrk", "-v"]).split()[1:3]),
        "curl": _line(["curl", "--version"]).split(" (")[0],
        "openssl": " ".join(_line(["openssl", "version"]).split()[:2]),
        "python": platform.python_version(),
        "load before the run": " ".join(f"{load:.2f}" for load in os.getloadavg()),
    }


def _cpu():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _system():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def _line(command):
    """The first line that a program says of itself."""
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    return (result.stdout + result.stderr).strip().splitlines()[0]
