import BillingCore
import FoundationEssentials
import HTTPTypes

extension StripeRoute {
    private static let ignoredOfSubscriptions = [
        "automatic_tax", "billing_schedules", "currency", "days_until_due", "default_source", "default_tax_rates",
        "description", "invoice_settings", "off_session", "payment_settings", "trial_from_plan", "trial_settings",
    ]
    private static let unsupportedOfSubscriptions = [
        "add_invoice_items", "application_fee_percent", "billing_thresholds", "customer_account", "discounts",
        "on_behalf_of", "pending_invoice_item_interval", "transfer_data",
    ]

    static let subscriptions = [
        StripeRoute(
            .post,
            "subscriptions",
            .object(.subscription),
            [
                "customer", "items", "billing_mode", "cancel_at", "cancel_at_period_end", "collection_method",
                "default_payment_method", "metadata", "payment_behavior", "trial_end", "trial_period_days",
            ],
            ignored: ignoredOfSubscriptions + ["proration_behavior"],
            unsupported: unsupportedOfSubscriptions + [
                "backdate_start_date", "billing_cycle_anchor", "billing_cycle_anchor_config",
            ]
        ) { try $0.createSubscription() },
        StripeRoute(
            .get,
            "subscriptions",
            .list(.subscription),
            ["customer", "price", "status", "test_clock", "plan", "collection_method"],
            unsupported: [
                "automatic_tax", "created", "current_period_end", "current_period_start", "customer_account",
            ],
            operation: .subscriptionFetch
        ) { try $0.listSubscriptions() },
        StripeRoute(.get, "subscriptions/*", .object(.subscription)) {
            try $0.json($0.subscription($0.id, param: "id"))
        },
        StripeRoute(
            .post,
            "subscriptions/*",
            .object(.subscription),
            [
                "items", "cancel_at", "cancel_at_period_end", "cancellation_details", "collection_method",
                "default_payment_method", "metadata", "pause_collection", "proration_behavior", "trial_end",
            ],
            ignored: ignoredOfSubscriptions + ["payment_behavior"],
            unsupported: unsupportedOfSubscriptions + ["billing_cycle_anchor", "proration_date"]
        ) { try $0.updateSubscription() },
        StripeRoute(
            .delete,
            "subscriptions/*",
            .object(.subscription),
            ["cancellation_details"],
            ignored: ["invoice_now", "prorate"]
        ) { call in
            let subscription = try call.running()
            let details = try call.cancellationDetails()
            return try call.json(
                call.world.update(subscription, by: .api) { account, now in try account.cancelNow(details, at: now) }
            )
        },
        StripeRoute(
            .post,
            "subscriptions/*/pause",
            .object(.subscription),
            ["type"],
            ignored: ["bill_for", "invoicing_behavior"]
        ) { call in
            try call.json(
                call.world.update(call.running(), by: .api) { account, now in try account.pause(until: nil, at: now) }
            )
        },
        StripeRoute(
            .post,
            "subscriptions/*/resume",
            .object(.subscription),
            ignored: ["billing_cycle_anchor", "payment_behavior", "proration_behavior", "proration_date"]
        ) { call in
            try call.json(
                call.world.update(call.running(), by: .api) { account, now in try account.resumeService(at: now) }
            )
        },
        StripeRoute(.get, "subscription_items", .list(.item), ["subscription"]) { call in
            let subscription = try call.subscription(
                call.parameters.required("subscription"),
                param: "subscription"
            )
            return try call.page([subscription.itemID], of: "subscription item", at: "/v1/subscription_items") { _ in
                try call.item(of: subscription)
            }
        },
        StripeRoute(.get, "subscription_items/*", .object(.item)) { call in
            let found = try? call.subscription("sub_" + call.id.dropFirst(3), param: "id")
            guard let found, found.itemID == call.id else {
                throw StripeFailure.missing("subscription_item", call.id, param: "id")
            }
            return try call.item(of: found)
        },
    ]
}

extension StripeCall {
    /// The subscription that the path names, unless it has ended: then Stripe has none.
    fileprivate func running() throws -> MockSubscription {
        let subscription = try subscription(id, param: "id")
        guard !subscription.status.isTerminal else { throw StripeFailure.missing("subscription", id, param: "id") }
        return subscription
    }

    fileprivate func listSubscriptions() throws -> JSONValue {
        let customer = try parameters.text("customer").map { text in
            try isDeletedCustomer(text) ? nil : self.customer(text, param: "customer")
        }
        let price = try parameters.text("price") ?? parameters.text("plan")
        let clock = try parameters.text("test_clock")
        let isWanted = try statusFilter()
        return try page(ids(in: "subscriptions", by: "started_at"), of: "subscription", at: "/v1/subscriptions") { id in
            let subscription = try subscription(id, param: "id")
            guard isWanted(subscription.status), price.map({ $0 == subscription.price.id.rawValue }) ?? true else {
                return nil
            }
            switch customer {
            case .some(let customer): guard customer?.id == subscription.customer else { return nil }
            // As at Stripe, those of test clocks are shown to who asks for them.
            case nil: guard try world.customer(subscription.customer).testClock == clock else { return nil }
            }
            return try json(subscription)
        }
    }

    private func statusFilter() throws -> (MockSubscription.Status) -> Bool {
        switch try parameters.text("status") {
        case nil: return { !$0.isTerminal }
        case "all"?: return { _ in true }
        case "ended"?: return { $0.isTerminal }
        case let text?:
            guard let status = MockSubscription.Status(rawValue: text) else {
                let known = MockSubscription.Status.allCases.map(\.rawValue) + ["all", "ended"]
                throw StripeParameters.noChoice(["status"], known)
            }
            return { $0 == status }
        }
    }
}
