import BillingCore
import FoundationEssentials

/// What happens where the first payment does not succeed: Stripe's `payment_behavior`.
private enum StripePaymentBehaviour: String, CaseIterable {
    case allowIncomplete = "allow_incomplete"
    case defaultIncomplete = "default_incomplete"
    case errorIfIncomplete = "error_if_incomplete"
    case pendingIfIncomplete = "pending_if_incomplete"
}

extension StripeCall {
    func createSubscription() throws -> JSONValue {
        let customer = try customer(parameters.required("customer"), param: "customer")
        let item = try onlyItem()
        let price = try price(
            item.value.required("price"),
            param: "items[\(item.index)][price]"
        )
        try checkCollection()
        if let card = try parameters.text("default_payment_method") {
            try attach(card, to: customer.id, param: "default_payment_method")
        }
        let behaviour = try parameters.choice("payment_behavior", of: StripePaymentBehaviour.self) ?? .allowIncomplete
        var new = MockTransaction.NewSubscription(
            price: price,
            quantity: try item.value.integer("quantity") ?? 1,
            trialEnd: try trialEnd(for: customer),
            billingMode: try parameters.choice("billing_mode", "type") ?? version.defaultBillingMode,
            mayBeIncomplete: behaviour != .errorIfIncomplete,
            metadata: try parameters.metadata()
        )
        new.awaitsPayment = behaviour == .defaultIncomplete && price.amount.amount > 0
        new.plannedEnd = try plannedEnd(periodEnd: nil) ?? nil
        // Where nothing is to be paid, nothing is needed to pay it with.
        let needsCard = new.trialEnd == nil && price.amount.amount > 0 && !new.awaitsPayment
        if needsCard, try world.customer(customer.id).card == nil {
            throw StripeFailure.invalid(
                "This customer has no attached payment source or default payment method. Please consider adding a "
                    + "default payment method.",
                code: "resource_missing"
            )
        }
        return try json(world.subscribe(customer.id, new, by: .api))
    }

    /// The one item of a request.
    func onlyItem() throws -> (index: String, value: StripeParameters) {
        guard let items = parameters["items"] else {
            throw StripeFailure.invalid("Missing required param: items.", code: "parameter_missing", param: "items")
        }
        guard let item = items.elements.first, items.elements.count == 1 else {
            throw StripeFailure.invalid(
                "The mock has one price a subscription: give exactly one item.",
                param: "items"
            )
        }
        let path = ["items", item.index]
        try item.value.allow(
            only: [
                "billing_thresholds", "clear_usage", "deleted", "discounts", "id", "metadata", "plan", "price",
                "price_data", "quantity", "tax_rates",
            ],
            below: path
        )
        for name in ["deleted", "plan", "price_data"] where item.value[name] != nil {
            throw StripeFailure.unsupported(StripeParameters.name(path + [name]))
        }
        return item
    }

    func checkCollection() throws {
        guard try parameters.text("collection_method") ?? "charge_automatically" == "charge_automatically" else {
            throw StripeFailure.invalid("The mock charges automatically only.", param: "collection_method")
        }
    }

    /// The end that the request plans.
    ///
    /// - Parameter periodEnd: of the subscription, where there is one already.
    /// - Returns: nil: it says nothing of an end; an inner nil: there is to be none.
    func plannedEnd(periodEnd: Date?) throws -> MockSubscription.PlannedEnd?? {
        let flag = try parameters.boolean("cancel_at_period_end")
        guard parameters["cancel_at"] != nil else {
            return flag.map { $0 ? .some(.atPeriodEnd) : .some(nil) } ?? nil
        }
        if flag == true, !parameters.unsets("cancel_at") {
            throw StripeFailure.invalid(
                "You can only set one of `cancel_at` and `cancel_at_period_end`.",
                param: "cancel_at_period_end"
            )
        }
        if parameters.unsets("cancel_at") { return .some(flag == true ? .atPeriodEnd : nil) }
        if let periodEnd, let text = try parameters.text("cancel_at"),
            ["min_period_end", "max_period_end"].contains(text)
        {
            return .at(periodEnd)
        }
        return .some(try parameters.date("cancel_at").map(MockSubscription.PlannedEnd.at))
    }

    private func trialEnd(for customer: MockCustomer) throws -> Date? {
        let days = try parameters.integer("trial_period_days")
        let end = try parameters.text("trial_end")
        guard days == nil || end == nil else {
            throw StripeFailure.invalid(
                "You can only set one of `trial_end` and `trial_period_days`.",
                param: "trial_end"
            )
        }
        if let days {
            guard (0...730).contains(days) else {
                throw StripeFailure.invalid("Invalid number of days: up to 730.", param: "trial_period_days")
            }
            let now = Date(stored: try world.now(for: customer).stored)
            return days == 0 ? nil : now.addingDays(days)
        }
        return end == "now" ? nil : try parameters.date("trial_end")
    }
}
