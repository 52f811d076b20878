"""The mock as Stripe: the official SDK and our own Stripe plug-in, through the door of the built gateway."""

import datetime
import html
import json
import re
import socket
import time
import urllib.parse

import pytest
import stripe

# The SDK talks to the door and to nobody else.
stripe.enable_telemetry = False

KEY = "sk_test_" + "0123456789abcdef" * 2
DAY = 86_400
CONFIGURATION = """
version: 1
environment: {environment}
providers:
  sandbox:
    kind: mock
    state: ./sandbox.sqlite
    {extra}
{stripe}
plans:
  free: {{ name: Starter, default: true }}
  pro: {{ name: Pro, prices: {{ pro-monthly: {{ interval: month, amount: 15.00, currency: usd }} }} }}
price_map:
  {instance}: {{ pro-monthly: mock_pro_m }}
tenants:
  acme:
    name: Acme
    provider: {instance}
    app_url: https://app.acme.example
    customer_ids: provider
    freshness: {{ fresh_for: 0s }}
    auth: {{ api_keys: [{{ id: backend, hash: "{hash}", scopes: [billing:read, portal:create] }}] }}
"""
STRIPE = """
  stripe-dev:
    kind: stripe
    api_key: {{ env: STRIPE_DEV_KEY }}
    base_url: http://127.0.0.1:{port}/providers/sandbox/stripe
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def at(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Door:
    """A gateway whose tenant bills through its own mock, by Stripe's API."""

    def __init__(self, start, made):
        port = free_port()
        text = CONFIGURATION.format(
            environment="development",
            extra="",
            stripe=STRIPE.format(port=port),
            instance="stripe-dev",
            hash=made["hash"],
        )
        self.key = made["key"]
        self.gateway = start(text, env={"STRIPE_DEV_KEY": KEY}, listen=f"127.0.0.1:{port}")
        self.stripe = self.client(KEY)

    def client(self, key):
        base = f"{self.gateway.url}/providers/sandbox/stripe"
        return stripe.StripeClient(key, base_addresses={"api": base}, max_network_retries=0)

    def billing(self, customer):
        answer = self.gateway.get(f"/v1/tenants/acme/customers/{customer}/billing", self.key)
        assert answer.status == 200, answer.body
        return answer.json

    def subscriber(self, **parameters):
        """A customer who pays, and the subscription."""
        customer = self.stripe.v1.customers.create({"email": "zoe@example.com", "payment_method": "pm_card_visa"})
        order = {"customer": customer.id, "items": [{"price": "mock_pro_m"}]} | parameters
        return customer, self.stripe.v1.subscriptions.create(order)

    def raw(self, path, key=KEY, host=None):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        if host:
            headers["Host"] = host
        return self.gateway.get(f"/providers/sandbox/stripe{path}", headers=headers)


@pytest.fixture
def door(start, tollgate):
    return Door(start, json.loads(tollgate.run("keys", "create", "--json").stdout))


def test_a_subscription_of_the_sdk_is_read_by_the_gateway(door):
    customer, subscription = door.subscriber(metadata={"plan": "pro"})
    assert subscription.status == "active" and subscription.billing_mode.type == "flexible"
    assert subscription.metadata["plan"] == "pro"
    overview = door.billing(customer.id)
    assert overview["provider"] == {"id": "stripe-dev", "kind": "stripe", "mode": "test"}
    assert (overview["state"], overview["plan"]["id"]) == ("active", "pro")
    assert overview["flags"]["is_paid"] is True
    assert overview["subscription"]["id"] == subscription.id
    end = subscription["items"]["data"][0]["current_period_end"]
    assert overview["subscription"]["current_period_end"] == at(end)


def test_a_cancellation_by_flag_is_told_with_its_date(door):
    customer, subscription = door.subscriber()
    planned = door.stripe.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    assert planned.cancel_at == planned["items"]["data"][0]["current_period_end"]
    overview = door.billing(customer.id)
    assert overview["state"] == "canceling"
    assert overview["cancellation"]["state"] == "scheduled"
    assert overview["cancellation"]["mode"] == "period_end"
    assert overview["cancellation"]["effective_at"] == at(planned.cancel_at)
    door.stripe.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": False})
    assert door.billing(customer.id)["cancellation"]["state"] == "none"
    gone = door.stripe.v1.subscriptions.cancel(subscription.id, {"cancellation_details": {"comment": "bye"}})
    assert gone.status == "canceled" and gone.cancellation_details.comment == "bye"
    assert door.billing(customer.id)["state"] == "ended"


def confirm(door, url, **fields):
    """Opens a confirmation of the portal's and sends its form, as a browser does; the status of the answer."""
    path = urllib.parse.urlsplit(url).path
    page = door.gateway.get(path + "?" + urllib.parse.urlencode(fields)).body.decode()
    hidden = {}
    for tag in re.findall("<input[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden":
            hidden[attributes["name"]] = html.unescape(attributes.get("value", ""))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": door.gateway.url,
        "Sec-Fetch-Site": "same-origin",
    }
    return door.gateway.post(path, body=urllib.parse.urlencode(hidden), headers=headers).status


def test_a_cancellation_in_the_portal_is_a_date_without_the_flag(door):
    customer, subscription = door.subscriber()
    session = door.stripe.v1.billing_portal.sessions.create(
        {
            "customer": customer.id,
            "return_url": "https://app.acme.example/dashboard/billing",
            "flow_data": {"type": "subscription_cancel", "subscription_cancel": {"subscription": subscription.id}},
        }
    )
    assert session.url.startswith(f"{door.gateway.url}/providers/sandbox/portal/")
    assert session.flow.subscription_cancel.subscription == subscription.id
    confirmation = f"{session.url}/cancel/{subscription.id}/confirm"
    assert confirm(door, confirmation, when="period_end", reason="unused") == 303
    planned = door.stripe.v1.subscriptions.retrieve(subscription.id)
    end = planned["items"]["data"][0]["current_period_end"]
    assert (planned.cancel_at, planned.cancel_at_period_end) == (end, False)
    assert planned.cancellation_details.feedback == "unused"
    overview = door.billing(customer.id)
    assert overview["state"] == "canceling"
    assert overview["cancellation"]["state"] == "scheduled"
    assert overview["cancellation"]["effective_at"] == at(end)
    assert overview["cancellation"]["evidence"] == ["cancel_at"]
    kinds = [event.type for event in door.stripe.v1.events.list({"limit": 100}).data]
    assert "billing_portal.session.created" in kinds
    # Whoever has the token acts as the customer.
    door.gateway.stop()
    assert session.url.rsplit("/", 1)[1] not in door.gateway.log and KEY not in door.gateway.log


def test_the_gateways_own_portal_session_leads_to_the_mocks_portal(door):
    customer, _ = door.subscriber()
    answer = door.gateway.post(f"/v1/tenants/acme/customers/{customer.id}/portal-sessions", door.key)
    assert answer.status == 201, answer.json
    assert answer.json["url"].startswith(f"{door.gateway.url}/providers/sandbox/portal/")
    path = urllib.parse.urlsplit(answer.json["url"]).path
    assert door.gateway.get(path).status == 200


def test_a_test_clock_brings_the_end(door):
    now = int(time.time())
    clock = door.stripe.v1.test_helpers.test_clocks.create({"frozen_time": now, "name": "end"})
    customer = door.stripe.v1.customers.create({"test_clock": clock.id, "payment_method": "pm_card_visa"})
    subscription = door.stripe.v1.subscriptions.create(
        {"customer": customer.id, "items": [{"price": "mock_pro_m"}], "expand": ["latest_invoice", "customer"]}
    )
    assert subscription.latest_invoice.status == "paid" and subscription.customer.id == customer.id
    door.stripe.v1.subscriptions.update(subscription.id, {"cancel_at": now + 10 * DAY})
    assert door.billing(customer.id)["state"] == "canceling"
    advanced = door.stripe.v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": now + 11 * DAY})
    assert advanced.status == "ready"
    overview = door.billing(customer.id)
    assert overview["state"] == "ended"
    assert overview["cancellation"]["ended_at"] == at(now + 10 * DAY)
    door.stripe.v1.test_helpers.test_clocks.delete(clock.id)
    assert door.stripe.v1.customers.retrieve(customer.id).deleted is True
    assert door.billing(customer.id)["state"] == "none"


def test_errors_are_the_sdks_own(door):
    calls = door.stripe.v1
    with pytest.raises(stripe.InvalidRequestError) as missing:
        calls.customers.retrieve("cus_nobody")
    assert (missing.value.http_status, missing.value.code, missing.value.param) == (404, "resource_missing", "id")
    assert missing.value.request_id.startswith("req_")
    with pytest.raises(stripe.InvalidRequestError) as unknown:
        calls.customers.create({"colour": "red"})
    assert (unknown.value.code, unknown.value.param) == ("parameter_unknown", "colour")
    with pytest.raises(stripe.CardError) as declined:
        calls.payment_methods.attach("pm_card_chargeDeclinedInsufficientFunds", {"customer": "ada"})
    assert declined.value.code == "card_declined"
    assert declined.value.error.decline_code == "insufficient_funds"
    with pytest.raises(stripe.AuthenticationError) as live:
        door.client("sk_live_planted").v1.customers.list()
    assert "live key" in str(live.value) and "planted" not in str(live.value)
    calls.customers.create({"name": "Zoe"}, {"idempotency_key": "once"})
    with pytest.raises(stripe.IdempotencyError):
        calls.customers.create({"name": "Yan"}, {"idempotency_key": "once"})


FAULTS = {
    stripe.APIError: ["status", "--status", "500"],
    stripe.AuthenticationError: ["status", "--status", "401"],
    stripe.PermissionError: ["status", "--status", "403"],
    stripe.RateLimitError: ["rate-limit", "--retry-after", "7s"],
    stripe.APIConnectionError: ["reset"],
}


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: error.__name__)
def test_a_fault_is_the_sdks_own_error(door, tollgate, error):
    added = tollgate.run(
        "mock", "fault", "add", "--op", "*", "--kind", *FAULTS[error], env={"STRIPE_DEV_KEY": KEY}
    )
    assert added.returncode == 0, added.stderr
    with pytest.raises(error) as raised:
        door.stripe.v1.customers.retrieve("ada")
    assert type(raised.value) is error
    assert door.stripe.v1.customers.retrieve("ada").id == "ada"


def test_a_key_stands_for_one_answer(door):
    first = door.stripe.v1.customers.create({"name": "Zoe"}, {"idempotency_key": "once"})
    again = door.stripe.v1.customers.create({"name": "Zoe"}, {"idempotency_key": "once"})
    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert again.last_response.headers["Original-Request"] == first.last_response.request_id


def test_pages_follow_one_another(door):
    made = {door.stripe.v1.customers.create({"name": str(number)}).id for number in range(5)}
    seen = [customer.id for customer in door.stripe.v1.customers.list({"limit": 2}).auto_paging_iter()]
    assert len(seen) == len(set(seen)) and made < set(seen)
    # What leaves the list while it is read does not stop it.
    customer = next(iter(made))
    door.stripe.v1.payment_methods.attach("pm_card_visa", {"customer": customer})
    for _ in range(3):
        door.stripe.v1.subscriptions.create({"customer": customer, "items": [{"price": "mock_pro_m"}]})
    listed = door.stripe.v1.subscriptions.list({"customer": customer, "status": "active", "limit": 1})
    ended = [door.stripe.v1.subscriptions.cancel(subscription.id).status for subscription in listed.auto_paging_iter()]
    assert ended == ["canceled"] * 3


def test_the_catalogue_is_of_ones_own(door):
    price = door.stripe.v1.prices.create(
        {
            "currency": "usd",
            "unit_amount": 2900,
            "recurring": {"interval": "month"},
            "product_data": {"name": "Team"},
            "lookup_key": "team",
        }
    )
    assert [found.id for found in door.stripe.v1.prices.list({"lookup_keys": ["team"]}).data] == [price.id]
    customer, subscription = door.subscriber()
    item = subscription["items"]["data"][0]["id"]
    changed = door.stripe.v1.subscriptions.update(subscription.id, {"items": [{"id": item, "price": price.id, "quantity": 2}]})
    assert changed["items"]["data"][0]["price"]["unit_amount"] == 2900
    plan = door.billing(customer.id)["plan"]
    assert plan["mapped"] is False


def test_curl_and_strangers(door):
    assert door.raw("/v1/customers/ada").status == 200
    assert door.raw("/v1/customers/ada", key=None).status == 401
    stranger = door.raw("/v1/customers/ada", host="stripe.attacker.example")
    assert (stranger.status, stranger.json["error"]["type"]) == (403, "invalid_request_error")
    nothing = door.raw("/v1/nothing")
    assert nothing.status == 404 and "Unrecognized request URL (GET: /v1/nothing)" in nothing.json["error"]["message"]
    assert door.gateway.get("/providers/sandbox/stripe/v1/customers/ada", door.key).status == 401


def test_outside_development_there_is_no_door(start, tollgate):
    made = json.loads(tollgate.run("keys", "create", "--json").stdout)
    text = CONFIGURATION.format(environment="staging", extra="", stripe="", instance="sandbox", hash=made["hash"])
    gateway = start(text)
    headers = {"Authorization": f"Bearer {KEY}"}
    known = gateway.get("/providers/sandbox/stripe/v1/customers/ada", headers=headers)
    other = gateway.get("/providers/sandbox/other", headers=headers)
    assert known.status == other.status == 404
    assert known.headers["Content-Type"] == other.headers["Content-Type"]
