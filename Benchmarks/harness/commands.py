"""Commands from start to end: how long they take, and how much memory."""

import pathlib
import statistics

from .processes import run

SOURCES = pathlib.Path(__file__).parent.parent


class Compiled:
    """The small C programs beside this folder, compiled for this run."""

    def __init__(self, folder):
        self.spawn_times = self._compile("spawn-times", folder)
        self.yaml_events = self._compile("yaml-events", folder, "-lyaml")

    @staticmethod
    def _compile(name, folder, *libraries):
        program = folder / name
        run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, SOURCES / f"{name}.c", *libraries])
        return program

    def times(self, rounds, commands, environment=None):
        """Runs commands in turn.

        - Returns: for each command its runs, with `wall_us` and `peak_rss_bytes`.
        """
        words = []
        for command in commands:
            words += (["--"] if words else []) + list(command)
        runs = [[] for _ in commands]
        for line in run([self.spawn_times, rounds, *words], environment=environment).splitlines():
            number, wall, memory = line.split()
            runs[int(number)].append({"wall_us": float(wall), "peak_rss_bytes": int(memory) * 1024})
        return runs


def median(runs, figure):
    return statistics.median(run[figure] for run in runs)
