"""The description of the API: valid, and true of real answers."""

import json

import jsonschema
import pytest
from openapi_spec_validator import validate


@pytest.fixture
def document(demo):
    return demo.get("/openapi.json").json


def test_the_description_is_valid_openapi(document, tollgate):
    assert document["openapi"].startswith("3.1")
    validate(document)
    printed = json.loads(tollgate.run("openapi").stdout)
    assert printed == document


def schema_of(document, path, method, status, media_type):
    answer = document["paths"][path][method]["responses"][str(status)]
    while "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
    return answer["content"][media_type]["schema"]


def check(document, path, method, answer):
    media_type = answer.headers["Content-Type"].split(";")[0]
    schema = schema_of(document, path, method, answer.status, media_type)
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "components": document["components"]}
    validator = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer.json)]
    assert not errors, errors


BASE = "/v1/tenants/{tenant}"
CUSTOMER = BASE + "/customers/{customer}"


@pytest.mark.parametrize("customer", ["ada", "ben", "cho", "dee", "eve", "fin", "gus", "zoe"])
def test_real_answers_are_as_described(demo, demo_key, document, customer):
    base = f"/v1/tenants/demo/customers/{customer}"
    for name in ("billing", "subscription", "cancellation"):
        check(document, f"{CUSTOMER}/{name}", "get", demo.get(f"{base}/{name}", demo_key))
    check(document, f"{CUSTOMER}/subscription", "get", demo.get(f"{base}/subscription?all=true", demo_key))
    check(document, f"{CUSTOMER}/portal-sessions", "post", demo.post(f"{base}/portal-sessions", demo_key))


def test_problems_are_as_described(demo, demo_key, document):
    check(document, f"{CUSTOMER}/billing", "get", demo.get("/v1/tenants/demo/customers/ada/billing"))
    check(document, f"{CUSTOMER}/billing", "get", demo.get("/v1/tenants/other/customers/ada/billing", demo_key))
    answer = demo.post("/v1/tenants/demo/customers/ada/portal-sessions", demo_key, {"flow": "nonsense", "x": 1})
    check(document, f"{CUSTOMER}/portal-sessions", "post", answer)
    check(document, BASE, "get", demo.get("/v1/tenants/demo", demo_key))
    check(document, f"{BASE}/plans", "get", demo.get("/v1/tenants/demo/plans", demo_key))
