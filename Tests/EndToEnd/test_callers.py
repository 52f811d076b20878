"""Who may ask for what, and what everybody else is told."""

import json

import pytest

TWO_TENANTS = """
version: 1
environment: development
providers:
  sandbox: {{ kind: mock }}
  other-sandbox: {{ kind: mock }}
tenants:
  acme:
    provider: sandbox
    app_url: https://app.acme.example
    return_urls: {{ allow: [https://app.acme.example/dashboard/] }}
    customer_ids: provider
    auth:
      api_keys:
        - {{ id: full, hash: "{full}", scopes: [billing:read, portal:create] }}
        - {{ id: reader, hash: "{reader}", scopes: [billing:read] }}
  beta:
    provider: other-sandbox
    app_url: https://app.beta.example
    auth: {{ api_keys: [{{ id: full, hash: "{beta}", scopes: [billing:read, portal:create] }}] }}
"""


class Keys(dict):
    def __getattr__(self, name):
        return self[name]["key"]


@pytest.fixture
def keys(tollgate):
    made = {name: json.loads(tollgate.run("keys", "create", "--json").stdout) for name in ("full", "reader", "beta")}
    return Keys(made)


@pytest.fixture
def gateway(start, keys):
    return start(TWO_TENANTS.format(**{name: key["hash"] for name, key in keys.items()}))


def problem(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json
    assert document["status"] == answer.status
    assert document["type"] == f"/problems/{document['code']}"
    assert document["trace_id"]
    return document["code"]


def test_each_refusal_has_its_code(gateway, keys):
    billing = "/v1/tenants/acme/customers/ada/billing"
    portal = "/v1/tenants/acme/customers/ada/portal-sessions"
    cases = [
        (401, "unauthenticated", gateway.get(billing)),
        (401, "unauthenticated", gateway.get(billing, "tg_" + "0" * 64)),
        (401, "unauthenticated", gateway.get(billing, headers={"Authorization": "Basic YTpi"})),
        (404, "tenant-not-found", gateway.get("/v1/tenants/nobody/customers/ada/billing", keys.full)),
        (404, "tenant-not-found", gateway.get("/v1/tenants/beta/customers/ada/billing", keys.full)),
        (404, "tenant-not-found", gateway.get("/v1/tenants/NOT-A-TENANT/customers/ada/billing", keys.full)),
        (403, "forbidden", gateway.post(portal, keys.reader)),
        (400, "invalid-request", gateway.get("/v1/tenants/acme/customers/me/billing", keys.full)),
        (400, "invalid-request", gateway.get("/v1/tenants/acme/customers/%FF/billing", keys.full)),
        (404, "not-found", gateway.get("/v1/nothing", keys.full)),
        (405, "method-not-allowed", gateway.request("DELETE", billing, keys.full)),
        (409, "customer-not-linked", gateway.post("/v1/tenants/beta/customers/ada/portal-sessions", keys.beta)),
        (404, "customer-not-found", gateway.post("/v1/tenants/acme/customers/zoe/portal-sessions", keys.full)),
        (422, "return-url-not-allowed", gateway.post(portal, keys.full, {"return_url": "https://evil.example/"})),
        (422, "return-url-not-allowed", gateway.post(portal, keys.full, {"return_path": "/elsewhere"})),
        (400, "invalid-request", gateway.post(portal, keys.full, {"flow": "nonsense"})),
        (400, "invalid-request", gateway.post(portal, keys.full, {"retrun_url": "x"})),
        (400, "invalid-request", gateway.post(portal, keys.full, "{", headers={"Content-Type": "application/json"})),
        (415, "unsupported-media-type", gateway.post(portal, keys.full, "x", headers={"Content-Type": "text/plain"})),
        (413, "payload-too-large", gateway.post(portal, keys.full, {"locale": "x" * 70_000})),
        (406, "not-acceptable", gateway.get(billing, keys.full, headers={"Accept": "image/png"})),
    ]
    for status, code, answer in cases:
        assert (answer.status, problem(answer)) == (status, code), answer.json
        assert (answer.headers["Retry-After"] is not None) == (status in (429, 503))
        assert (answer.headers["WWW-Authenticate"] is not None) == (status == 401)


def test_a_foreign_tenant_looks_exactly_like_an_unknown_one(gateway, keys):
    def seen(tenant):
        answer = gateway.get(f"/v1/tenants/{tenant}/customers/ada/billing", keys.full)
        document = {name: value for name, value in answer.json.items() if name != "trace_id"}
        varying = ("date", "x-request-id", "traceparent")
        headers = sorted((name.lower(), value) for name, value in answer.headers.items() if name.lower() not in varying)
        headers = [pair for pair in headers if pair[0] != "content-length"]
        return answer.status, document, headers

    assert seen("beta") == seen("nine")


def test_a_key_of_one_tenant_never_reads_another(gateway, keys):
    for path in ("", "/plans", "/customers/ada/billing", "/customers/ada/subscription", "/customers/ada/cancellation"):
        assert gateway.get(f"/v1/tenants/acme{path}", keys.full).status == 200
        assert gateway.get(f"/v1/tenants/acme{path}", keys.beta).status == 404


def test_an_answer_can_be_kept_and_asked_about(gateway, keys):
    path = "/v1/tenants/acme/customers/ada/billing"
    first = gateway.get(path, keys.full)
    assert "fwd" in first.headers["Cache-Status"]
    second = gateway.get(path, keys.full)
    assert "hit" in second.headers["Cache-Status"]
    assert second.json["sources"]["subscription"]["source"] == "cache"
    assert "private" in second.headers["Cache-Control"]
    known = gateway.get(path, keys.full, headers={"If-None-Match": second.headers["ETag"]})
    assert (known.status, known.body) == (304, b"")
    fresh = gateway.get(path + "?fresh=true", keys.full)
    assert fresh.json["sources"]["subscription"]["source"] == "live"


def test_a_remembered_answer_is_the_one_that_was_asked_for(gateway, keys):
    path = "/v1/tenants/acme/customers/ada/billing"
    asked = gateway.get(path, keys.full)
    assert asked.json["sources"]["subscription"]["source"] == "live"
    again = gateway.get(path, keys.full, headers={"If-None-Match": asked.headers["ETag"]})
    assert again.status == 304 and "hit" in again.headers["Cache-Status"]


def test_one_idempotency_key_makes_one_session(gateway, keys):
    path = "/v1/tenants/acme/customers/ada/portal-sessions"
    sessions = [gateway.post(path, keys.full, headers={"Idempotency-Key": "click-1"}).json for _ in range(2)]
    assert sessions[0] == sessions[1]
    other = gateway.post(path, keys.full, {"flow": "payment_method_update"}, headers={"Idempotency-Key": "click-1"})
    assert problem(other) == "idempotency-key-reused"
    assert gateway.post(path, keys.full).json["url"] != sessions[0]["url"]


def test_no_key_is_ever_logged(gateway, keys):
    gateway.get("/v1/tenants/acme/customers/ada/billing?fresh=true", keys.full)
    gateway.get("/v1/tenants/acme/customers/ada/billing", "tg_" + "f" * 64)
    gateway.stop()
    for secret in (keys.full, "tg_" + "f" * 64, "Bearer"):
        assert secret not in gateway.log
    lines = [json.loads(line) for line in gateway.log.splitlines() if line.startswith("{")]
    assert any(line.get("tenant") == "acme" for line in lines), "requests are logged, one JSON object a line"
