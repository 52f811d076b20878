"""What a gateway that has nothing to do has of the machine's memory, a moment after its start."""

import time

from . import checks, usage
from .certificates import Certificates
from .competitors import NodeGateway
from .provider import Provider
from .tollgate import Tollgate
from .world import World

# Time for what a runtime still does once it listens.
SETTLING = 3


def measure(binary, folder, rounds):
    """- Returns: for each server its starts, with `rss`, `pss` and `private` bytes."""
    world = World()
    certificates = Certificates(folder)
    provider = Provider(folder, world, certificates)
    servers = {
        "tollgate": lambda: Tollgate(binary, folder, world, provider, certificates),
        "node": lambda: NodeGateway(folder, world, provider, certificates, b"{}"),
    }
    results = {name: [] for name in servers}
    with provider.process:
        for _ in range(rounds):
            for name, start in servers.items():
                server = start()
                with server.process:
                    time.sleep(SETTLING)
                    results[name].append(usage.memory(usage.tree(server.process.pid)))
                    # It was a working gateway whose memory this is.
                    checks.gateway(server, world, ["live", "cache"])
    return results
