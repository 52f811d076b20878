"""The mock's world over the built binary: the story of the first minute, and a state that outlives everything."""

import datetime
import random
import signal
import sqlite3
import urllib.parse

import pytest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FAULTS = {
    "status": (["--status", "500"], 503, "provider-unavailable", 69),
    "timeout": ([], 504, "outcome-unknown", 69),
    "reset": ([], 504, "outcome-unknown", 69),
    "malformed": ([], 502, "provider-bad-response", 69),
    "empty": ([], 502, "provider-bad-response", 69),
    "rate-limit": (["--retry-after", "3s"], 503, "provider-rate-limited", 75),
}


def submit(gateway, url, path, **fields):
    """Sends a form of the portal, and says where it leads."""
    target = url.removeprefix(gateway.url) + path
    answer = gateway.post(target, body=urllib.parse.urlencode(fields), headers=FORM)
    assert answer.status == 303, (answer.status, answer.body)
    return answer.headers["Location"]


def test_the_first_minute(demo, tollgate):
    def run(*arguments):
        return tollgate.run(*arguments, "-t", "demo", "--customer", "ada", "-c", demo.config)

    opened = run("portal", "create", env := "--json")
    url = demo_url(demo, opened)
    assert run("cancellation", "check", "--exit-code").returncode == 0
    submit(demo, url, "/cancel/sub_mock_ada/confirm", when="period_end")
    assert run("cancellation", "check", "--exit-code").returncode == 10
    assert "Your plan will be canceled on" in run("billing", "show").stdout
    advanced = tollgate.run("mock", "clock", "advance", "32d", "-c", demo.config)
    assert advanced.returncode == 0, advanced.stderr
    assert run("cancellation", "check", "--exit-code").returncode == 11
    assert "Your Pro plan ended on" in run("billing", "show").stdout
