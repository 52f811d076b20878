"""The one tenant, its customers and its catalogue, as every server of a run sees them."""

import hashlib
import json
import secrets
import time

DAY = 86_400
TENANT = "acme"
INSTANCE = "stripe-main"
API_VERSION = "2026-10-28.endive"
# More customers than there are connections: no two requests under way at once are for the same one.
CUSTOMERS = 1_000
# Linked, but not known to the provider.
MISSING_CUSTOMER = "user_gone"
UNLINKED_CUSTOMER = "user_unlinked"


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class World:
    """Names, keys and dates. The dates are counted from the start, so that they always lie ahead."""

    def __init__(self):
        now = int(time.time())
        self.created = now - 200 * DAY
        self.period_start = now - 10 * DAY
        self.period_end = now + 20 * DAY
        self.cancelled_at = now - 2 * DAY
        self.key = "tg_" + secrets.token_hex(32)
        self.wrong_key = "tg_" + secrets.token_hex(32)
        self.key_digest = hashlib.sha256(self.key.encode()).hexdigest()
        self.provider_key = "sk_test_" + secrets.token_hex(16)
        self.customers = [f"user_{number:04}" for number in range(CUSTOMERS)]
        self.links = {customer: "cus_" + customer.removeprefix("user_") for customer in self.customers}
        self.links[MISSING_CUSTOMER] = "cus_gone"

    def overview_path(self, customer):
        return f"/v1/tenants/{TENANT}/customers/{customer}/billing"

    def provider_path(self, customer):
        """What a gateway asks the provider for a customer."""
        return f"/v1/subscriptions?customer={self.links[customer]}&status=all&limit=100"

    def authorization(self, key=None):
        return {"Authorization": f"Bearer {key or self.key}"}

    # What the provider says.

    def subscription_list(self, customer):
        """Stripe's list with one subscription, cancelled to the end of its period, in the flexible way of billing.

        - customer: the provider's own id, or what stands for it in a template.
        """
        subscription = f"sub_{customer}"
        recurring = {
            "interval": "month",
            "interval_count": 1,
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        }
        metadata = {"product_line": "team", "source": "self-serve", "workspace": "acme-production"}
        amount = {"unit_amount": 1500, "unit_amount_decimal": "1500"}
        plan = {
            "id": "price_pro_m",
            "object": "plan",
            "active": True,
            "amount": 1500,
            "amount_decimal": "1500",
            "billing_scheme": "per_unit",
            "created": self.created,
            "currency": "usd",
            "livemode": False,
            "metadata": {},
            "nickname": "Pro, monthly",
            "product": "prod_pro",
            "tiers_mode": None,
            "transform_usage": None,
        } | recurring
        price = {
            "id": "price_pro_m",
            "object": "price",
            "active": True,
            "billing_scheme": "per_unit",
            "created": self.created,
            "currency": "usd",
            "custom_unit_amount": None,
            "livemode": False,
            "lookup_key": "pro-monthly",
            "metadata": {},
            "nickname": "Pro, monthly",
            "product": "prod_pro",
            "recurring": recurring,
            "tax_behavior": "exclusive",
            "tiers_mode": None,
            "transform_quantity": None,
            "type": "recurring",
        } | amount
        item = {
            "id": f"si_{customer}",
            "object": "subscription_item",
            "billing_thresholds": None,
            "created": self.created,
            "current_period_end": self.period_end,
            "current_period_start": self.period_start,
            "discounts": [],
            "metadata": {},
            "plan": plan,
            "price": price,
            "quantity": 3,
            "subscription": subscription,
            "tax_rates": [],
        }
        return {
            "object": "list",
            "data": [
                {
                    "id": subscription,
                    "object": "subscription",
                    "application": None,
                    "application_fee_percent": None,
                    "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
                    "billing_cycle_anchor": self.period_start,
                    "billing_mode": {"type": "flexible"},
                    "billing_thresholds": None,
                    "cancel_at": self.period_end,
                    "cancel_at_period_end": False,
                    "canceled_at": self.cancelled_at,
                    "cancellation_details": {"comment": None, "feedback": None, "reason": "cancellation_requested"},
                    "collection_method": "charge_automatically",
                    "created": self.created,
                    "currency": "usd",
                    "customer": customer,
                    "days_until_due": None,
                    "default_payment_method": None,
                    "default_source": None,
                    "default_tax_rates": [],
                    "description": None,
                    "discounts": [],
                    "ended_at": None,
                    "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
                    "items": {
                        "object": "list",
                        "data": [item],
                        "has_more": False,
                        "total_count": 1,
                        "url": f"/v1/subscription_items?subscription={subscription}",
                    },
                    "latest_invoice": f"in_{customer}",
                    "livemode": False,
                    "metadata": metadata,
                    "next_pending_invoice_item_invoice": None,
                    "on_behalf_of": None,
                    "pause_collection": None,
                    "payment_settings": {
                        "payment_method_options": None,
                        "payment_method_types": None,
                        "save_default_payment_method": "off",
                    },
                    "pending_invoice_item_interval": None,
                    "pending_setup_intent": None,
                    "pending_update": None,
                    "schedule": None,
                    "start_date": self.created,
                    "status": "active",
                    "test_clock": None,
                    "transfer_data": None,
                    "trial_end": None,
                    "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
                    "trial_start": None,
                }
            ],
            "has_more": False,
            "url": "/v1/subscriptions",
        }

    def subscription_list_text(self, customer):
        # Stripe's answers are indented.
        return json.dumps(self.subscription_list(customer), indent=1)

    def portal_session(self):
        return {
            "id": "bps_1",
            "object": "billing_portal.session",
            "configuration": "bpc_1",
            "created": self.period_start,
            "flow": None,
            "livemode": False,
            "locale": None,
            "on_behalf_of": None,
            "return_url": None,
            "url": "https://billing.stripe.com/p/session/test_scripted",
        }
