"""What every end-to-end test stands on: the built binary, a gateway of its own, and a Stripe of its own."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

sys.dont_write_bytecode = True

from gateway import Gateway, Tollgate
from stripe_stand_in import StripeStandIn

ROOT = pathlib.Path(__file__).resolve().parents[2]


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
def stripe():
    with StripeStandIn() as stand_in:
        yield stand_in
