"""Overviews under load: from memory against constant answers, and from the provider against proxy and Node."""

import contextlib
import dataclasses
import statistics

from . import checks
from .certificates import Certificates
from .competitors import NodeGateway, Proxy, StaticFile
from .failures import CheckFailed
from .load import Load
from .provider import Provider
from .tollgate import Tollgate
from .world import World

CONNECTIONS = (1, 64, 256)
FIGURES = ("per_second", "p50_us", "p99_us", "cpu_us_per_request", "peak_rss_bytes")


@dataclasses.dataclass
class Contender:
    """One server doing one kind of work."""

    work: str
    name: str
    load: Load
    check: object
    # Whether each request is one request to the provider, or none is.
    asks: bool
    prepare: object = lambda: None


class Overviews:
    """All servers of a run, started; ended by leaving the context."""

    def __init__(self, binary, folder, works):
        self._binary, self._folder, self._works = binary, folder, works
        self._stack = contextlib.ExitStack()

    def __enter__(self):
        with self._stack:
            self._start()
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_):
        self._stack.close()

    def _own(self, server):
        self._stack.enter_context(server.process)
        return server

    def _start(self):
        folder, world = self._folder, World()
        certificates = Certificates(folder)
        self.provider = self._own(Provider(folder, world, certificates))
        tollgate = self._own(Tollgate(self._binary, folder, world, self.provider, certificates))
        checks.gateway(tollgate, world, ["cache"])
        # What is remembered of this customer is what the known answers are made of, everywhere.
        customer = world.customers[0]
        known_path = world.overview_path(customer)
        document = checks.get(tollgate, known_path, 200, checks.JSON, world.authorization()).body
        nodes = [
            self._own(NodeGateway(folder, world, self.provider, certificates, document, per_core))
            for per_core in (False, True)
        ]
        self.contenders = []
        if "known" in self._works:
            static = self._own(StaticFile(folder, document))
            self._known(world, tollgate, static, nodes, known_path, document)
        if "cold" in self._works:
            proxy = self._own(Proxy(folder, world, self.provider, certificates))
            self._cold(world, tollgate, proxy, nodes, len(document))

    def _add(self, work, server, paths, headers, size, check, asks, prepare=lambda: None):
        load = Load(server.process, server.url, paths, headers, size, self._folder)
        self.contenders.append(Contender(work, server.process.name, load, check, asks, prepare))

    def _known(self, world, tollgate, static, nodes, path, document):
        headers = world.authorization()

        def remember():
            # So that no answer grows old within one measurement.
            fresh = headers | {"Cache-Control": "no-cache"}
            checks.get(tollgate, path, 200, checks.JSON, fresh)

        def check_tollgate():
            checks.gateway(tollgate, world, ["cache"])

        def check_exact(server, path):
            return lambda: checks.exact(server, path, document)

        self._add("known", tollgate, [path], headers, len(document), check_tollgate, False, remember)
        self._add("known", static, [static.path], {}, len(document), check_exact(static, static.path), False)
        for node in nodes:
            check = check_exact(node, node.constant_path)
            self._add("known", node, [node.constant_path], {}, len(document), check, False)

    def _cold(self, world, tollgate, proxy, nodes, size):
        paths = [world.overview_path(customer) for customer in world.customers]
        headers = world.authorization() | {"Cache-Control": "no-cache"}
        proxied = [world.provider_path(customer) for customer in world.customers]
        proxied_size = len(world.subscription_list_text("cus_0000"))

        def check_gateway(server, sources):
            def check():
                checks.gateway(server, world, sources)
                checks.asks_once(server, paths, headers, self.provider)

            return check

        def check_proxy():
            checks.copies(proxy, world)
            checks.asks_once(proxy, proxied, {}, self.provider)

        # A remembered overview says `cache`, one letter more than `live`.
        self._add("cold", tollgate, paths, headers, size - 1, check_gateway(tollgate, ["cache"]), True)
        self._add("cold", proxy, proxied, {}, proxied_size, check_proxy, True)
        for node in nodes:
            self._add("cold", node, paths, headers, size - 1, check_gateway(node, ["live"]), True)

    def measure(self, rounds, seconds, say):
        """Runs every contender once a round, in an order that turns, so that none always follows the same one.

        - Returns: one record for each run.
        """
        self._check(say, "before")
        for contender in self.contenders:
            self._run(contender, 64, 1)
        records = []
        for round in range(rounds):
            say(f"round {round + 1} of {rounds}")
            turn = round % len(self.contenders)
            for contender in self.contenders[turn:] + self.contenders[:turn]:
                for connections in CONNECTIONS:
                    figures = self._run(contender, connections, seconds)
                    place = {"round": round + 1, "work": contender.work, "server": contender.name}
                    records.append(place | {"connections": connections} | figures)
        self._check(say, "after")
        return records

    def _check(self, say, when):
        say(f"checking every answer {when} the load")
        for contender in self.contenders:
            contender.check()

    def _run(self, contender, connections, seconds):
        contender.prepare()
        contender.load.process.forget_log()
        before = self.provider.settled_requests()
        figures = contender.load.run(connections, seconds)
        asked = self.provider.settled_requests() - before
        # What is under way when the load ends is asked of the provider, but not counted as answered.
        most = figures["requests"] + connections if contender.asks else 0
        least = figures["requests"] if contender.asks else 0
        if not least <= asked <= most:
            raise CheckFailed(
                f"{contender.name}, {contender.work}: {figures['requests']} answers under {connections} connections, "
                f"and the provider was asked {asked} times"
            )
        return figures | {"provider_requests": asked}


def medians(records):
    """By work, server and connections: the median of each figure over the rounds."""
    groups = {}
    for record in records:
        groups.setdefault((record["work"], record["server"], record["connections"]), []).append(record)
    return {
        place: {figure: statistics.median(record[figure] for record in group) for figure in FIGURES}
        for place, group in groups.items()
    }
