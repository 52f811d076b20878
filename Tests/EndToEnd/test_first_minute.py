"""What a newcomer does first: start it as it is, and ask it about the seeded customers."""

import json
import os
import pathlib
import re
from datetime import datetime

import pytest

GOLDEN = pathlib.Path(__file__).parent / "golden"
CUSTOMERS = {
    "ada": "active",
    "ben": "trialing",
    "cho": "canceling",
    "dee": "past_due",
    "eve": "none",
    "fin": "ended",
    "gus": "active",
}


def relative(value, now):
    """The same document with every instant as its distance from now, in days: seeds are relative to the first start."""
    if isinstance(value, dict):
        return {name: relative(member, now) for name, member in value.items()}
    if isinstance(value, list):
        return [relative(element, now) for element in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value):
        days = round((datetime.fromisoformat(value) - now).total_seconds() / 86_400)
        # A month has 28 to 31 days: how far away its end is depends on the day of the test.
        return f"{days:+d} d" if abs(days) < 15 else "past" if days < 0 else "ahead"
    return value


def without_time(document):
    return {name: member for name, member in document.items() if name not in ("as_of", "sources")}


@pytest.mark.parametrize("customer, state", CUSTOMERS.items())
def test_the_seeded_customers_are_in_their_states(demo, demo_key, customer, state):
    answer = demo.get(f"/v1/tenants/demo/customers/{customer}/billing", demo_key)
    assert answer.status == 200
    assert answer.json["state"] == state
    assert answer.json["plan"]["mapped"] is (customer != "gus")


@pytest.mark.parametrize("customer", CUSTOMERS)
def test_every_seeded_customer_has_its_golden_document(demo, demo_key, customer):
    document = demo.get(f"/v1/tenants/demo/customers/{customer}/billing", demo_key).json
    now = datetime.fromisoformat(document["as_of"])
    found = json.dumps(relative(document, now), indent=2, ensure_ascii=False)
    golden = GOLDEN / f"{customer}.json"
    if os.environ.get("TOLLGATE_UPDATE_GOLDEN"):
        golden.write_text(found + "\n")
    assert found == golden.read_text().rstrip()


@pytest.mark.parametrize("customer", CUSTOMERS)
def test_the_command_line_gives_the_same_document(demo, demo_key, tollgate, customer):
    arguments = ["billing", "show", "-t", "demo", "--customer", customer, "--json"]
    over_http = demo.get(f"/v1/tenants/demo/customers/{customer}/billing", demo_key).json
    in_process = tollgate.run(*arguments)
    assert in_process.returncode == 0, in_process.stderr
    assert without_time(json.loads(in_process.stdout)) == without_time(over_http)
    client = tollgate.run(*arguments, env={"TOLLGATE_URL": demo.url, "TOLLGATE_API_KEY": demo_key})
    assert client.returncode == 0, client.stderr
    assert without_time(json.loads(client.stdout)) == without_time(over_http)


def test_a_portal_session_leads_to_a_page_that_the_mock_hosts(demo, demo_key):
    answer = demo.post("/v1/tenants/demo/customers/ada/portal-sessions", demo_key)
    assert answer.status == 201
    assert answer.headers["Cache-Control"] == "no-store"
    session = answer.json
    assert session["url"].startswith(demo.url + "/providers/sandbox/")
    assert session["return_url"] == demo.url + "/t/demo/dashboard/billing"
    page = demo.get(session["url"].removeprefix(demo.url))
    assert page.status == 200
    assert "no real money" in page.body.decode()
    assert session["url"].rsplit("/", 1)[1] not in demo.log, "a portal URL is a secret"


def test_the_command_line_speaks_to_people(demo, tollgate):
    shown = tollgate.run("billing", "show", "-t", "demo", "--customer", "cho").stdout
    assert re.search(r"^Plan +Pro, 15\.00 USD / month$", shown, re.M)
    assert re.search(r"^Status +active, cancels \d+ \w{3} \d{4} \(in \d+ days\)$", shown, re.M)
    assert "Your plan will be canceled on " in shown
    assert "\x1b" not in shown


def test_the_gateway_and_a_command_see_one_world(demo, demo_key, tollgate):
    """A session that a command creates is one that the gateway's pages know."""
    created = tollgate.run("portal", "create", "-t", "demo", "--customer", "ada", "--field", "/url")
    assert created.returncode == 0, created.stderr
    path = re.sub(r"^https?://[^/]+", "", created.stdout.strip())
    assert demo.get(path).status == 200
