"""The Stripe provider, from providers.yaml to the answer, against a Stripe on loopback."""

import json
import re
import time
import threading
from datetime import datetime, timezone

import pytest

from conftest import STRIPE_KEY
from stripe_stand_in import DAY, NOW, error, item, listing, price, subscription

def at(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


END = NOW + 20 * DAY
OLD_SHAPE = item()
for name in ("current_period_start", "current_period_end"):
    del OLD_SHAPE[name]

SHAPES = {
    "active": (subscription(), "active", "none", None),
    "classic billing, flag": (
        subscription(cancel_at_period_end=True, canceled_at=NOW - DAY, cancel_at=END, billing_mode={"type": "classic"}),
        "canceling",
        "scheduled",
        END,
    ),
    "flag without a date": (subscription(cancel_at_period_end=True), "canceling", "scheduled", END),
    "flexible billing, canceled in the portal": (
        subscription(cancel_at=END, cancel_at_period_end=False, canceled_at=NOW - DAY),
        "canceling",
        "scheduled",
        END,
    ),
    "a fixed date": (subscription(cancel_at=NOW + 5 * DAY), "canceling", "scheduled", NOW + 5 * DAY),
    "canceled at once, after it had been scheduled": (
        subscription(status="canceled", canceled_at=NOW - 9 * DAY, ended_at=NOW - DAY),
        "ended",
        "ended",
        NOW - DAY,
    ),
    "requested, but not canceled": (subscription(canceled_at=NOW - 9 * DAY), "active", "none", None),
    "collection paused": (
        subscription(pause_collection={"behavior": "void", "resumes_at": NOW + DAY}),
        "active",
        "none",
        None,
    ),
    "trial": (
        subscription(status="trialing", trial_start=NOW - DAY, trial_end=END),
        "trialing",
        "none",
        None,
    ),
    "past due": (subscription(status="past_due"), "past_due", "none", None),
    "never completed": (subscription(status="incomplete_expired", ended_at=NOW - DAY), "ended", "ended", NOW - DAY),
    "the period on the subscription, as before 2025": (
        subscription(
            items=[OLD_SHAPE],
            cancel_at_period_end=True,
            current_period_start=NOW - 10 * DAY,
            current_period_end=END,
        ),
        "canceling",
        "scheduled",
        END,
    ),
    "a status of tomorrow": (subscription(status="hibernating"), "unknown", "none", None),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read(acme, stripe, shape):
    document, state, cancellation, date = SHAPES[shape]
    stripe.subscriptions(document)
    answer = acme().billing()
    assert answer.status == 200, answer.json
    overview = answer.json
    assert overview["state"] == state
    assert overview["cancellation"]["state"] == cancellation
    assert (overview["cancellation"]["effective_at"] or overview["cancellation"]["ended_at"]) == (date and at(date))
    assert overview["plan"] is not None and overview["plan"]["id"] == "pro"
    if document["status"] == "incomplete_expired":
        assert overview["flags"]["is_paid"] is False, "nobody ever paid"
    assert overview["provider"] == {"id": "stripe-test", "kind": "stripe", "mode": "test"}


def test_every_page_is_read(acme, stripe):
    def page(parameters):
        start = int(parameters.get("starting_after", "sub_0").removeprefix("sub_"))
        return listing(
            *(subscription(id=f"sub_{start + number}", status="canceled", ended_at=NOW - DAY) for number in range(1, 4)),
            has_more=start < 6,
        )

    stripe.answer("GET", "/v1/subscriptions", page)
    assert len(acme().billing().json["subscriptions"]) == 9
    assert [request["parameters"].get("starting_after") for request in stripe.requests] == [None, "sub_3", "sub_6"]


def test_requests_are_as_stripe_wants_them(acme, stripe):
    stripe.subscriptions(subscription())
    stripe.portal()
    gateway = acme(extra="account: acct_1")
    gateway.billing()
    answer = gateway.portal({"flow": "subscription_cancel", "locale": "de-AT"}, headers={"Idempotency-Key": "click"})
    assert answer.status == 201, answer.json
    assert answer.json["url"] == "https://billing.stripe.com/p/session/test_SECRETSESSION"
    read, post = stripe.requests[0], stripe.requests[-1]
    assert read["parameters"] == {"customer": "cus_1", "status": "all", "limit": "100"}
    assert post["path"] == "/v1/billing_portal/sessions"
    assert post["parameters"] == {
        "customer": "cus_1",
        "return_url": "https://app.acme.example/dashboard/billing",
        "locale": "de",
        "flow_data[type]": "subscription_cancel",
        "flow_data[subscription_cancel][subscription]": "sub_1",
    }
    assert re.fullmatch("[0-9a-f]{64}", post["headers"]["Idempotency-Key"])
    for request in stripe.requests:
        assert request["headers"]["Stripe-Version"] == "2026-10-28.endive"
        assert request["headers"]["Stripe-Account"] == "acct_1"
        assert request["headers"]["Authorization"] == f"Bearer {STRIPE_KEY}"


RESTRICTED = (
    "The provided key 'rk_test_abc' does not have the required permissions for this endpoint. "
    "Having the 'rak_subscription_read' permission would allow this request to continue."
)
FAILURES = {
    "a wrong key": (401, error(message="Invalid API Key provided: sk_test_*********xyz"), 502, "provider-auth-failed", 77),
    "a restricted key": (403, error(message=RESTRICTED), 502, "provider-permission-denied", 77),
    "a rate limit": (429, error(code="rate_limit", message="Slow down"), 503, "provider-rate-limited", 75),
    "a lock": (409, error(type="idempotency_error", code="idempotency_key_in_use"), 503, "provider-unavailable", 69),
    "an outage": (500, error(type="api_error", message="Stripe is on fire"), 503, "provider-unavailable", 69),
    "a proxy's page": (502, "<html><body>Bad Gateway</body></html>", 503, "provider-unavailable", 69),
    "a body that is not JSON": (200, "<html>Hello</html>", 502, "provider-bad-response", 69),
    "JSON that breaks off": (200, '{"object": "list", "data": [{"id": "sub_1", ', 502, "provider-bad-response", 69),
    "a subscription without a status": (200, listing({"id": "sub_1"}), 502, "provider-bad-response", 69),
    "a redirect": (302, "", 502, "provider-bad-response", 69),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_every_failure_has_its_problem_and_its_exit_status(acme, stripe, failure):
    status, body, expected_status, code, exit_status = FAILURES[failure]
    stripe.answer("GET", "/v1/subscriptions", body, status=status)
    gateway = acme()
    answer = gateway.billing()
    assert (answer.status, answer.json["code"]) == (expected_status, code)
    assert (answer.headers["Retry-After"] is not None) == (expected_status == 503)
    command = gateway.command("billing", "show", "--json")
    assert command.returncode == exit_status, command.stderr
    assert json.loads(command.stderr)["code"] == code
    assert command.stdout == ""
    # The provider's words are the operator's: in the log, never in an answer.
    for text in (answer.body.decode(), command.stderr):
        for word in ("Invalid API Key", "rak_", "Slow down", "on fire", "html", STRIPE_KEY):
            assert word not in text
    gateway.gateway.stop()
    assert STRIPE_KEY not in gateway.gateway.log
    assert code in gateway.gateway.log


def test_a_customer_that_stripe_does_not_have_reads_as_none(acme, stripe):
    stripe.subscriptions()
    stripe.answer("GET", "/v1/customers/cus_1", {"id": "cus_1", "object": "customer", "deleted": True})
    gateway = acme()
    overview = gateway.billing().json
    assert overview["state"] == "none"
    assert [warning["code"] for warning in overview["warnings"]] == ["customer-missing"]
    stripe.answer("POST", "/v1/billing_portal/sessions", error(code="resource_missing", param="customer"), status=400)
    answer = gateway.portal()
    assert (answer.status, answer.json["code"]) == (404, "customer-not-found")
    assert gateway.command("portal", "create").returncode == 1


def test_a_portal_that_was_never_set_up_is_the_operators_matter(acme, stripe):
    text = "You can't create a portal session in test mode until you save your customer portal settings in test mode."
    stripe.answer("POST", "/v1/billing_portal/sessions", error(message=text), status=400)
    gateway = acme()
    answer = gateway.portal()
    assert (answer.status, answer.json["code"]) == (502, "provider-misconfigured")
    assert gateway.command("portal", "create").returncode == 78


def test_a_read_that_hangs_times_out(acme, stripe):
    stripe.answer("GET", "/v1/subscriptions", listing(), delay=3)
    gateway = acme(timeout="300ms")
    answer = gateway.billing()
    assert (answer.status, answer.json["code"], answer.json["retryable"]) == (504, "provider-timeout", True)
    assert gateway.command("billing", "show").returncode == 69


def test_a_portal_session_that_hangs_may_have_been_made(acme, stripe):
    stripe.portal()
    status, body, headers, _, cut = stripe.answers[("POST", "/v1/billing_portal/sessions")]
    stripe.answers[("POST", "/v1/billing_portal/sessions")] = (status, body, headers, 3, cut)
    answer = acme(timeout="300ms").portal()
    assert (answer.status, answer.json["code"]) == (504, "outcome-unknown")


def test_an_order_that_is_under_way_is_not_made_twice(acme, stripe):
    stripe.portal()
    status, body, headers, _, cut = stripe.answers[("POST", "/v1/billing_portal/sessions")]
    stripe.answers[("POST", "/v1/billing_portal/sessions")] = (status, body, headers, 1.5, cut)
    gateway = acme(timeout="10s")
    key = {"Idempotency-Key": "click"}
    answers = []
    first = threading.Thread(target=lambda: answers.append(gateway.portal(headers=key)))
    first.start()
    deadline = time.monotonic() + 20
    while not stripe.requests and time.monotonic() < deadline:
        time.sleep(0.01)
    second = gateway.portal(headers=key)
    assert (second.status, second.json["code"]) == (409, "idempotency-in-flight")
    first.join(20)
    assert [answer.status for answer in answers] == [201]
    assert len(stripe.requests) == 1
    assert gateway.portal(headers=key).status == 201, "afterwards the key stands for the same order"


def test_a_provider_that_is_not_there_is_unavailable(start, acme, stripe):
    gateway = acme()
    stripe.__exit__()
    answer = gateway.billing()
    assert (answer.status, answer.json["code"]) == (503, "provider-unavailable")
    assert gateway.command("billing", "show").returncode == 69


def test_an_answer_that_breaks_off_is_no_answer(acme, stripe):
    stripe.answer("GET", "/v1/subscriptions", listing(subscription()), cut=200)
    answer = acme().billing()
    assert answer.json["code"] in ("provider-unavailable", "provider-bad-response")


def test_a_portal_url_that_leads_elsewhere_is_not_handed_on(acme, stripe):
    stripe.portal(url="http://billing.stripe.com/p/session/plain")
    answer = acme().portal()
    assert (answer.status, answer.json["code"]) == (502, "provider-bad-response")


def test_a_portal_url_is_never_logged(acme, stripe):
    stripe.portal()
    gateway = acme()
    assert gateway.portal().status == 201
    gateway.gateway.stop()
    assert "SECRETSESSION" not in gateway.gateway.log
