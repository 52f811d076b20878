"""The overview that every gateway of a run has to give: written down here once, field by field."""

import json
import time
from calendar import timegm

from . import world as names
from .failures import CheckFailed
from .world import stamp

FLOWS = [
    "home",
    "payment_method_update",
    "subscription_cancel",
    "subscription_update",
    "subscription_update_confirm",
    "subscription_pause",
    "customer_update",
]
NO_CANCELLATION = {
    "state": "none",
    "mode": None,
    "effective_at": None,
    "requested_at": None,
    "ended_at": None,
    "resumable": False,
    "evidence": [],
}
NO_PAUSE = {"state": "none", "starts_at": None, "resumes_at": None, "cause": None}
# How far the clock that an answer shows may be from this one.
CLOCK_TOLERANCE = 120


def expected(world, customer):
    """The overview of a customer, without its time and its source."""
    common = {
        "tenant": names.TENANT,
        "customer": {"id": customer},
        "provider": {"id": names.INSTANCE, "kind": "stripe", "mode": "test"},
    }
    if customer in world.customers:
        return common | _subscribed(world, world.links[customer])
    missing = customer in world.links
    return common | _without_subscription("customer-missing" if missing else "not-linked")


def _subscribed(world, provider_customer):
    price = {"unit_amount": 1500, "currency": "usd", "interval": "month", "interval_count": 1}
    item = {"price": "price_pro_m", "product": "prod_pro", "name": "Pro, monthly", "quantity": 3} | price
    plan = {"id": "pro", "name": "Pro", "mapped": True, "price": {"id": "pro-monthly"} | price}
    end = stamp(world.period_end)
    cancellation = NO_CANCELLATION | {
        "state": "scheduled",
        "mode": "fixed_date",
        "effective_at": end,
        "requested_at": stamp(world.cancelled_at),
        "resumable": True,
        "evidence": ["cancel_at"],
    }
    subscription = {
        "id": f"sub_{provider_customer}",
        "status": "active",
        "provider_status": "active",
        "current_period_start": stamp(world.period_start),
        "current_period_end": end,
        "trial_start": None,
        "trial_end": None,
        "quantity": 3,
        "will_renew": False,
        "started_at": stamp(world.created),
        "ended_at": None,
        "plan": plan,
        "cancellation": cancellation,
        "pause": NO_PAUSE,
        "items": [item],
    }
    return {
        "state": "canceling",
        "flags": _flags(is_paid=True, is_canceled=True),
        "access": {"reason": "paid", "paid_through": end},
        "plan": plan,
        "subscription": subscription,
        "subscriptions": [subscription],
        "cancellation": cancellation,
        "pause": NO_PAUSE,
        "portal": {"available": True, "reason": None, "flows": FLOWS},
        "actions": {"primary": _portal("Open Customer Portal"), "secondary": [_portal("Keep my plan")]},
        "warnings": [],
    }


def _without_subscription(reason):
    missing = {
        "code": "customer-missing",
        "message": "The customer is linked to a customer that the provider does not have.",
    }
    return {
        "state": "none",
        "flags": _flags(),
        "access": {"reason": "no_subscription", "paid_through": None},
        "plan": {"id": "free", "name": "Starter", "mapped": True, "price": None},
        "subscription": None,
        "subscriptions": [],
        "cancellation": NO_CANCELLATION,
        "pause": NO_PAUSE,
        "portal": {"available": False, "reason": reason, "flows": []},
        "actions": {
            "primary": {"kind": "choose_plan", "label": "Choose a plan", "flow": None, "url": None},
            "secondary": [],
        },
        "warnings": [missing] if reason == "customer-missing" else [],
    }


def _flags(**those_that_hold):
    flags = ("is_paid", "is_canceled", "will_renew", "on_trial", "past_due", "ended")
    return dict.fromkeys(flags, False) | those_that_hold


def _portal(label):
    return {"kind": "open_portal", "label": label, "flow": "home", "url": None}


def check(who, body, world, customer, sources):
    """Checks an overview to the last field.

    - sources: where the answer may come from: `live`, `cache`, `stale`.
    """
    try:
        document = json.loads(body)
    except ValueError as error:
        raise CheckFailed(f"{who}: the overview of {customer} is not JSON ({error}): {body[:200]!r}") from error
    wanted = expected(world, customer)
    times = {"as_of": document.pop("as_of", None), "sources": document.pop("sources", None)}
    for place, said, meant in differences(document, wanted):
        raise CheckFailed(f"{who}: the overview of {customer} says {said!r} in `{place}`, not {meant!r}")
    source = (times["sources"] or {}).get("subscription", {})
    kind = source.get("source")
    is_right = kind in sources and source.get("stale") is (kind == "stale") and source.get("as_of") == times["as_of"]
    if not is_right or not (kind == "stale" or _is_now(times["as_of"])):
        raise CheckFailed(f"{who}: the overview of {customer} is of another source or time than {sources}: {times}")


def differences(said, meant, place=""):
    """Where two JSON values differ: the pointer to the place, and both values there."""
    if isinstance(said, dict) and isinstance(meant, dict):
        for name in said.keys() | meant.keys():
            yield from differences(said.get(name, "(nothing)"), meant.get(name, "(nothing)"), f"{place}/{name}")
    elif isinstance(said, list) and isinstance(meant, list) and len(said) == len(meant):
        for index, pair in enumerate(zip(said, meant)):
            yield from differences(*pair, f"{place}/{index}")
    elif said != meant or type(said) is not type(meant):
        yield place, said, meant


def _is_now(text):
    try:
        return abs(timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")) - time.time()) < CLOCK_TOLERANCE
    except (TypeError, ValueError):
        return False
