import Foundation

/// Stripe's objects as it sends them: the shapes of its API since 2025-03-31, and the ones before.
enum StripeFixture {
    /// 2026-07-01T12:00:00Z, the time of the tests.
    static let now = 1_782_907_200
    static let day = 86_400
    static let periodStart = now - 10 * day
    static let periodEnd = now + 20 * day

    /// A subscription with one item.
    ///
    /// `changes` replaces its fields; the value is JSON.
    static func subscription(
        _ id: String = "sub_1",
        status: String = "active",
        items: [String] = [item()],
        _ changes: [String: String] = [:]
    ) -> String {
        let fields: [String: String] = [
            "id": "\"\(id)\"", "object": "\"subscription\"", "application": "null",
            "automatic_tax": #"{"enabled":false,"liability":null}"#, "billing_cycle_anchor": "\(periodStart)",
            "billing_mode": #"{"type":"flexible"}"#, "cancel_at": "null", "cancel_at_period_end": "false",
            "canceled_at": "null", "cancellation_details": #"{"comment":null,"feedback":null,"reason":null}"#,
            "collection_method": "\"charge_automatically\"", "created": "\(periodStart)", "currency": "\"usd\"",
            "customer": "\"cus_1\"", "default_tax_rates": "[]", "discounts": "[]", "ended_at": "null",
            "items": list(items, extra: #","total_count":\#(items.count),"url":"/v1/subscription_items""#),
            "latest_invoice": "\"in_1\"", "livemode": "false", "metadata": #"{"status":"not this one"}"#,
            "pause_collection": "null", "plan": plan, "quantity": "1", "schedule": "null",
            "start_date": "\(periodStart)", "status": "\"\(status)\"", "test_clock": "null", "trial_end": "null",
            "trial_settings": #"{"end_behavior":{"missing_payment_method":"create_invoice"}}"#, "trial_start": "null",
        ]
        return object(fields.merging(changes) { $1 })
    }

    /// An active subscription with one item, but for the `changes`.
    static func subscription(_ changes: [String: String]) -> String {
        subscription(status: "active", changes)
    }

    /// A subscription of the API before 2025-03-31: the period stands on it, not on its items.
    static func classicSubscription(_ changes: [String: String] = [:]) -> String {
        let item = #"{"id":"si_1","object":"subscription_item","plan":\#(plan),"price":\#(price()),"quantity":3}"#
        let fields = [
            "billing_mode": #"{"type":"classic"}"#, "current_period_start": "\(periodStart)",
            "current_period_end": "\(periodEnd)",
        ]
        return subscription(items: [item], fields.merging(changes) { $1 })
    }

    static func item(
        _ id: String = "si_1",
        price: String = price(),
        quantity: String = "2",
        start: Int = periodStart,
        end: Int = periodEnd,
        extra: String = ""
    ) -> String {
        #"{"id":"\#(id)","object":"subscription_item","created":\#(start),"current_period_end":\#(end),"#
            + #""current_period_start":\#(start),"metadata":{},"plan":\#(plan),"price":\#(price),"#
            + #""quantity":\#(quantity),"subscription":"sub_1","tax_rates":[]\#(extra)}"#
    }

    static func price(
        _ id: String = "price_1",
        amount: String = "1500",
        currency: String = "usd",
        nickname: String = "null",
        lookupKey: String = "null",
        product: String = #""prod_1""#,
        recurring: String = #"{"interval":"month","interval_count":1,"usage_type":"licensed"}"#
    ) -> String {
        #"{"id":"\#(id)","object":"price","active":true,"billing_scheme":"per_unit","currency":"\#(currency)","#
            + #""livemode":false,"lookup_key":\#(lookupKey),"nickname":\#(nickname),"product":\#(product),"#
            + #""recurring":\#(recurring),"tiers_mode":null,"type":"recurring","unit_amount":\#(amount),"#
            + #""unit_amount_decimal":"1500"}"#
    }

    static let plan =
        #"{"id":"plan_1","object":"plan","active":true,"amount":2500,"amount_decimal":"2500","currency":"eur","#
        + #""interval":"year","interval_count":2,"livemode":false,"nickname":"Old plan","product":"prod_old"}"#

    static func list(_ data: [String], hasMore: Bool = false, extra: String = "") -> String {
        #"{"object":"list","data":[\#(data.joined(separator: ","))],"has_more":\#(hasMore)\#(extra)}"#
    }

    static func customer(_ id: String = "cus_1") -> String {
        #"{"id":"\#(id)","object":"customer","balance":0,"email":null,"livemode":false,"metadata":{}}"#
    }

    static func deletedCustomer(_ id: String = "cus_1") -> String {
        #"{"id":"\#(id)","object":"customer","deleted":true}"#
    }

    static func portalSession(url: String = portalURL, livemode: Bool = false) -> String {
        #"{"id":"bps_1","object":"billing_portal.session","configuration":"bpc_1","created":\#(now),"#
            + #""customer":"cus_1","flow":null,"livemode":\#(livemode),"locale":null,"on_behalf_of":null,"#
            + #""return_url":"https://app.example.com/billing","url":"\#(url)"}"#
    }

    static let portalURL = "https://billing.stripe.com/p/session/test_YWNjdF8xMjM0LF9hYmNkZWZn"

    static func error(
        type: String = "invalid_request_error",
        code: String? = nil,
        param: String? = nil,
        message: String = "Something is wrong."
    ) -> String {
        var fields = ["type": "\"\(type)\"", "message": quoted(message)]
        if let code { fields["code"] = "\"\(code)\"" }
        if let param { fields["param"] = "\"\(param)\"" }
        return #"{"error":\#(object(fields))}"#
    }

    /// In the order of the names, so that a test sees the same bytes each time.
    private static func object(_ fields: [String: String]) -> String {
        "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}
