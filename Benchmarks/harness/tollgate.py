"""Tollgate as an operator runs it: `serve`, a `providers.yaml` for production, its log in a file."""

from . import world as names
from .processes import Process

CONFIGURATION = """version: 1
environment: production
server:
  listen: 127.0.0.1:0
  admin: {{ listen: 127.0.0.1:0 }}
  public_url: https://billing.example.com
providers:
  {instance}:
    kind: stripe
    mode: test
    api_key: {{ env: STRIPE_KEY }}
    base_url: {provider.url}
    ca_file: {ca}
plans:
  free: {{ name: Starter, default: true }}
  pro:
    name: Pro
    prices: {{ pro-monthly: {{ interval: month, amount: 15.00, currency: usd }} }}
price_map:
  {instance}: {{ pro-monthly: price_pro_m }}
tenants:
  {tenant}:
    name: Acme
    provider: {instance}
    app_url: https://app.acme.example
    auth:
      api_keys: [{{ id: backend, hash: "sha256:{digest}", scopes: [billing:read, portal:create] }}]
    customers:
{customers}
"""


class Tollgate:
    """A running gateway. Every limit, check and log of it is the default."""

    def __init__(self, binary, folder, world, provider, certificates, name="tollgate"):
        self.configuration = folder / f"{name}.yaml"
        self.configuration.write_text(
            CONFIGURATION.format(
                instance=names.INSTANCE,
                tenant=names.TENANT,
                provider=provider,
                ca=certificates.ca,
                digest=world.key_digest,
                customers="\n".join(f"      {own}: {theirs}" for own, theirs in world.links.items()),
            )
        )
        self.process = Process(
            name,
            [binary, "serve", "-c", self.configuration],
            folder,
            environment={"STRIPE_KEY": world.provider_key},
            routine='"http.status":200',
        )
        self.url = self.process.wait_for_line(r"API +(http://\S+)")[1]
