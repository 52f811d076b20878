"""Real recorded responses, where a folder of them is named: none of them may make the gateway fail."""

import json
import os
import pathlib

import pytest

from stripe_stand_in import listing

FOLDER = os.environ.get("TOLLGATE_RECORDED_RESPONSES")
pytestmark = pytest.mark.skipif(not FOLDER, reason="TOLLGATE_RECORDED_RESPONSES names no folder of recorded responses")


def recordings():
    found = []
    for path in sorted(pathlib.Path(FOLDER or "/nonexistent").glob("stripe-*.json")):
        response = json.loads(path.read_text()).get("response", {})
        if response.get("body", {}).get("object") == "subscription":
            found.append(pytest.param(response, id=path.stem))
    return found


@pytest.mark.parametrize("response", recordings())
def test_a_recorded_subscription_is_read(acme, stripe, response):
    recorded = response["body"]
    stripe.subscriptions(recorded)
    answer = acme().billing()
    assert answer.status == 200, answer.json
    overview = answer.json
    scheduled = recorded["status"] not in ("canceled", "incomplete_expired") and (
        recorded.get("cancel_at") or recorded.get("cancel_at_period_end")
    )
    assert overview["subscription"]["id"] == recorded["id"]
    assert overview["subscription"]["provider_status"] == recorded["status"]
    ended = recorded["status"] in ("canceled", "incomplete_expired")
    assert overview["cancellation"]["state"] == ("ended" if ended else "scheduled" if scheduled else "none")
    assert overview["subscription"]["current_period_end"] is not None
