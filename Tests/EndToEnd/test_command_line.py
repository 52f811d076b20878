"""The command line as a person and as a script meets it."""

import json
import os
import pty
import re
import subprocess

import pytest

from gateway import LIMIT
from stripe_stand_in import error


@pytest.fixture
def configured(tollgate, example):
    tollgate.write("providers.yaml", example)
    return tollgate


def test_help_has_examples_first(tollgate):
    for arguments in (["--help"], ["billing", "show", "--help"], ["serve", "--help"], ["portal", "create", "--help"]):
        shown = tollgate.run(*arguments)
        assert shown.returncode == 0
        assert shown.stdout.index("tollgate") < shown.stdout.index("USAGE")
        assert "Example" in shown.stdout


@pytest.mark.parametrize(
    "arguments, status",
    [
        (["nonsense"], 64),
        (["billing", "show"], 64),
        (["billing", "show", "-t", "NOT", "--customer", "ada"], 64),
        (["billing", "show", "-t", "demo", "--customer", "me"], 64),
        (["billing", "show", "-t", "nobody", "--customer", "ada"], 1),
        (["billing", "show", "-t", "demo", "--customer", "zoe"], 0),
        (["portal", "create", "-t", "demo", "--customer", "zoe"], 1),
        (["portal", "create", "-t", "demo", "--customer", "ada", "--return-url", "https://evil.example/"], 65),
        (["portal", "create", "-t", "demo", "--customer", "ada", "--return-url", "x", "--return-path", "/y"], 64),
        (["cancellation", "check", "-t", "demo", "--customer", "ada", "--exit-code"], 0),
        (["cancellation", "check", "-t", "demo", "--customer", "cho", "--exit-code"], 10),
        (["cancellation", "check", "-t", "demo", "--customer", "fin", "--exit-code"], 11),
        (["cancellation", "check", "-t", "demo", "--customer", "cho"], 0),
        (["subscription", "show", "-t", "demo", "--customer", "ada", "--all"], 0),
        (["tenants", "list"], 0),
        (["tenants", "show", "-t", "demo"], 0),
        (["providers", "list"], 0),
        (["providers", "list", "--kinds"], 0),
        (["keys", "create"], 0),
        (["openapi"], 0),
        (["explain", "provider-timeout"], 0),
        (["explain", "provider-timeuot"], 1),
        (["version"], 0),
        (["billing", "show", "-t", "demo", "--customer", "ada", "--field", "/plan/nothing"], 1),
    ],
)
def test_exit_statuses(configured, arguments, status):
    result = configured.run(*arguments)
    assert result.returncode == status, result.stderr
    assert (result.stdout != "") == (status in (0, 10, 11)), "data goes to standard output, and only data"


@pytest.mark.parametrize(
    "arguments",
    [
        ["billing", "show", "-t", "demo", "--customer", "ada"],
        ["subscription", "show", "-t", "demo", "--customer", "ada"],
        ["subscription", "show", "-t", "demo", "--customer", "eve"],
        ["subscription", "show", "-t", "demo", "--customer", "ada", "--all"],
        ["cancellation", "check", "-t", "demo", "--customer", "ada"],
        ["portal", "create", "-t", "demo", "--customer", "ada"],
        ["tenants", "list"],
        ["tenants", "show", "-t", "demo"],
        ["providers", "list"],
        ["providers", "list", "--kinds"],
        ["keys", "create"],
        ["explain", "TG2003"],
        ["version"],
        ["config", "show"],
        ["config", "check"],
    ],
)
def test_json_is_one_document(configured, arguments):
    result = configured.run(*arguments, "--json")
    assert result.returncode == 0, result.stderr
    assert isinstance(json.loads(result.stdout), dict)


def test_a_field_is_one_raw_value(configured):
    def field(pointer):
        return configured.run("billing", "show", "-t", "demo", "--customer", "ada", "--field", pointer).stdout

    assert field("/plan/id") == "pro\n"
    assert field("/flags/is_paid") == "true\n"
    assert field("/plan/price/unit_amount") == "1500\n"
    assert field("/cancellation/mode") == "null\n"
    assert json.loads(field("/customer")) == {"id": "ada"}


def test_errors_are_problems_when_json_is_wanted(configured):
    result = configured.run("billing", "show", "-t", "nobody", "--customer", "ada", "--json")
    assert json.loads(result.stderr)["code"] == "tenant-not-found"
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments, status, code",
    [
        (["config", "show", "--tenant", "nobody"], 1, "failure"),
        (["explain", "provider-timeuot"], 1, "failure"),
        (["tenants", "list", "-c", "nowhere.yaml"], 78, None),
        (["tenants", "show", "-t", "demo", "--url", "http://127.0.0.1:9"], 77, "permission"),
        (["tenants", "show", "-t", "demo", "--field", "/nothing"], 1, "failure"),
    ],
)
def test_every_failure_is_one_document_when_json_is_wanted(configured, arguments, status, code):
    result = configured.run(*arguments, "--json", "--debug")
    assert (result.returncode, result.stdout) == (status, "")
    document = json.loads(result.stderr)
    if code is None:
        assert document["errors"] == 1 and len(document["diagnostics"]) == 1
    else:
        assert document["code"] == code and document["detail"]


def test_what_is_behind_an_error_is_a_member_of_its_document(acme, stripe):
    stripe.answer("GET", "/v1/subscriptions", error(message="Slow down", code="rate_limit"), status=429)
    gateway = acme()
    result = gateway.command("billing", "show", "--json", "--debug")
    document = json.loads(result.stderr)
    assert (document["code"], document["status"]) == ("provider-rate-limited", 503)
    assert "rate_limit" in document["debug"] and "req_standin1" in document["debug"]
    assert "debug: " in gateway.command("billing", "show", "--debug").stderr


@pytest.mark.parametrize("terminal", ["stdout", "stderr"])
@pytest.mark.parametrize("code, stream", [("internal", "stdout"), ("nonsense", "stderr")])
def test_colours_are_for_the_stream_that_ends_at_a_terminal(tollgate, terminal, code, stream):
    reader, writer = pty.openpty()
    try:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {terminal: writer}
        environment = tollgate.environment({"TERM": "xterm"})
        result = subprocess.run([tollgate.binary, "explain", code], env=environment, timeout=LIMIT, **streams)
        # So that there is something to read in every case.
        os.write(writer, b".")
        seen = {"stdout": result.stdout, "stderr": result.stderr} | {terminal: os.read(reader, 10_000)}
    finally:
        os.close(reader)
        os.close(writer)
    assert (b"\x1b[" in seen[stream]) == (stream == terminal)


def test_a_name_cannot_command_the_terminal(tollgate, example):
    name = r"De\e[2Jmo\u202Ex"
    tollgate.write("providers.yaml", example.replace("    name: Demo", f'    name: "{name}"'))
    for arguments in (
        ["billing", "show", "-t", "demo", "--customer", "ada"],
        ["tenants", "list"],
        ["tenants", "show", "-t", "demo"],
    ):
        result = tollgate.run(*arguments)
        assert result.returncode == 0, result.stderr
        assert "De\ufffd[2Jmo\ufffdx" in result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_know_the_commands(tollgate, shell):
    script = tollgate.run("completions", shell).stdout
    assert "billing" in script and "cancellation" in script
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_a_gateway_that_is_not_there(configured):
    arguments = ["billing", "show", "-t", "demo", "--customer", "ada", "--url", "http://127.0.0.1:9"]
    assert configured.run(*arguments).returncode == 77, "without a key there is nothing to ask with"
    result = configured.run(*arguments, env={"TOLLGATE_API_KEY": "tg_" + "0" * 64})
    assert result.returncode == 69
    assert "gateway-unreachable" in result.stderr


@pytest.mark.parametrize(
    "url, reason",
    [
        ("http://billing.example", "https"),
        ("https://billing.example/?x=1", "query"),
        ("https://user:SECRETWORD@billing.example", "user name"),
        ("billing.example", "absolute"),
    ],
)
def test_a_key_is_sent_to_a_proper_url_only(tollgate, url, reason):
    arguments = ["tenants", "show", "-t", "demo", "--url", url]
    result = tollgate.run(*arguments, env={"TOLLGATE_API_KEY": "tg_" + "0" * 64})
    assert result.returncode == 64
    assert reason in result.stderr and "SECRETWORD" not in result.stderr


@pytest.mark.parametrize("name", ["a", "back-end_2.x", "x" * 63])
def test_a_name_of_a_key(tollgate, name):
    result = tollgate.run("keys", "create", "--id", name)
    assert result.returncode == 0 and f'id: "{name}"' in result.stdout


@pytest.mark.parametrize("name", ["", "x" * 64, "a b", "a*", "&a", "é", "a\n"])
def test_what_is_no_name_of_a_key(tollgate, name):
    assert tollgate.run("keys", "create", "--id", name).returncode == 64


def test_a_gateway_that_does_not_know_the_key(demo, configured):
    key = configured.write("key", "tg_" + "0" * 64 + "\n")
    arguments = ["billing", "show", "-t", "demo", "--customer", "ada", "--url", demo.url, "--api-key-file", key]
    result = configured.run(*arguments)
    assert result.returncode == 77
    assert "unauthenticated" in result.stderr


def test_a_key_can_come_from_standard_input(demo, demo_key, configured):
    arguments = ["billing", "show", "-t", "demo", "--customer", "ada", "--url", demo.url, "--api-key-file", "-"]
    assert configured.run(*arguments, stdin=demo_key + "\n").returncode == 0


def test_a_new_key_works_with_the_hash_that_is_printed(configured, start, example):
    made = json.loads(configured.run("keys", "create", "--json").stdout)
    text, replaced = re.subn(r"sha256:[0-9a-f]{64}", made["hash"], example)
    assert replaced == 1
    gateway = start(text, name="own.yaml")
    assert gateway.get("/v1/tenants/demo", made["key"]).status == 200


def test_data_that_is_not_taken_is_a_failure(configured):
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [configured.binary, "keys", "create"],
            cwd=configured.folder,
            env=configured.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
        )
    assert result.returncode == 1
    assert "cannot be written" in result.stderr


def test_a_reader_that_goes_away_is_no_failure(configured):
    command = f"'{configured.binary}' openapi | head -c 10"
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=configured.folder,
        env=configured.environment(),
        capture_output=True,
        timeout=30,
    )
    assert result.returncode == 0 and result.stderr == b""
