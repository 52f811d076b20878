"""Starting, stopping, being killed."""

import signal
import socket
import threading
import time

from gateway import LIMIT
from stripe_stand_in import listing


def test_health_is_told_on_both_listeners(demo):
    assert demo.get("/livez").status == 200
    assert demo.get("/readyz").status == 200
    assert demo.get("/livez", admin=True).status == 200
    ready = demo.get("/readyz?verbose", admin=True)
    assert ready.status == 200 and "sandbox" in ready.body.decode()
    assert demo.get("/version", admin=True).json["version"]
    assert demo.get("/version").status == 404


def test_what_is_under_way_is_finished_before_the_end(acme, stripe):
    stripe.answer("GET", "/v1/subscriptions", listing(), delay=1)
    stripe.answer("GET", "/v1/customers/cus_1", {"id": "cus_1", "object": "customer"})
    gateway = acme(timeout="4s")
    answers = []
    request = threading.Thread(target=lambda: answers.append(gateway.billing()))
    request.start()
    limit = time.monotonic() + LIMIT
    while not stripe.requests:
        assert time.monotonic() < limit, f"nothing was asked of the provider: {gateway.gateway.log}"
        time.sleep(0.01)
    gateway.gateway.signal(signal.SIGTERM)
    request.join(LIMIT)
    assert [answer.status for answer in answers] == [200]
    assert gateway.gateway.finish() == 0


def test_a_hang_up_changes_nothing_and_is_said_to(demo):
    demo.signal(signal.SIGHUP)
    demo._await("(SIGHUP is ignored)")
    assert demo.get("/livez").status == 200


def test_a_port_that_is_taken_is_named(tollgate, example):
    path = tollgate.write("providers.yaml", example)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        result = tollgate.run("serve", "-c", path, "--listen", address, "--admin", "127.0.0.1:0")
    assert result.returncode == 69
    assert address in result.stderr


def test_a_gateway_that_was_killed_comes_back_with_the_same_world(start, example, demo_key):
    first = start(example)
    path = "/v1/tenants/demo/customers/{}/billing"
    before = first.get(path.format("ben"), demo_key).json
    session = first.post("/v1/tenants/demo/customers/ada/portal-sessions", demo_key).json
    first.signal(signal.SIGKILL)
    first.process.wait(10)
    second = start(example)
    after = second.get(path.format("ben"), demo_key).json
    assert after["subscription"] == before["subscription"]
    assert second.get(session["url"].removeprefix(first.url)).status == 200
