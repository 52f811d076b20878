"""`tollgate mock`: the world of the mock, in this process and over the admin listener of a running gateway."""

import http.server
import json
import re
import threading

import pytest

CUSTOMERS = ["ada", "ben", "cho", "dee", "eve", "fin", "gus"]


@pytest.fixture
def mock(tollgate, example):
    """The commands, on the world of a configuration in this folder."""
    tollgate.write("providers.yaml", example)

    def run(*arguments, status=0, **options):
        result = tollgate.run("mock", *arguments, **options)
        assert result.returncode == status, result.stderr
        return result

    def document(*arguments, **options):
        return json.loads(run(*arguments, "--json", **options).stdout)

    run.json = document
    return run


def state(tollgate, customer):
    return tollgate.run("billing", "show", "-t", "demo", "--customer", customer, "--fresh", "--field", "/state").stdout.strip()


def test_customers_come_and_go(mock, tollgate):
    listed = mock.json("customers", "list")["customers"]
    assert sorted(customer["id"] for customer in listed) == CUSTOMERS
    shown = mock("customers", "list").stdout
    assert re.search(r"^ada .* active ", shown, re.M)
    added = mock.json("customers", "add", "hal", "--name", "Hal", "--price", "mock_pro_m", "--trial-days", "14")
    assert (added["id"], added["subscription"]["status"]) == ("hal", "trialing")
    assert state(tollgate, "hal") == "trialing"
    assert "Hal" in mock("customers", "show", "hal").stdout
    assert mock.json("customers", "rm", "hal") == {"id": "hal", "deleted": True}
    assert re.fullmatch(r"cus_mock_\d+", mock.json("customers", "add")["id"])
    failure = json.loads(mock("customers", "show", "hal", "--json", status=1).stderr)
    assert failure["code"] == "not-found"
    assert "error[conflict]" in mock("customers", "add", "ada", status=1).stderr
    assert "error[invalid-request]" in mock("customers", "add", "--price", "nonsense", status=65).stderr


def test_time_brings_what_it_brings(mock, tollgate):
    assert state(tollgate, "cho") == "canceling"
    moved = mock("clock", "advance", "32d").stdout
    assert "32 days ahead" in moved and "cho" in moved
    assert state(tollgate, "cho") == "ended"
    clock = mock.json("clock", "show")
    assert clock["offset_seconds"] == 32 * 86_400 and clock["frozen"] is False
    assert mock.json("clock", "freeze")["frozen"] is True
    assert mock.json("clock", "unfreeze")["frozen"] is False
    mock("clock", "set", "2000-01-01T00:00:00Z", status=1)
    mock("clock", "advance", "32x", status=65)
    mock("clock", "set", "tomorrow", status=65)
    assert abs(mock.json("clock", "reset")["offset_seconds"]) < 5
    assert state(tollgate, "cho") == "ended"


def test_faults_strike_and_are_gone(mock, tollgate):
    added = mock.json("fault", "add", "--op", "subscription.fetch", "--kind", "status", "--status", "503")
    assert (added["operation"], added["remaining"], added["status"]) == ("subscription.fetch", 1, 503)
    assert "subscription.fetch" in mock("fault", "list").stdout
    arguments = ["billing", "show", "-t", "demo", "--customer", "ada"]
    assert tollgate.run(*arguments).returncode == 69
    assert tollgate.run(*arguments).returncode == 0
    mock("fault", "add", "--op", "*", "--kind", "latency", "--latency", "1ms", "--rate", "0.5", "--seed", "7")
    number = mock.json("fault", "list")["faults"][0]["id"]
    assert mock("fault", "clear", number).stdout == "Cleared 1 fault.\n"
    assert mock.json("fault", "clear") == {"cleared": 0}
    mock("fault", "add", "--op", "nonsense", "--kind", "timeout", status=65)
    mock("fault", "clear", "99", status=1)


def test_something_happens_to_a_customer(mock, tollgate):
    events = mock.json("trigger", "invoice.payment_failed", "--customer", "ada")["events"]
    assert events and all(event["customer"] == "ada" for event in events)
    assert state(tollgate, "ada") == "past_due"
    assert "ada" in mock("events", "list").stdout
    assert len(mock.json("events", "list", "--customer", "ada", "--limit", "1")["events"]) == 1
    mock("trigger", "nonsense", "--customer", "ada", status=65)
    mock("trigger", "invoice.paid", "--customer", "zoe", status=1)


def test_a_world_can_be_kept_and_put_back(mock, tollgate):
    mock("state", "export", "-o", "world.json")
    assert json.loads((tollgate.folder / "world.json").read_text()) == mock.json("state", "export")
    mock("customers", "rm", "ada")
    assert "7 customers" in mock("state", "import", "world.json").stdout
    assert state(tollgate, "ada") == "active"
    mock("customers", "rm", "ada")
    assert mock.json("state", "reset")["customers"] == 7
    mock("state", "import", "-", stdin='{"nonsense": 1}', status=65)
    assert len(mock.json("customers", "list")["customers"]) == 7
    mock("state", "import", "nowhere.json", status=1)


def test_a_running_gateway_has_the_same_world(mock, tollgate, demo, demo_key):
    path = "/v1/tenants/demo/customers/cho/billing?fresh=true"
    mock("clock", "advance", "32d")
    assert demo.get(path, demo_key).json["state"] == "ended"
    over_http = ["--admin-url", demo.admin]
    assert mock.json("clock", "show", *over_http)["offset_seconds"] == 32 * 86_400
    assert mock("customers", "show", "nobody", *over_http, status=1).stderr.startswith("error[not-found]")
    mock("state", "reset", *over_http)
    assert demo.get(path, demo_key).json["state"] == "canceling"


def test_dev_names_the_customers_and_shares_even_what_is_in_memory(tollgate, example):
    tollgate.write("providers.yaml", example.replace("    state: ", "    # state: "))
    script = """
        set -e
        unset TOLLGATE_URL TOLLGATE_ADMIN_URL
        "$0" mock clock advance 32d > /dev/null
        "$0" mock clock show --field /offset_seconds
    """
    result = tollgate.run("dev", "--port", "0", "--", "sh", "-c", script, tollgate.binary)
    assert (result.returncode, result.stdout) == (0, f"{32 * 86_400}\n"), result.stderr
    script = "cat .tollgate/dev.json"
    facts = json.loads(tollgate.run("dev", "--port", "0", "--", "sh", "-c", script).stdout)
    assert sorted(facts["customers"]) == CUSTOMERS


def test_a_world_in_memory_is_nobody_elses(tollgate, example):
    tollgate.write("providers.yaml", example.replace("    state: ", "    # state: "))
    result = tollgate.run("mock", "clock", "show")
    assert result.returncode == 1 and "--admin-url" in result.stderr


# Which mock


TWO = """
version: 1
environment: development
providers:
  one: { kind: mock, state: ./one.sqlite }
  two: { kind: mock, state: ./two.sqlite }
tenants:
  acme: { provider: two, app_url: "https://a.example" }
"""


def test_there_may_be_several(tollgate):
    tollgate.write("providers.yaml", TWO)
    arguments = ["mock", "clock", "show"]
    several = tollgate.run(*arguments)
    assert several.returncode == 1 and "one, two" in several.stderr and "--provider" in several.stderr
    unknown = tollgate.run(*arguments, "--provider", "three")
    assert unknown.returncode == 1 and "one, two" in unknown.stderr
    assert tollgate.run(*arguments, "-t", "nobody").returncode == 1
    assert tollgate.run(*arguments, "-t", "acme", "--provider", "one").returncode == 64
    assert tollgate.run(*arguments, "-t", "acme").returncode == 0
    assert (tollgate.folder / "two.sqlite").exists() and not (tollgate.folder / "one.sqlite").exists()
    assert tollgate.run(*arguments, "--provider", "one").returncode == 0


def test_a_configuration_may_have_no_mock(tollgate):
    text = 'version: 1\nproviders: { s: { kind: stripe, api_key: { env: K } } }\ntenants: { a: { provider: s, app_url: "https://a.example" } }\n'
    tollgate.write("providers.yaml", text)
    result = tollgate.run("mock", "clock", "show")
    assert result.returncode == 1 and "no mock" in result.stderr
    result = tollgate.run("mock", "clock", "show", "--provider", "s", env={"K": "sk_test_" + "0" * 32})
    assert result.returncode == 1


def test_there_may_be_nothing_at_all(tollgate):
    result = tollgate.run("mock", "clock", "show")
    assert result.returncode == 78 and "tollgate dev" in result.stderr or "--admin-url" in result.stderr
    assert tollgate.run("mock", "clock", "show", "--admin-url", "http://127.0.0.1:9").returncode == 69
    assert tollgate.run("mock", "clock", "show", "--admin-url", "https://gateway.example").returncode == 64


# What the other side may answer


class Answers(http.server.BaseHTTPRequestHandler):
    """The admin listener of a gateway whose mock answers what a test tells it to."""

    def do_GET(self):
        if self.path == "/readyz?verbose":
            providers = [{"id": "sandbox", "kind": "mock", "mode": "test"}]
            self.send(200, {
                "status": "ready", "version": "1", "environment": "development", "url": "http://127.0.0.1:1",
                "uptime_seconds": 90_000, "tenants": 1, "providers": providers,
            })
        else:
            self.send(*self.server.answer)

    do_POST = do_PUT = do_DELETE = do_GET

    def send(self, status, body):
        length = int(self.headers.get("Content-Length") or 0)
        self.server.requests.append((self.command, self.path, self.headers, self.rfile.read(length)))
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture
def listener():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        server.requests = []
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(
    "status, body, expected",
    [
        (404, {"code": "not-found", "detail": "There is no customer.", "pointer": None}, 1),
        (409, {"code": "conflict", "detail": "It is there.", "pointer": "/id"}, 1),
        (400, {"code": "invalid-request", "detail": "Not so.", "pointer": "/price"}, 65),
        (503, {"code": "unavailable", "detail": "Later.", "pointer": None}, 75),
        (403, {"code": "forbidden", "detail": "No.", "trace_id": "x"}, 77),
        (405, {"code": "method-not-allowed", "detail": "No.", "pointer": None}, 70),
        (404, "<!doctype html>", 1),
        (500, "nonsense", 69),
        (200, "nonsense", 69),
        (200, {"customers": [{"name": "no id"}]}, 69),
    ],
)
def test_each_refusal_has_its_exit_status(tollgate, listener, status, body, expected):
    listener.answer = (status, body)
    result = tollgate.run("mock", "customers", "list", "--admin-url", listener.url)
    assert result.returncode == expected, result.stderr
    if isinstance(body, dict) and "code" in body:
        assert result.stderr.startswith(f"error[{body['code']}]: {body['detail']}")
        assert (body.get("pointer") or "") in result.stderr
        failure = tollgate.run("mock", "customers", "list", "--admin-url", listener.url, "--json")
        assert json.loads(failure.stderr) == body and failure.stdout == ""


def test_what_is_sent_is_what_was_given(tollgate, listener):
    fault = {
        "id": 1, "operation": "*", "kind": "latency", "remaining": None, "rate": 0.25, "seed": 7, "status": None,
        "latency": "2s", "retry_after": None,
    }
    listener.answer = (201, fault)
    arguments = ["fault", "add", "--op", "*", "--kind", "latency", "--latency", "2s", "--rate", "0.25", "--seed", "7"]
    result = tollgate.run("mock", *arguments, "--admin-url", listener.url)
    method, path, headers, body = listener.requests[-1]
    assert (method, path, headers["Content-Type"]) == ("POST", "/providers/sandbox/api/faults", "application/json")
    given = {"operation": "*", "kind": "latency", "latency": "2s", "rate": 0.25, "seed": 7}
    assert json.loads(body) == given
    assert "at a rate of 0.25, seed 7" in result.stdout
    listener.answer = (404, {"code": "not-found", "detail": "None.", "pointer": None})
    tollgate.run("mock", "customers", "show", "a/b ü", "--admin-url", listener.url)
    assert listener.requests[-1][1] == "/providers/sandbox/api/customers/a%2Fb%20%C3%BC"


def test_documents_are_shown_to_people_and_given_to_programs(tollgate, listener):
    events = [
        {
            "id": "evt_mock_1", "type": "invoice.paid", "at": "2026-12-01T09:30:00Z", "customer": "ada",
            "object": "in_1", "actor": "clock", "summary": "Paid 15.00 USD.",
        }
    ]
    clock = {"now": "2026-12-26T00:00:00Z", "wall": "2026-11-24T00:00:00Z", "offset_seconds": 2_764_800, "frozen": True}
    listener.answer = (200, clock | {"events": events})
    arguments = ["mock", "clock", "advance", "32d", "--admin-url", listener.url]
    shown = tollgate.run(*arguments).stdout
    assert shown.startswith("26 Dec 2026, 00:00:00 UTC, 32 days ahead, and frozen\n")
    assert re.search(r"^1 Dec 2026, 09:30:00 UTC  ada +Paid 15\.00 USD\. +invoice\.paid$", shown, re.M)
    assert json.loads(listener.requests[-1][3]) == {"advance": "32d"}
    assert json.loads(tollgate.run(*arguments, "--json").stdout) == listener.answer[1]
    assert tollgate.run(*arguments, "--field", "/events/0/id").stdout == "evt_mock_1\n"


def test_a_gateway_does_not_say_which_mock_is_whose(tollgate, listener):
    listener.answer = (200, {"customers": []})
    result = tollgate.run("mock", "customers", "list", "--admin-url", listener.url, "-t", "demo")
    assert result.returncode == 1 and "--provider" in result.stderr
    assert tollgate.run("mock", "customers", "list", "--admin-url", listener.url, "--provider", "nine").returncode == 1
