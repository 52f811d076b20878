"""What Tollgate is compared with: an nginx that copies bytes, an nginx that answers a file, and a Node gateway."""

import json
import pathlib

from . import nginx
from . import world as names
from .overview import FLOWS
from .processes import Process

NODE_GATEWAY = pathlib.Path(__file__).parent.parent / "node-gateway.mjs"
# As many connections to the provider as Tollgate has at most.
PROVIDER_CONNECTIONS = 64

PROXY = """
    upstream provider {{
        server 127.0.0.1:{provider.port};
        keepalive 256;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass https://provider;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host localhost;
            proxy_set_header Authorization "Bearer {key}";
            proxy_ssl_verify on;
            proxy_ssl_trusted_certificate {ca};
            proxy_ssl_name localhost;
            proxy_ssl_server_name on;
        }}
    }}
"""

STATIC = """
    open_file_cache max=16;
    server {{
        listen 127.0.0.1:{port};
        root {root};
    }}
"""


class Proxy:
    """An nginx between caller and provider: TLS and a pool of connections, and no idea of what it copies."""

    def __init__(self, folder, world, provider, certificates):
        port = nginx.free_port()
        self.url = f"http://127.0.0.1:{port}"
        http = PROXY.format(provider=provider, port=port, key=world.provider_key, ca=certificates.ca)
        self.process = nginx.start("nginx proxy", folder, http)


class StaticFile:
    """An nginx that answers `/overview.json` with a document, without any check."""

    path = "/overview.json"

    def __init__(self, folder, document):
        root = folder / "static"
        root.mkdir()
        (root / "overview.json").write_bytes(document)
        port = nginx.free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = nginx.start("nginx static", folder, STATIC.format(port=port, root=root))


class NodeGateway:
    """The gateway of `node-gateway.mjs`; `constant_path` answers a document without any work."""

    constant_path = "/constant"

    def __init__(self, folder, world, provider, certificates, document, per_core=False):
        self.name = "node per core" if per_core else "node"
        settings = folder / f"{self.name.replace(' ', '-')}.json"
        settings.write_text(json.dumps(self._settings(world, provider, certificates, document), indent=2))
        command = ["node", NODE_GATEWAY, settings] + (["cluster"] if per_core else [])
        self.process = Process(self.name, command, folder, environment={"NODE_ENV": "production"})
        self.url = self.process.wait_for_line(r"listening on (\S+)")[1]

    @staticmethod
    def _settings(world, provider, certificates, document):
        price = {"providerPrice": "price_pro_m", "id": "pro-monthly", "plan": "pro", "planName": "Pro"}
        return {
            "constant": document.decode(),
            "provider": {
                "url": provider.url,
                "key": world.provider_key,
                "ca": str(certificates.ca),
                "version": names.API_VERSION,
                "connections": PROVIDER_CONNECTIONS,
                "document": {"id": names.INSTANCE, "kind": "stripe", "mode": "test"},
            },
            "tenant": {
                "id": names.TENANT,
                "keyDigest": world.key_digest,
                "customers": world.links,
                "prices": [price],
                "defaultPlan": {"id": "free", "name": "Starter", "mapped": True, "price": None},
                "graceSeconds": names.DAY,
                "flows": FLOWS,
            },
        }
