"""The scripted provider: a Stripe-shaped API over HTTPS that counts what it is asked."""

import json
import re
import time
import urllib.request

from . import nginx
from .failures import CheckFailed

# nginx takes no word of a configuration that is longer than 4,096 bytes.
LONGEST_WORD = 3_000
# Stands for the customer in the text of an answer.
PLACE = "cus_PLACE"

HTTP = """
    map $http_authorization $is_known {{ default 0; "Bearer {key}" 1; }}
    map $arg_customer $has_subscription {{ default 0; "~^cus_[0-9]+$" 1; }}
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {certificates.certificate};
        ssl_certificate_key {certificates.key};
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_session_cache shared:sessions:1m;
        add_header Request-Id req_$request_id always;
        root {switches};
        location = /v1/subscriptions {{
            {refusals}
            if ($has_subscription = 0) {{ return 200 '{empty}'; }}
            {parts}
            return 200 "{whole}";
        }}
        location = /v1/billing_portal/sessions {{
            {refusals}
            return 200 '{session}';
        }}
        location / {{
            {refusals}
            return 404 '{not_found}';
        }}
    }}
    server {{
        listen 127.0.0.1:{count_port};
        location = /count {{ stub_status; }}
    }}
"""


class Provider:
    """Answers `GET /v1/subscriptions` with that of the customer asked for, and opens portal sessions.

    - switchable: whether ``switch`` works. It costs the provider a look at the disk for each request.
    """

    def __init__(self, folder, world, certificates, switchable=False):
        self.port, self._count_port = nginx.free_port(), nginx.free_port()
        self.url = f"https://localhost:{self.port}"
        self._counts = 0
        self._switches = folder / "provider-switches"
        self._switches.mkdir()
        parts, whole = _nginx_text(world.subscription_list_text(PLACE))
        refusals = [f"if ($is_known = 0) {{ return 401 '{_error('invalid_request_error', 'No such key.')}'; }}"]
        if switchable:
            down = _error("api_error", "The scripted provider is down.")
            refusals += [
                f"if (-f $document_root/fails) {{ return 503 '{down}'; }}",
                "if (-f $document_root/hangs-up) { return 444; }",
            ]
        self.process = nginx.start(
            "scripted provider",
            folder,
            HTTP.format(
                key=world.provider_key,
                port=self.port,
                count_port=self._count_port,
                certificates=certificates,
                switches=self._switches,
                refusals="\n            ".join(refusals),
                not_found=_error("invalid_request_error", "No such object.", code="resource_missing", param="id"),
                empty=json.dumps({"object": "list", "data": [], "has_more": False, "url": "/v1/subscriptions"}),
                session=json.dumps(world.portal_session()),
                parts="\n            ".join(parts),
                whole=whole,
            ),
        )

    def requests(self):
        """How many requests it has had, those that their callers gave up included.

        Asking for it does not count.
        """
        self._counts += 1
        with urllib.request.urlopen(f"http://127.0.0.1:{self._count_port}/count", timeout=10) as answer:
            text = answer.read().decode()
        found = re.search(r"^ *\d+ +\d+ +(\d+)", text, re.MULTILINE)
        if not found:
            raise CheckFailed(f"the scripted provider's count cannot be read: {text!r}")
        return int(found[1]) - self._counts

    def settled_requests(self):
        """The same, once nothing is under way any more that a load has left behind."""
        known = None
        while (count := self.requests()) != known:
            known = count
            time.sleep(0.05)
        return count

    def switch(self, name, on):
        """`fails`: it answers 503. `hangs-up`: it closes connections without an answer."""
        file = self._switches / name
        if on:
            file.touch()
        else:
            file.unlink(missing_ok=True)


def _error(kind, message, **members):
    return json.dumps({"error": {"type": kind, "message": message} | members})


def _nginx_text(text):
    """A text as nginx variables that are put together, with the asked customer in each of its places."""
    settings, whole = [], []
    for number, piece in enumerate(text.split(PLACE)):
        if number:
            whole.append("${arg_customer}")
        for start in range(0, len(piece), LONGEST_WORD):
            name = f"part_{len(settings)}"
            settings.append(f"set ${name} '{piece[start:start + LONGEST_WORD]}';")
            whole.append(f"${{{name}}}")
    return settings, "".join(whole)
