"""What every end-to-end test stands on: the built binary, a gateway of its own, and a Stripe of its own."""

import json
import os
import pathlib
import re
import sys

import pytest

sys.dont_write_bytecode = True

from browser import Browser
from gateway import Gateway, Tollgate
from stripe_stand_in import StripeStandIn

ROOT = pathlib.Path(__file__).resolve().parents[2]

STRIPE_KEY = "sk_test_" + "0123456789abcdef" * 2
STRIPE_CONFIGURATION = """
version: 1
environment: development
providers:
  stripe-test:
    kind: stripe
    mode: test
    api_key: {{ env: STRIPE_TEST_KEY }}
    base_url: {url}
    timeout: {timeout}
    {extra}
plans:
  free: {{ name: Starter, default: true }}
  pro: {{ name: Pro, prices: {{ pro-monthly: {{ interval: month, amount: 15.00, currency: usd }} }} }}
price_map:
  stripe-test: {{ pro-monthly: price_pro_m }}
tenants:
  acme:
    name: Acme
    provider: stripe-test
    app_url: https://app.acme.example
    freshness: {{ fresh_for: 0s }}
    customers: {{ user_1: cus_1 }}
    auth: {{ api_keys: [{{ id: backend, hash: "{hash}", scopes: [billing:read, portal:create] }}] }}
"""


@pytest.fixture(scope="session")
def binary():
    path = pathlib.Path(os.environ.get("TOLLGATE_BINARY", ROOT / ".build/debug/tollgate"))
    if not path.exists():
        pytest.exit(f"{path} is not built: run `make test`, or `make build` first", returncode=2)
    return path


@pytest.fixture
def tollgate(binary, tmp_path):
    """The command line, run in an empty folder with an environment of its own."""
    return Tollgate(binary, tmp_path)


@pytest.fixture(scope="session")
def example():
    """The providers.yaml at the top of the repository: what a newcomer starts with."""
    return (ROOT / "providers.yaml").read_text()


@pytest.fixture(scope="session")
def demo_key(example):
    """The demo server key, where its comment says it is."""
    return re.search(r"# key: (tg_[0-9a-f]{64})", example)[1]


@pytest.fixture
def start(tollgate):
    """Starts gateways, and ends them with the test."""
    gateways = []

    def start(configuration, **options):
        gateway = Gateway(tollgate, configuration, **options)
        gateways.append(gateway)
        return gateway

    yield start
    for gateway in gateways:
        gateway.stop()


@pytest.fixture
def demo(start, example):
    """A gateway with the configuration that a newcomer starts with."""
    return start(example)


@pytest.fixture
def dev_demo(start, example):
    """The same as `tollgate dev`: its pages let everybody in who names a customer."""
    return start(example, development=True)


@pytest.fixture(scope="session")
def chromium():
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium):
    """Opens pages in a browser, and closes them with the test; none of them may have had anything to complain about."""
    pages = []

    def open_page(**options):
        page = chromium.open(**options)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert [complaint for page in pages for complaint in page.complaints] == []


@pytest.fixture
def stripe():
    with StripeStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def acme(start, stripe, tollgate):
    """A gateway whose tenant acme bills through the stand-in."""
    made = json.loads(tollgate.run("keys", "create", "--json").stdout)

    class Acme:
        env = {"STRIPE_TEST_KEY": STRIPE_KEY}
        key = made["key"]

        def __init__(self, timeout="2s", extra="", development=False):
            text = STRIPE_CONFIGURATION.format(url=stripe.url, hash=made["hash"], timeout=timeout, extra=extra)
            self.gateway = start(text, env=self.env, development=development)

        def billing(self):
            return self.gateway.get("/v1/tenants/acme/customers/user_1/billing", self.key)

        def portal(self, body=None, **options):
            return self.gateway.post("/v1/tenants/acme/customers/user_1/portal-sessions", self.key, body, **options)

        def command(self, *arguments):
            return tollgate.run(*arguments, "-t", "acme", "--customer", "user_1", env=self.env)

    return Acme
