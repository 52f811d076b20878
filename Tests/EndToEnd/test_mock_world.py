"""The mock's world over the built binary: the story of the first minute, every fault, and a state that survives."""

import random
import signal
import sqlite3
import urllib.parse

import pytest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# Options of a fault, the status and the problem that it becomes when a portal is opened, the exit status of the command.
FAULTS = {
    "status": (["--status", "500"], 503, "provider-unavailable", 69),
    "timeout": ([], 504, "outcome-unknown", 69),
    "reset": ([], 504, "outcome-unknown", 69),
    "malformed": ([], 502, "provider-bad-response", 69),
    "empty": ([], 502, "provider-bad-response", 69),
    "rate-limit": (["--retry-after", "3s"], 503, "provider-rate-limited", 75),
}


def open_portal(gateway, key, customer="ada"):
    answer = gateway.post(f"/v1/tenants/demo/customers/{customer}/portal-sessions", key)
    assert answer.status == 201, answer.body
    return answer.json["url"]


def submit(gateway, url, path, **fields):
    """Sends a form of the portal."""
    body = urllib.parse.urlencode(fields)
    answer = gateway.post(urllib.parse.urlsplit(url).path + path, body=body, headers=FORM)
    assert answer.status == 303, (answer.status, answer.body)


def seen(gateway, url, path):
    """What a page of the portal saw, so that its form is not a stale one."""
    page = gateway.get(urllib.parse.urlsplit(url).path + path).body.decode()
    inputs = [tag for tag in page.split("<input") if 'type="hidden"' in tag]
    return {tag.split('name="')[1].split('"')[0]: tag.split('value="')[1].split('"')[0] for tag in inputs}


def test_the_first_minute(demo, demo_key, tollgate):
    def ada(*arguments):
        return tollgate.run(*arguments, "-t", "demo", "--customer", "ada", "-c", demo.config)

    url = open_portal(demo, demo_key)
    assert ada("cancellation", "check", "--exit-code").returncode == 0
    confirm = "/cancel/sub_mock_ada/confirm"
    submit(demo, url, confirm, **(seen(demo, url, confirm + "?when=period_end") | {"when": "period_end"}))
    assert ada("cancellation", "check", "--exit-code").returncode == 10
    assert "Your plan will be canceled on" in ada("billing", "show").stdout
    scheduled = demo.get("/v1/tenants/demo/customers/ada/cancellation", demo_key).json
    assert scheduled["mode"] == "fixed_date" and scheduled["evidence"] == ["cancel_at"]

    advanced = tollgate.run("mock", "clock", "advance", "32d", "-c", demo.config)
    assert advanced.returncode == 0, advanced.stderr
    assert ada("cancellation", "check", "--exit-code").returncode == 11
    assert "Your Pro plan ended on" in ada("billing", "show").stdout


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_strikes_once_and_the_next_call_works(demo, demo_key, tollgate, kind):
    options, status, problem, exit_code = FAULTS[kind]

    def add(operation):
        added = tollgate.run(
            "mock", "fault", "add", "--op", operation, "--kind", kind, *options, "--count", "1", "-c", demo.config
        )
        assert added.returncode == 0, added.stderr

    add("portal.create")
    path = "/v1/tenants/demo/customers/ada/portal-sessions"
    answer = demo.post(path, demo_key)
    assert (answer.status, answer.json["code"]) == (status, problem)
    assert answer.json["retryable"] is True
    if status == 503:
        assert int(answer.headers["Retry-After"]) >= (3 if kind == "rate-limit" else 1)
    assert demo.post(path, demo_key).status == 201

    add("portal.create")
    create = ["portal", "create", "-t", "demo", "--customer", "ada", "-c", demo.config]
    assert tollgate.run(*create).returncode == exit_code
    assert tollgate.run(*create).returncode == 0
    faults = tollgate.run("mock", "fault", "list", "--json", "-c", demo.config)
    assert '"faults"' in faults.stdout and problem not in faults.stdout and '"id"' not in faults.stdout


def test_a_latency_takes_its_time_and_then_answers(demo, demo_key, tollgate):
    added = tollgate.run(
        "mock", "fault", "add", "--op", "subscription.fetch", "--kind", "latency", "--latency", "300ms", "-c", demo.config
    )
    assert added.returncode == 0, added.stderr
    assert demo.get("/v1/tenants/demo/customers/ada/billing?fresh=true", demo_key).status == 200
    assert tollgate.run("mock", "fault", "list", "--json", "-c", demo.config).stdout.count('"id"') == 0


def test_no_confirmed_action_is_lost_when_the_gateway_is_killed(start, example, demo_key, tollgate):
    """A hundred changes in the portal, and a kill in the middle of every twenty or so."""
    generator = random.Random(7)
    confirmed, number = 0, 0
    while confirmed < 100:
        gateway = start(example)
        url = open_portal(gateway, demo_key)
        for _ in range(generator.randint(10, 25)):
            number += 1
            submit(gateway, url, "/details", name=f"Ada {number}", email="ada@example.com")
            confirmed = number
        # One more is on its way when it ends: it may have been done or not.
        number += 1
        target = urllib.parse.urlsplit(gateway.url)
        body = urllib.parse.urlencode({"name": f"Ada {number}", "email": "ada@example.com"})
        send_and_forget(target, urllib.parse.urlsplit(url).path + "/details", body)
        gateway.signal(signal.SIGKILL)
        gateway.process.wait(30)

        with sqlite3.connect(tollgate.folder / ".tollgate/sandbox.sqlite") as world:
            assert world.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert world.execute("PRAGMA foreign_key_check").fetchall() == []
            name = world.execute("SELECT name FROM customers WHERE id = 'ada'").fetchone()[0]
        assert name in (f"Ada {confirmed}", f"Ada {number}")
        number = int(name.split()[1])
        confirmed = number


def send_and_forget(target, path, body):
    import socket

    connection = socket.create_connection((target.hostname, target.port), timeout=30)
    head = f"POST {path} HTTP/1.1\r\nHost: {target.netloc}\r\nContent-Type: {FORM['Content-Type']}\r\n"
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
    connection.close()


def test_a_server_and_commands_share_one_world(demo, demo_key, tollgate):
    for day in range(1, 6):
        assert tollgate.run("mock", "clock", "advance", "1d", "-c", demo.config).returncode == 0
        url = open_portal(demo, demo_key)
        submit(demo, url, "/details", name=f"Ada {day}", email="")
    shown = tollgate.run("mock", "customers", "show", "ada", "--field", "/name", "-c", demo.config)
    assert shown.stdout == "Ada 5\n"
