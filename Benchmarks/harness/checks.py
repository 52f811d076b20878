"""Whether the servers answer what they should. No figure counts of one that does not."""

import concurrent.futures
from http.client import HTTPException

from . import http, overview
from . import world as names
from .failures import CheckFailed

JSON = "application/json"
PROBLEM = "application/problem+json"


def get(server, path, status, type, headers=None):
    who = server.process.name
    try:
        answer = http.get(server.url, path, headers)
    except (OSError, HTTPException) as error:
        raise CheckFailed(f"{who}: {path} is not answered: {error!r}\n{server.process.tail()}") from error
    if answer.status != status or answer.type.partition(";")[0] != type:
        raise CheckFailed(
            f"{who}: {path} answers {answer.status} {answer.type!r}, not {status} {type!r}:\n"
            f"{answer.body[:500].decode(errors='replace')}\n{server.process.tail()}"
        )
    return answer


def gateway(server, world, sources):
    """Everything that a gateway has to get right, of several customers and callers.

    - sources: where the second answer about one customer may come from; the first is `live`.
    """
    key = world.authorization()
    for customer in (world.customers[0], world.customers[-1]):
        path = world.overview_path(customer)
        answer = get(server, path, 200, JSON, key | {"Cache-Control": "no-cache"})
        overview.check(server.process.name, answer.body, world, customer, ["live"])
        answer = get(server, path, 200, JSON, key)
        overview.check(server.process.name, answer.body, world, customer, sources)
    for customer in (names.UNLINKED_CUSTOMER, names.MISSING_CUSTOMER):
        answer = get(server, world.overview_path(customer), 200, JSON, key)
        overview.check(server.process.name, answer.body, world, customer, ["live", *sources])
    path = world.overview_path(world.customers[0])
    get(server, path, 401, PROBLEM)
    get(server, path, 401, PROBLEM, world.authorization(world.wrong_key))
    get(server, path.replace(names.TENANT, "another"), 404, PROBLEM, key)


def exact(server, path, document, headers=None):
    """A server that answers one document."""
    answer = get(server, path, 200, JSON, headers)
    if answer.body != document:
        raise CheckFailed(f"{server.process.name}: {path} is not the document of {len(document)} bytes")


def copies(server, world):
    """A server that passes on what the provider says of each customer."""
    for customer in (world.customers[0], world.customers[-1]):
        document = world.subscription_list_text(world.links[customer]).encode()
        exact(server, world.provider_path(customer), document)


def asks_once(server, paths, headers, provider, requests=300, at_once=16):
    """Counts at the provider: each request of a caller is one request to it, no more and no less."""
    before = provider.requests()
    with concurrent.futures.ThreadPoolExecutor(at_once) as threads:
        asking = [
            threads.submit(http.get, server.url, paths[number % len(paths)], headers) for number in range(requests)
        ]
    statuses = {call.result().status for call in asking}
    asked = provider.requests() - before
    if statuses != {200} or asked != requests:
        raise CheckFailed(
            f"{server.process.name}: {requests} cold requests are answered with {statuses}, "
            f"and the provider was asked {asked} times"
        )
