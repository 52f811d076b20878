"""The mixed load of the soak: who asks what, and which answers are right."""

import asyncio
import collections
import json
import random
import time

from . import overview
from . import world as names
from .failures import CheckFailed
from .soak_client import Client

WORKERS = 24
PORTAL_KEYS = 20
# After an outage of the provider: until a call that began in it is over, and nobody waits to try again.
RECOVERY = 15
EXAMPLES = 10


class Weather:
    """Whether the provider can be reached, and when it could not."""

    def __init__(self):
        self._fails = False
        self._ended = float("-inf")

    def change(self, fails):
        if self._fails and not fails:
            self._ended = time.monotonic()
        self._fails = fails

    @property
    def is_clear(self):
        return not self._fails and time.monotonic() - self._ended > RECOVERY


class MixedLoad:
    """Several callers at once, at a steady rate together. Every answer is checked, overviews to the last field."""

    def __init__(self, url, world, weather, rate):
        self._url, self._world, self._weather = url, world, weather
        self._pause = WORKERS / rate
        self.counts = collections.Counter()
        self.failures = 0
        self.told_of_outage = 0
        self.examples = []
        self._kinds = {
            self._known: 40,
            self._cold: 25,
            self._portal: 8,
            self._wrong_key: 7,
            self._aborted: 5,
            self._unlinked: 5,
            self._missing: 5,
            self._parts: 5,
        }
        customers = world.customers
        self._known_customers, self._cold_customers = customers[:100], customers[100:800]
        # A customer who was sent to the portal is asked about anew for a while, so these are others.
        self._portal_customers = customers[800:]

    async def run(self, seconds):
        """Asks until the time is over, then lets what is under way come to its end."""
        end = time.monotonic() + seconds
        await asyncio.gather(*(self._work(number, end) for number in range(WORKERS)))

    async def _work(self, number, end):
        client = Client(self._url)
        while time.monotonic() < end:
            began = time.monotonic()
            kind = random.choices(list(self._kinds), self._kinds.values())[0]
            try:
                await kind(client, number)
            except (CheckFailed, OSError, EOFError, TimeoutError) as error:
                self._note(kind, error)
                client.close()
            self.counts[kind.__name__.removeprefix("_")] += 1
            await asyncio.sleep(max(0, self._pause - (time.monotonic() - began)))
        client.close()

    def _note(self, kind, error):
        self.failures += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{kind.__name__.removeprefix('_')}: {type(error).__name__}: {error}")

    # The kinds of request.

    async def _known(self, client, _):
        await self._overview(client, random.choice(self._known_customers), {}, ["live", "cache"])

    async def _cold(self, client, _):
        await self._overview(client, random.choice(self._cold_customers), {"Cache-Control": "no-cache"}, ["live"])

    async def _unlinked(self, client, _):
        await self._overview(client, names.UNLINKED_CUSTOMER, {}, ["live"])

    async def _missing(self, client, _):
        await self._overview(client, names.MISSING_CUSTOMER, {}, ["live", "cache"])

    async def _overview(self, client, customer, headers, sources):
        path = self._world.overview_path(customer)
        answer = await self._ask(client, "GET", path, 200, headers)
        if answer is not None:
            allowed = sources if self._weather.is_clear else [*sources, "cache", "stale"]
            overview.check("tollgate", answer.body, self._world, customer, allowed)

    async def _parts(self, client, _):
        part = random.choice(["subscription", "cancellation"])
        customer = random.choice(self._known_customers)
        path = self._world.overview_path(customer).removesuffix("billing") + part
        answer = await self._ask(client, "GET", path, 200)
        if answer is not None and json.loads(answer.body) != overview.expected(self._world, customer)[part]:
            raise CheckFailed(f"the {part} of {customer} is wrong: {answer.body[:500]!r}")

    async def _portal(self, client, number):
        # A worker repeats its own keys only: one key is for one session at a time.
        turn = random.randrange(PORTAL_KEYS)
        customer = self._portal_customers[(number * PORTAL_KEYS + turn) % len(self._portal_customers)]
        path = self._world.overview_path(customer).removesuffix("billing") + "portal-sessions"
        headers = {"Idempotency-Key": f"soak-{number}-{turn}"} if turn % 2 else {}
        answer = await self._ask(client, "POST", path, 201, headers, b'{"flow": "home"}')
        if answer is not None and json.loads(answer.body)["url"] != self._world.portal_session()["url"]:
            raise CheckFailed(f"the portal session of {customer} is wrong: {answer.body[:500]!r}")

    async def _wrong_key(self, client, _):
        path = self._world.overview_path(self._known_customers[0])
        answer = await client.ask("GET", path, self._world.authorization(self._world.wrong_key))
        self._require(answer, 401, path)

    async def _aborted(self, client, _):
        path = self._world.overview_path(random.choice(self._cold_customers))
        await client.hang_up(path, self._world.authorization() | {"Cache-Control": "no-cache"})

    # What they have in common.

    async def _ask(self, client, method, path, status, headers=None, body=b""):
        """- Returns: nothing where the provider's outage is the answer."""
        was_clear = self._weather.is_clear
        answer = await client.ask(method, path, self._world.authorization() | (headers or {}), body)
        if not (was_clear and self._weather.is_clear) and self._tells_of_outage(answer):
            self.told_of_outage += 1
            return None
        self._require(answer, status, path)
        return answer

    @staticmethod
    def _tells_of_outage(answer):
        # 500 is a bug, whatever the provider does.
        is_problem = 501 <= answer.status <= 599 and answer.type == "application/problem+json"
        return is_problem and (answer.code.startswith("provider-") or answer.code == "outcome-unknown")

    @staticmethod
    def _require(answer, status, path):
        if answer.status != status:
            raise CheckFailed(f"{path} answers {answer.status}, not {status}: {answer.body[:500]!r}")
