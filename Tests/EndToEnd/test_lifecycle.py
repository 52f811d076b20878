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


def test_nobody_waits_for_whoever_does_not_read_the_log(demo):
    demo.listens.clear()
    # Each is a line, and a pipe holds some two hundred of them.
    for _ in range(600):
        assert demo.get("/nothing").status == 404
    assert demo.get("/readyz", admin=True).status == 200
    demo.listens.set()
    # The reader takes what is there; the next line tells of those that are not.
    limit = time.monotonic() + LIMIT
    while "log lines were dropped" not in demo.log:
        assert time.monotonic() < limit
        assert demo.get("/nothing").status == 404
    kept = demo.log.count('"message":"request"')
    assert 0 < kept < 600


def test_whoever_sends_thousands_of_requests_ahead_waits_their_turn(demo):
    count = 4000
    port = int(demo.url.rsplit(":", 1)[1])
    one = b"GET /livez HTTP/1.1\r\nHost: a\r\n"
    answered, is_over = [], threading.Event()

    def ask():
        number = 0
        with socket.create_connection(("127.0.0.1", port), LIMIT) as wire:
            while not is_over.is_set():
                wire.sendall(one + b"\r\n")
                assert b"200 OK" in wire.recv(65536)
                number += 1
        answered.append(number)

    # More than there are event loops here, so that some are on the same as the one that sends ahead.
    others = [threading.Thread(target=ask) for _ in range(8)]
    with socket.create_connection(("127.0.0.1", port), LIMIT) as wire:
        for thread in others:
            thread.start()
        ahead = (one + b"\r\n") * (count - 1) + one + b"Connection: close\r\n\r\n"
        sender = threading.Thread(target=lambda: wire.sendall(ahead))
        sender.start()
        answers = b""
        while received := wire.recv(1 << 20):
            answers += received
        sender.join(LIMIT)
    is_over.set()
    for thread in others:
        thread.join(LIMIT)
    assert answers.count(b"HTTP/1.1 200 OK") == count
    # There is a pause after every sixteen of the 4,000, and everybody has a turn in each.
    assert len(answered) == 8 and min(answered) >= 50, answered


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
