"""What a run comes to: Tollgate against others, beside the goals.

A goal is reported, never enforced: how fast something is decides no exit status.
"""

import dataclasses
import statistics

MEGABYTE = 1_000_000


@dataclasses.dataclass
class Goal:
    """A ratio, or an amount in a unit, that is wanted; the better side of it is told by `more`."""

    bound: float
    more: bool
    unit: str = ""

    def text(self, value):
        reached = value >= self.bound if self.more else value <= self.bound
        return f"{'≥' if self.more else '≤'} {self.bound:g}{self.unit}: {'reached' if reached else 'not reached'}"


@dataclasses.dataclass
class Ratio:
    """One row: the median over the rounds, and the smallest and largest of the rounds."""

    work: str
    against: str
    value: float
    low: float
    high: float
    first: Goal | None = None
    then: Goal | None = None
    unit: str = ""

    def json(self):
        return dataclasses.asdict(self)


# Throughput under this many connections is the headline; the goals are for it.
HEADLINE = 64
THROUGHPUT = {
    ("known", "nginx static"): (0.18, 0.40),
    ("known", "node"): (0.8, 1.6),
    ("cold", "nginx proxy"): (0.30, 0.50),
    ("cold", "node"): (1.7, 3),
}
WORKS = {"known": "overview from memory", "cold": "overview from the provider"}
SERVERS = {
    ("known", "nginx static"): "nginx, a file",
    ("known", "node"): "Node, a constant",
    ("known", "node per core"): "Node on every core, a constant",
    ("cold", "nginx proxy"): "nginx `proxy_pass`",
    ("cold", "node"): "the Node gateway",
    ("cold", "node per core"): "the Node gateway on every core",
}


def of_overviews(records):
    """Requests per second, for each number of connections, the headline first."""
    found = []
    connections = {record["connections"] for record in records}
    for number in sorted(connections, key=lambda number: (number != HEADLINE, number)):
        for (work, server), text in SERVERS.items():
            ours = _rounds(records, work, "tollgate", number)
            theirs = _rounds(records, work, server, number)
            if not ours or not theirs:
                continue
            goals = THROUGHPUT.get((work, server)) if number == HEADLINE else None
            first, then = [Goal(bound, more=True) for bound in goals] if goals else (None, None)
            what = f"{WORKS[work]}, {number} connection{'s' if number > 1 else ''}"
            found.append(_ratio(what, text, ours, theirs, first, then))
    return found


def _rounds(records, work, server, connections):
    """Requests per second of each round, in the order of the rounds."""
    place = {"work": work, "server": server, "connections": connections}
    return [record["per_second"] for record in records if place.items() <= record.items()]


def of_configuration(results):
    found = []
    for tenants, result in sorted(results.items(), reverse=True):
        ours, theirs = ([run["wall_us"] for run in result[name]] for name in ("tollgate", "libyaml"))
        goals = (Goal(3, more=False), Goal(1.5, more=False)) if tenants == 100_000 else (None, None)
        what = f"`config check`, {tenants:,} tenants"
        found.append(_ratio(what, "libyaml's events of the file", ours, theirs, *goals))
    return found


def of_start(results):
    walls = {name: [run["wall_us"] for run in runs] for name, runs in results.items()}
    ours, theirs = walls["tollgate version"], walls["curl --version"]
    return [_ratio("`tollgate version`, start to end", "`curl --version`", ours, theirs, Goal(3, more=False))]


def of_idle(results):
    found = []
    for figure, text in (("rss", "resident"), ("pss", "proportional"), ("private", "private")):
        ours, theirs = ([start[figure] for start in results[name]] for name in ("tollgate", "node"))
        first = Goal(1, more=False) if figure == "rss" else None
        found.append(_ratio(f"idle memory, {text}", "the Node gateway", ours, theirs, first))
    megabytes = [start["rss"] / MEGABYTE for start in results["tollgate"]]
    median = statistics.median(megabytes)
    goal = Goal(20, more=False, unit=" MB")
    row = Ratio("idle memory, resident", "itself", median, min(megabytes), max(megabytes), None, goal, " MB")
    return [*found, row]


def _ratio(work, against, ours, theirs, first=None, then=None):
    each = [mine / other for mine, other in zip(ours, theirs)]
    value = statistics.median(ours) / statistics.median(theirs)
    return Ratio(work, against, value, min(each), max(each), first, then)
