"""How long a configuration of many tenants takes to load, against libyaml's own parse of the same file."""

import hashlib

SIZES = (10, 1_000, 10_000, 100_000)

HEAD = """version: 1
environment: production
server: { public_url: https://billing.example.com }
providers:
  stripe-main:
    kind: stripe
    mode: test
    api_key: { env: STRIPE_KEY }
plans:
  free: { name: Starter, default: true }
  pro:
    name: Pro
    prices: { pro-monthly: { interval: month, amount: 15.00, currency: usd } }
price_map:
  stripe-main: { pro-monthly: price_pro_m }
tenants:
"""
TENANT = """  tenant-{number:06}:
    name: Tenant {number}
    provider: stripe-main
    app_url: https://app-{number}.example.com
    customers: {{ user_1: cus_{number:06} }}
    auth: {{ api_keys: [{{ id: backend, hash: "sha256:{digest}", scopes: [billing:read, portal:create] }}] }}
"""


def write(path, tenants):
    with open(path, "w") as file:
        file.write(HEAD)
        for number in range(tenants):
            digest = hashlib.sha256(str(number).encode()).hexdigest()
            file.write(TENANT.format(number=number, digest=digest))


def measure(compiled, tollgate, folder, rounds, say):
    """- Returns: by number of tenants, the file's `bytes` and the runs of `tollgate` and `libyaml`."""
    results = {}
    for tenants in SIZES:
        say(f"configuration of {tenants:,} tenants")
        file = folder / f"{tenants}-tenants.yaml"
        write(file, tenants)
        commands = [[tollgate, "config", "check", "-c", file], [compiled.yaml_events, file]]
        # A check of the file has to find nothing: it succeeds, or the run ends here.
        runs = compiled.times(rounds, commands, {"STRIPE_KEY": "sk_test_" + "0123456789abcdef" * 2})
        results[tenants] = {"bytes": file.stat().st_size, "tollgate": runs[0], "libyaml": runs[1]}
        file.unlink()
    return results
