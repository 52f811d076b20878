"""`tollgate dev`, `init` and `status`: from nothing to a gateway, and what is left of it."""

import contextlib
import json
import os
import pty
import re
import select
import signal
import socket
import stat
import subprocess
import time
import urllib.request

import pytest

from conftest import ROOT
from gateway import LIMIT


class Dev:
    """A running `tollgate dev` in the folder of the command line."""

    def __init__(self, tollgate, *arguments, ready="ready.json", **options):
        self.ready = tollgate.folder / ready
        self.errors = open(tollgate.folder / f"{ready}.log", "w+")
        self.process = subprocess.Popen(
            [tollgate.binary, "dev", "--port", "0", "--ready-file", self.ready, *arguments],
            cwd=tollgate.folder,
            env=tollgate.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            **options,
        )
        limit = time.monotonic() + LIMIT
        self.facts = None
        while self.facts is None and self.process.poll() is None and time.monotonic() < limit:
            # It comes as a whole; one of an earlier run is no JSON here.
            with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
                self.facts = json.loads(self.ready.read_text())
            time.sleep(0.02)

    @property
    def log(self):
        self.errors.flush()
        return open(self.errors.name).read()

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(LIMIT)


@pytest.fixture
def dev(tollgate):
    running = []

    def start(*arguments, **options):
        running.append(Dev(tollgate, *arguments, **options))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait(LIMIT)
        one.process.stdout.close()
        one.errors.close()


def answer(url, key=None):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})
    with urllib.request.urlopen(request, timeout=LIMIT) as response:
        return json.load(response)


def status_file(tollgate):
    return tollgate.folder / ".tollgate/dev.json"


# Without a file


def test_it_needs_no_file_and_says_where_everything_is(dev, demo_key, tollgate):
    running = dev()
    facts = running.facts
    assert set(facts) == {"url", "admin_url", "api_key", "tenant", "provider", "customers"}
    assert (facts["tenant"], facts["provider"], facts["api_key"]) == ("demo", "sandbox", demo_key)
    billing = answer(f"{facts['url']}/v1/tenants/demo/customers/cho/billing", demo_key)
    assert billing["state"] == "canceling"
    screen = running.log
    billing = facts["url"] + "/t/demo/dashboard/billing?as=ada"
    for shown in (billing, facts["admin_url"] + "/providers/sandbox/", demo_key, "no real money", "built-in"):
        assert shown in screen
    assert ".tollgate/sandbox.sqlite" in screen and "\x1b" not in screen
    plain = [line for line in screen.splitlines() if not line.startswith("{")]
    assert max(map(len, plain)) <= 80


def test_the_ready_file_is_private_and_goes_with_the_gateway(dev, tollgate):
    (tollgate.folder / "ready.json").touch()
    running = dev()
    answer(f"{running.facts['url']}/v1/tenants/demo/customers/ada/billing", running.facts["api_key"])
    assert stat.S_IMODE(running.ready.stat().st_mode) == 0o600
    assert stat.S_IMODE(status_file(tollgate).stat().st_mode) == 0o600
    assert running.end(signal.SIGINT) == 0
    assert not running.ready.exists() and not status_file(tollgate).exists()
    assert (tollgate.folder / ".tollgate/sandbox.sqlite").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_at_once(dev, number):
    running = dev()
    began = time.monotonic()
    assert running.end(number) == 0
    assert time.monotonic() - began < 4


def test_an_ephemeral_one_keeps_nothing(dev, tollgate, demo_key):
    running = dev("--ephemeral")
    assert answer(f"{running.facts['url']}/v1/tenants/demo/customers/ada/billing", demo_key)["state"] == "active"
    assert tollgate.run("status").returncode == 69
    assert running.end() == 0
    assert sorted(path.name for path in tollgate.folder.iterdir()) == ["ready.json.log"]


def test_a_port_and_the_next_one(tollgate):
    for _ in range(20):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        result = tollgate.run("dev", "--ephemeral", "--port", port, "--", "sh", "-c", "echo $TOLLGATE_URL $TOLLGATE_ADMIN_URL")
        # Somebody else may have taken one of them meanwhile.
        if result.returncode != 69:
            break
    assert result.stdout == f"http://127.0.0.1:{port} http://127.0.0.1:{port + 1}\n"


def test_a_port_that_is_taken_is_named_with_a_way_out(tollgate):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = tollgate.run("dev", "--port", port)
    assert result.returncode == 69
    # Whichever of the two ports it comes to first: the next one may be somebody's too.
    assert re.search(rf"127\.0\.0\.1:({port}|{port + 1})\b", result.stderr) and "--port 0" in result.stderr
    assert not status_file(tollgate).exists()


@pytest.mark.parametrize("port", ["-1", "65535", "x"])
def test_what_is_no_port(tollgate, port):
    assert tollgate.run("dev", f"--port={port}").returncode == 64


def test_a_ready_file_that_cannot_be_written_is_an_error(tollgate):
    result = tollgate.run("dev", "--ephemeral", "--port", "0", "--ready-file", "nowhere/ready.json")
    assert result.returncode == 1 and "nowhere/ready.json" in result.stderr


# A command beside it


def beside(tollgate, *command, **options):
    return tollgate.run("dev", "--ephemeral", "--port", "0", "--", *command, **options)


def test_a_command_beside_it_can_ask_it(tollgate, demo_key):
    script = 'echo "$TOLLGATE_API_KEY $KEPT"; exec "$0" billing show -t demo --customer ada --field /state'
    result = beside(tollgate, "sh", "-c", script, tollgate.binary, env={"KEPT": "kept"})
    assert (result.returncode, result.stdout) == (0, f"{demo_key} kept\nactive\n"), result.stderr


@pytest.mark.parametrize("script, status", [("exit 0", 0), ("exit 7", 7), ("kill -9 $$", 137), ("kill -TERM $$", 143)])
def test_it_ends_with_the_status_of_the_command(tollgate, script, status):
    assert beside(tollgate, "sh", "-c", script).returncode == status


def test_a_command_that_cannot_be_started(tollgate):
    for command in ("no-such-program", "./no-such-program"):
        result = beside(tollgate, command)
        assert result.returncode == 127 and command in result.stderr
    tollgate.write("data", "no program")
    result = beside(tollgate, "./data")
    assert result.returncode == 126 and "./data" in result.stderr


def test_a_command_has_its_own_input_and_output(tollgate):
    result = beside(tollgate, "sh", "-c", "cat; echo said >&2", stdin="given")
    assert result.stdout == "given" and "said" in result.stderr


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="reads /proc")
def test_a_command_has_none_of_the_sockets_and_obeys_signals(tollgate):
    # The listing has one descriptor of its own, for the folder that it lists.
    script = "import os; print(sorted(map(int, os.listdir('/proc/self/fd'))), open('/proc/self/status').read())"
    result = beside(tollgate, "python3", "-I", "-c", script)
    assert result.stdout.startswith("[0, 1, 2, 3] "), result.stdout
    ignored = int(re.search(r"SigIgn:\s+(\w+)", result.stdout)[1], 16)
    # Python itself ignores SIGPIPE and SIGXFSZ.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        assert not ignored >> (number - 1) & 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_goes_to_the_command(dev, number):
    name = number.name.removeprefix("SIG")
    script = f"trap 'echo got {name}; exit 5' {name}; echo ready; while :; do sleep 0.05; done"
    # Without a terminal of its own, so that the signal comes from here only.
    running = dev("--ephemeral", "--", "sh", "-c", script, start_new_session=True)
    assert running.process.stdout.readline() == "ready\n"
    assert running.end(number) == 5
    assert running.process.stdout.read() == f"got {name}\n"


def at_a_terminal(tollgate, *arguments):
    """Starts `tollgate dev` with a terminal of its own."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(tollgate.folder)
        arguments = [str(tollgate.binary), "dev", "--ephemeral", "--port", "0", *arguments]
        os.execve(tollgate.binary, arguments, tollgate.environment({"TERM": "xterm"}))
    return process, terminal


def read_until(terminal, text):
    seen = b""
    limit = time.monotonic() + LIMIT
    while text not in seen and time.monotonic() < limit:
        if select.select([terminal], [], [], 1)[0]:
            try:
                seen += os.read(terminal, 10_000)
            except OSError:
                break
    assert text in seen, seen
    return seen


def test_a_command_gets_an_interrupt_of_the_terminal_once(tollgate):
    script = "trap 'echo got >> got' INT; echo ready; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.05; done; exit 3"
    process, terminal = at_a_terminal(tollgate, "--", "sh", "-c", script)
    try:
        read_until(terminal, b"ready")
        os.write(terminal, b"\x03")
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 3
    finally:
        os.close(terminal)
    assert (tollgate.folder / "got").read_text() == "got\n"


def test_colours_are_for_a_terminal_and_an_interrupt_ends_it(tollgate):
    process, terminal = at_a_terminal(tollgate)
    try:
        assert b"\x1b[" in read_until(terminal, b"OpenAPI")
        os.write(terminal, b"\x03")
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    finally:
        os.close(terminal)


# With a file


def test_a_file_of_this_folder_is_taken(dev, tollgate, example):
    tollgate.write("providers.yaml", example.replace("name: Demo", "name: Mine"))
    running = dev()
    assert "with providers.yaml" in running.log
    assert answer(f"{running.facts['url']}/v1/tenants/demo", running.facts["api_key"])["name"] == "Mine"
    assert json.loads(status_file(tollgate).read_text())["configuration"] == str(tollgate.folder / "providers.yaml")


def test_a_key_that_nobody_knows_is_not_shown(dev, tollgate, example):
    other = json.loads(tollgate.run("keys", "create", "--json").stdout)
    text = re.sub(r"sha256:[0-9a-f]{64}", other["hash"], example)
    running = dev("-c", tollgate.write("own.yaml", text))
    assert running.facts["api_key"] is None
    assert "tg_" not in running.log


@pytest.mark.parametrize(
    "old, new, place, reason",
    [
        ("environment: development", "environment: staging", 1, "environment: development"),
        ("environment: development\n", "", None, "production"),
        ("listen: 127.0.0.1:8080", "listen: 0.0.0.0:8080", 3, "this machine only"),
    ],
)
def test_it_is_for_development_and_for_this_machine(tollgate, old, new, place, reason):
    text = (
        "environment: development\nserver:\n  listen: 127.0.0.1:8080\nversion: 1\n"
        "providers: { sandbox: { kind: mock, allow_in: [development, staging, production] } }\n"
        "tenants: { demo: { provider: sandbox, app_url: 'https://a.example' } }\n"
    )
    assert old in text
    result = tollgate.run("dev", "-c", tollgate.write("providers.yaml", text.replace(old, new)))
    assert result.returncode == 78, result.stderr
    assert reason in result.stderr and "tollgate serve" in result.stderr
    if place:
        assert f"providers.yaml:{place}:" in result.stderr


def test_a_broken_file_starts_nothing(tollgate):
    result = tollgate.run("dev", "-c", tollgate.write("broken.yaml", "version: 2\n"))
    assert result.returncode == 78 and "error[TG" in result.stderr


# Which other commands find it


def test_other_commands_find_it(dev, tollgate):
    running = dev()
    status = tollgate.run("status")
    assert status.returncode == 0 and running.facts["url"] in status.stdout
    document = json.loads(tollgate.run("status", "--json").stdout)
    assert document["environment"] == "development" and document["url"] == running.facts["url"]
    assert tollgate.run("status", "--field", "/providers/0/id").stdout == "sandbox\n"
    shown = tollgate.run("billing", "show", "-t", "demo", "--customer", "fin", "--field", "/state")
    assert shown.stdout == "ended\n", shown.stderr
    portal = tollgate.run("portal", "create", "-t", "demo", "--customer", "ada", "--field", "/url")
    assert portal.stdout.startswith(running.facts["url"] + "/providers/sandbox/")


def test_a_shell_takes_its_variables(dev, tollgate, demo_key):
    running = dev()
    script = f'eval "$({tollgate.binary} status --format env)"; echo "$TOLLGATE_URL $TOLLGATE_ADMIN_URL $TOLLGATE_API_KEY"'
    result = subprocess.run(
        ["sh", "-c", script], cwd=tollgate.folder, env=tollgate.environment(), capture_output=True, text=True, timeout=LIMIT
    )
    assert result.stdout.split() == [running.facts["url"], running.facts["admin_url"], demo_key]
    # From elsewhere the gateway says where it is, but nobody has the key.
    elsewhere = tollgate.folder / "elsewhere"
    elsewhere.mkdir()
    result = subprocess.run(
        [tollgate.binary, "status", "--format", "env", "--admin-url", running.facts["admin_url"]],
        cwd=elsewhere, env=tollgate.environment(), capture_output=True, text=True, timeout=LIMIT,
    )
    assert running.facts["url"] in result.stdout and "TOLLGATE_API_KEY" not in result.stdout


def test_nothing_runs(tollgate):
    assert tollgate.run("status").returncode == 69
    assert tollgate.run("status", "--admin-url", "http://127.0.0.1:9").returncode == 69
    for url in ("https://127.0.0.1:8081", "http://gateway.example", "http://127.0.0.1:8081/x", "nonsense"):
        assert tollgate.run("status", "--admin-url", url).returncode == 64
    result = tollgate.run("billing", "show", "-t", "demo", "--customer", "ada", env={"HOME": str(tollgate.folder)})
    assert result.returncode == 78 and "tollgate dev" in result.stderr


def test_what_answers_may_be_no_gateway(tollgate, stripe):
    assert tollgate.run("status", "--admin-url", stripe.url).returncode == 69


def test_a_file_of_a_gateway_that_was_killed_means_nothing(dev, tollgate):
    first = dev()
    first.end(signal.SIGKILL)
    assert status_file(tollgate).exists()
    assert tollgate.run("status").returncode == 69
    second = dev(ready="second.json")
    assert tollgate.run("status", "--field", "/url").stdout.strip() == second.facts["url"]
    second.end()
    assert not status_file(tollgate).exists()


def test_the_first_one_is_the_one_that_commands_find(dev, tollgate):
    first, second = dev(), dev(ready="second.json")
    assert tollgate.run("status", "--field", "/url").stdout.strip() == first.facts["url"]
    assert second.end() == 0
    assert tollgate.run("status", "--field", "/url").stdout.strip() == first.facts["url"]
    assert first.end() == 0
    assert not status_file(tollgate).exists()


def test_a_portal_link_leads_to_the_gateway_that_runs_on_the_same_file(dev, tollgate, example):
    tollgate.write("providers.yaml", example)
    running = dev()
    created = tollgate.run("portal", "create", "-t", "demo", "--customer", "ada", "--field", "/url")
    assert created.stdout.startswith(running.facts["url"] + "/"), created.stderr


# init


def test_init_writes_the_example_and_the_schema(tollgate, example):
    result = tollgate.run("init")
    assert result.returncode == 0 and "tollgate dev" in result.stderr and ".gitignore" in result.stderr
    assert (tollgate.folder / "providers.yaml").read_text() == example
    schema = (ROOT / "providers.schema.json").read_text()
    assert (tollgate.folder / "providers.schema.json").read_text() == schema
    assert not (tollgate.folder / ".gitignore").exists()
    assert tollgate.run("config", "check").returncode == 0


def test_the_built_in_configuration_is_the_one_that_init_writes(dev, tollgate):
    def documents(facts):
        """Without the address, which is another in each run."""
        found = [answer(f"{facts['url']}/v1/tenants/demo{path}", facts["api_key"]) for path in ("", "/plans")]
        return json.dumps(found).replace(facts["url"], "")

    built_in = dev()
    expected = documents(built_in.facts)
    built_in.end()
    tollgate.run("init")
    assert documents(dev(ready="second.json").facts) == expected


def test_init_overwrites_nothing(tollgate):
    tollgate.write("providers.yaml", "mine")
    result = tollgate.run("init")
    assert result.returncode == 1 and "providers.yaml is here already" in result.stderr
    assert [path.name for path in tollgate.folder.iterdir()] == ["providers.yaml"]
    assert (tollgate.folder / "providers.yaml").read_text() == "mine"


def test_init_for_stripe(tollgate):
    result = tollgate.run("init", "--provider", "stripe", "--json")
    assert json.loads(result.stdout) == {"files": ["providers.yaml", "providers.schema.json"]}
    check = tollgate.run("config", "check", "--skip-secrets", "--strict")
    assert (check.returncode, check.stdout) == (0, "providers.yaml: no problems\n")
    assert json.loads(tollgate.run("tenants", "list", "--json").stdout)["tenants"][1]["provider"] == "stripe-test"


def test_init_has_templates_for_some_only(tollgate):
    result = tollgate.run("init", "--provider", "braintree")
    assert result.returncode == 64 and "mock, stripe" in result.stderr
    assert not any(tollgate.folder.iterdir())


def test_a_ready_file_takes_the_place_of_nothing_else(tollgate):
    folder = tollgate.folder / "precious"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    other = tollgate.write("notes.txt", "not a gateway's")
    for path in (folder, other):
        result = tollgate.run("dev", "--ephemeral", "--port", "0", "--ready-file", path, "--", "true")
        assert result.returncode == 64, result.stderr
        assert "left alone" in result.stderr
    assert (folder / "letter.txt").read_text() == "dear"
    assert other.read_text() == "not a gateway's"
