import BillingCore
import FoundationEssentials

extension StripeCall {
    func updateSubscription() throws -> JSONValue {
        let subscription = try subscription(id, param: "id")
        if subscription.status.isTerminal {
            let others = parameters.names.filter { !["cancellation_details", "metadata", "expand"].contains($0) }
            guard others.isEmpty else {
                throw StripeFailure.invalid(
                    "A canceled subscription can only update its cancellation_details and metadata."
                )
            }
        }
        try checkCollection()
        if let card = try parameters.text("default_payment_method") {
            try attach(card, to: subscription.customer, param: "default_payment_method")
        }
        let change = try itemChange(of: subscription)
        let details = try cancellationDetails(over: subscription.cancellation)
        let metadata = try parameters.metadata(over: subscription.metadata)
        let pause = try collectionPause()
        let trialEnd = try parameters.text("trial_end")
        let trialDate = trialEnd == "now" ? nil : try parameters.date("trial_end")
        // As it is after a new card has paid what was open.
        let current = try self.subscription(id, param: "id")
        let updated = try world.update(current, by: .api) { account, now in
            if account.subscription.metadata != metadata || account.subscription.cancellation != details {
                account.subscription.metadata = metadata
                account.subscription.cancellation = details
                account.note(.subscriptionUpdated, at: now, "The subscription's details changed.")
            }
            if trialEnd == "now" { try account.endTrial(at: now) }
            if let trialDate { try account.moveTrial(to: trialDate, at: now) }
            if let change { try account.change(to: change.price, quantity: change.quantity, change.proration, at: now) }
            if let pause { try account.setCollectionPause(pause, at: now) }
            // Last, because it may be counted from the period that the others have begun.
            if let planned = try plannedEnd(periodEnd: account.subscription.periodEnd) {
                try account.plan(asStripeDoes: planned, details, isFlag: parameters["cancel_at"] == nil, at: now)
            }
        }
        return try json(updated)
    }

    /// What the request says of a cancellation, beside what is known.
    func cancellationDetails(
        over old: MockSubscription.CancellationDetails = MockSubscription.CancellationDetails()
    ) throws -> MockSubscription.CancellationDetails {
        guard let given = parameters["cancellation_details"] else { return old }
        try given.allow(only: ["comment", "feedback"], below: ["cancellation_details"])
        var details = old
        if given["comment"] != nil { details.comment = try parameters.text("cancellation_details", "comment") }
        if given["feedback"] != nil { details.feedback = try parameters.choice("cancellation_details", "feedback") }
        return details
    }

    private struct ItemChange {
        let price: MockPrice
        let quantity: Int
        let proration: MockAccount.Proration
    }

    private func itemChange(of subscription: MockSubscription) throws -> ItemChange? {
        let proration: MockAccount.Proration = try parameters.choice("proration_behavior") ?? .withNextInvoice
        guard parameters["items"] != nil else { return nil }
        let item = try onlyItem()
        guard let id = try item.value.text("id") else {
            throw StripeFailure.invalid(
                "The mock has one price a subscription: name the item to change by items[\(item.index)][id].",
                param: "items[\(item.index)][id]"
            )
        }
        guard id == subscription.itemID else {
            throw StripeFailure.missing("subscription_item", id, param: "items[\(item.index)][id]")
        }
        let price = try item.value.text("price").map { try self.price($0, param: "items[\(item.index)][price]") }
        let quantity = try item.value.integer("quantity") ?? subscription.quantity
        if (price ?? subscription.price).id == subscription.price.id, quantity == subscription.quantity { return nil }
        return ItemChange(price: price ?? subscription.price, quantity: quantity, proration: proration)
    }

    /// nil: nothing is said of it; an inner nil: there is to be none.
    private func collectionPause() throws -> MockSubscription.CollectionPause?? {
        guard parameters["pause_collection"] != nil else { return nil }
        if parameters.unsets("pause_collection") { return .some(nil) }
        _ = try parameters.required("pause_collection", "behavior")
        guard
            let behaviour = try parameters.choice(
                "pause_collection",
                "behavior",
                of: MockSubscription.CollectionPause.Behaviour.self
            )
        else { return nil }
        let resumesAt = try parameters.date("pause_collection", "resumes_at")
        return MockSubscription.CollectionPause(behaviour: behaviour, resumesAt: resumesAt)
    }
}

extension MockAccount {
    /// Plans an end or takes it back; the flag takes back only what the flag has set.
    fileprivate mutating func plan(
        asStripeDoes planned: MockSubscription.PlannedEnd?,
        _ details: MockSubscription.CancellationDetails,
        isFlag: Bool,
        at now: Date
    ) throws(MockRefusal) {
        if planned == nil, isFlag, subscription.plannedEnd != .atPeriodEnd { return }
        try plan(planned, details, at: now)
    }

    /// Lets a trial end at another time.
    fileprivate mutating func moveTrial(to date: Date, at now: Date) throws(MockRefusal) {
        guard subscription.status == .trialing else {
            throw MockRefusal(.conflict, "The mock moves the end of a running trial only.", parameter: "trial_end")
        }
        guard date > now else {
            throw MockRefusal(.invalid, "The end of a trial lies ahead.", parameter: "trial_end")
        }
        subscription.trialEnd = date
        subscription.periodEnd = date
        note(.subscriptionUpdated, at: now, "The trial ends at another time.")
    }
}
