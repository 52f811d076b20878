"""A Stripe on loopback that answers what a test tells it to. Shapes are those of the real API; the values are ours."""

import http.server
import json
import threading
import time
import urllib.parse

NOW = int(time.time())
DAY = 86_400


def price(id="price_pro_m", amount=1500, nickname=None, interval="month"):
    return {
        "id": id,
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "currency": "usd",
        "livemode": False,
        "lookup_key": None,
        "nickname": nickname,
        "product": "prod_1",
        "recurring": {"interval": interval, "interval_count": 1, "usage_type": "licensed"},
        "type": "recurring",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def item(start=NOW - 10 * DAY, end=NOW + 20 * DAY, quantity=1, **of_price):
    return {
        "id": "si_1",
        "object": "subscription_item",
        "current_period_start": start,
        "current_period_end": end,
        "price": price(**of_price),
        "quantity": quantity,
        "subscription": "sub_1",
    }


def subscription(id="sub_1", status="active", items=None, **members):
    items = [item()] if items is None else items
    return {
        "id": id,
        "object": "subscription",
        "billing_mode": {"type": "flexible"},
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": NOW - 40 * DAY,
        "currency": "usd",
        "customer": "cus_1",
        "ended_at": None,
        "items": {"object": "list", "data": items, "has_more": False, "url": "/v1/subscription_items"},
        "latest_invoice": "in_1",
        "livemode": False,
        "metadata": {},
        "pause_collection": None,
        "schedule": None,
        "start_date": NOW - 40 * DAY,
        "status": status,
        "test_clock": None,
        "trial_end": None,
        "trial_start": None,
    } | members


def listing(*subscriptions, has_more=False):
    return {"object": "list", "data": list(subscriptions), "has_more": has_more, "url": "/v1/subscriptions"}


def error(type="invalid_request_error", message="Stripe says no.", **members):
    return {"error": {"type": type, "message": message} | members}


class StripeStandIn:
    """Answers by method and path; keeps every request."""

    def __init__(self):
        self.requests = []
        self.answers = {}
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method, path, body, status=200, headers=None, delay=0, cut=None):
        """What a path answers. A body may be an object, text, or a function of the request's parameters."""
        self.answers[(method, path)] = (status, body, headers or {}, delay, cut)

    def subscriptions(self, *subscriptions):
        self.answer("GET", "/v1/subscriptions", listing(*subscriptions))

    def portal(self, url="https://billing.stripe.com/p/session/test_SECRETSESSION", **members):
        session = {
            "id": "bps_1",
            "object": "billing_portal.session",
            "configuration": "bpc_1",
            "created": NOW,
            "customer": "cus_1",
            "flow": None,
            "livemode": False,
            "locale": None,
            "on_behalf_of": None,
            "return_url": None,
            "url": url,
        }
        self.answer("POST", "/v1/billing_portal/sessions", session | members)

    def _handler(stand_in):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.respond("GET")

            def do_POST(self):
                self.respond("POST")

            def respond(self, method):
                url = urllib.parse.urlsplit(self.path)
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                parameters = dict(urllib.parse.parse_qsl(url.query or raw, keep_blank_values=True))
                stand_in.requests.append(
                    {"method": method, "path": url.path, "parameters": parameters, "headers": dict(self.headers)}
                )
                missing = (404, error(code="resource_missing", param="id"), {}, 0, None)
                status, body, headers, delay, cut = stand_in.answers.get((method, url.path), missing)
                time.sleep(delay)
                if callable(body):
                    body = body(parameters)
                data = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                if status != 401:
                    self.send_header("Request-Id", "req_standin1")
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data if cut is None else data[:cut])
                if cut is not None:
                    self.close_connection = True

            def log_message(self, *_):
                pass

        return Handler
