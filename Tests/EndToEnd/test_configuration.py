"""A configuration that is wrong: everything that is wrong with it, at its line, and nothing is started."""

import json
import re

import pytest

from conftest import ROOT, STRIPE_KEY

FIVE_MISTAKES = """version: 1
environment: development
providers:
  sandbox: { kind: mokc }
plans:
  free: { name: Starter, default: yes }
tenants:
  demo:
    provider: sandbux
    retrun_urls: {}
    customer_ids: providers
"""


def test_five_mistakes_are_five_diagnostics_at_their_lines(tollgate):
    path = tollgate.write("providers.yaml", FIVE_MISTAKES)
    result = tollgate.run("config", "check", "-c", path, "--format", "json")
    assert result.returncode == 78
    report = json.loads(result.stdout)
    assert report["errors"] == 5
    assert [diagnostic["line"] for diagnostic in report["diagnostics"]] == [4, 6, 9, 10, 11]
    shown = tollgate.run("config", "check", "-c", path).stdout
    assert re.search(r"^error\[TG\d{4}\]: .*`retrun_urls`", shown, re.M)
    assert "did you mean `return_urls`?" in shown
    assert "providers.yaml:10:5" in shown
    for code in set(re.findall(r"TG\d{4}", shown)):
        assert tollgate.run("explain", code).returncode == 0


@pytest.mark.parametrize(
    "name, content",
    {
        "alias bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "deep nesting": "[" * 2000,
        "tag": "version: !!python/object:os.system 1\n",
        "binary junk": "\x00\x01\x02\x7f",
        "a second document": "version: 1\n---\nversion: 1\n",
        "nothing": "",
        "a list": "- 1\n- 2\n",
        "tabs": "version: 1\ntenants:\n\tdemo: {}\n",
    }.items(),
)
def test_what_is_no_configuration_ends_at_once(tollgate, name, content):
    path = tollgate.write("providers.yaml", content)
    for arguments in (["config", "check"], ["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]):
        result = tollgate.run(*arguments, "-c", path)
        assert result.returncode == 78
        assert re.search(r"error\[TG\d{4}\]", result.stdout + result.stderr)


def test_a_hundred_megabytes_are_refused_before_they_are_read(tollgate):
    path = tollgate.folder / "providers.yaml"
    with open(path, "wb") as file:
        file.truncate(100 << 20)
    result = tollgate.run("config", "check", "-c", path)
    assert result.returncode == 78
    assert "64 MiB" in result.stdout


def test_a_missing_configuration_says_where_it_was_looked_for(tollgate):
    result = tollgate.run("config", "check", env={"HOME": str(tollgate.folder)})
    assert result.returncode == 78
    for place in ("./providers.yaml", f"{tollgate.folder}/.config/tollgate/providers.yaml", "/etc/tollgate/providers.yaml"):
        assert re.search(rf"[ :]{re.escape(place)}[,.]", result.stderr), place
    assert tollgate.run("config", "check", "-c", "nowhere.yaml").returncode == 78


def test_a_secret_that_stands_in_the_file_is_refused_and_not_echoed(tollgate):
    secret = "sk_live_" + "a1b2c3d4" * 4
    text = f"version: 1\nproviders:\n  stripe-eu:\n    kind: stripe\n    api_key: {secret}\ntenants: {{}}\n"
    path = tollgate.write("providers.yaml", text)
    for arguments in (["config", "check"], ["config", "check", "--json"], ["config", "show"], ["tenants", "list"]):
        result = tollgate.run(*arguments, "-c", path)
        assert result.returncode == 78
        assert "a1b2c3d4" not in result.stdout + result.stderr


def test_a_secret_is_not_echoed_from_a_file_that_is_not_yaml(tollgate):
    text = "version: 1\nproviders:\n  eu:\n    kind: stripe\n    api_key: !vault correct-horse-battery\ntenants: [\n"
    result = tollgate.run("config", "check", "-c", tollgate.write("providers.yaml", text))
    assert result.returncode == 78
    assert "correct-horse" not in result.stdout + result.stderr


def test_the_example_is_clean_and_so_is_its_commented_tenant(tollgate, example):
    path = tollgate.write("providers.yaml", example)
    assert tollgate.run("config", "check", "--strict", "-c", path).returncode == 0
    # As a person does it: the line of the price map, and the blocks of the provider and the tenant with what is below.
    uncommented = re.sub(r"^  # ((?:stripe-test|acme):|  )", r"  \1", example, flags=re.M)
    assert uncommented.count("stripe-test") == example.count("stripe-test") and uncommented != example
    path.write_text(uncommented)
    key = {"STRIPE_TEST_KEY": "sk_test_" + "x" * 24}
    result = tollgate.run("config", "check", "--strict", "-c", path, env=key)
    assert result.returncode == 0, result.stdout
    assert "acme" in tollgate.run("tenants", "list", "-c", path, env=key).stdout


def test_the_demo_key_is_for_development_only(tollgate, example):
    text = example.replace("environment: development", "environment: production")
    result = tollgate.run("config", "check", "-c", tollgate.write("providers.yaml", text))
    assert result.returncode == 78
    assert "demo" in result.stdout


def test_the_schema_is_the_one_in_the_repository(tollgate):
    printed = json.loads(tollgate.run("config", "schema").stdout)
    assert printed == json.loads((ROOT / "providers.schema.json").read_text())


WITH_A_SECRET = """version: 1
environment: development
providers:
  stripe-test:
    kind: stripe
    mode: test
    api_key: { env: STRIPE_TEST_KEY }
plans:
  free: { name: Starter, default: true }
tenants:
  acme: { provider: stripe-test }
"""


@pytest.mark.parametrize("arguments", [[], ["--tenant", "acme"], ["--origin"], ["--tenant", "acme", "--origin"]])
def test_shown_settings_have_no_secrets(tollgate, arguments):
    path = tollgate.write("providers.yaml", WITH_A_SECRET)
    env = {"STRIPE_TEST_KEY": STRIPE_KEY}
    assert tollgate.run("config", "check", "-c", path, env=env).returncode == 0, "the secret is there, and is read"
    for form in ([], ["--json"]):
        result = tollgate.run("config", "show", *arguments, *form, "-c", path, env=env)
        assert result.returncode == 0, result.stderr
        assert re.search(r"\benv\b.*STRIPE_TEST_KEY" if not form else r'"STRIPE_TEST_KEY"', result.stdout), result.stdout
        assert STRIPE_KEY not in result.stdout + result.stderr


def test_settings_of_a_tenant_that_there_is_not(tollgate, example):
    path = tollgate.write("providers.yaml", example)
    assert tollgate.run("config", "show", "--tenant", "nobody", "-c", path).returncode == 1


def test_standard_input_is_a_configuration(tollgate, example):
    assert tollgate.run("config", "check", "-c", "-", stdin=example).returncode == 0
