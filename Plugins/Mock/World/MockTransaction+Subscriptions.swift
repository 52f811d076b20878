import BillingCore
import FoundationEssentials
import GRDB

extension MockTransaction {
    /// What a new subscription is made of.
    struct NewSubscription {
        let price: MockPrice
        var quantity = 1
        /// When its trial ends; nil: it has none.
        var trialEnd: Date?
        var billingMode = MockSubscription.BillingMode.flexible
        /// Whether a first charge that fails leaves it `incomplete`; otherwise it is refused.
        var mayBeIncomplete = false
        /// Whether the first charge waits until somebody pays the invoice.
        var awaitsPayment = false
        /// A planned end that it has from the start.
        var plannedEnd: MockSubscription.PlannedEnd?
        var metadata: [String: String] = [:]
    }

    /// Subscribes a customer, and charges the first period unless there is a trial.
    @discardableResult
    func subscribe(
        _ id: ProviderCustomerID,
        _ new: NewSubscription,
        by actor: MockEvent.Actor
    ) throws -> MockSubscription {
        let customer = try customer(id)
        let now = Date(stored: try now(for: customer).stored)
        guard new.price.isActive else {
            throw MockRefusal(.invalid, "The price `\(new.price.id)` is not sold any more.", parameter: "price")
        }
        guard (1...10_000).contains(new.quantity) else {
            throw MockRefusal(.invalid, "A quantity is between 1 and 10,000.", parameter: "quantity")
        }
        if let trialEnd = new.trialEnd, trialEnd <= now {
            throw MockRefusal(.invalid, "The end of a trial lies ahead.", parameter: "trial_end")
        }
        let subscription = MockSubscription(
            id: try SubscriptionID("sub_mock_\(try nextNumber())"),
            customer: id,
            status: new.trialEnd == nil ? .incomplete : .trialing,
            price: new.price,
            quantity: new.quantity,
            startedAt: now,
            anchor: now,
            periodStart: now,
            periodEnd: new.trialEnd ?? new.price.cycle.date(1, from: now),
            trialStart: new.trialEnd == nil ? nil : now,
            trialEnd: new.trialEnd,
            billingMode: new.billingMode,
            metadata: new.metadata
        )
        // Before its invoices, which refer to it.
        try subscription.save(db)
        return try update(subscription, by: actor) { account, now in
            try account.begin(at: now, mayFail: new.mayBeIncomplete, new.awaitsPayment ? .waits : .asCard)
            if let plannedEnd = new.plannedEnd {
                try account.plan(plannedEnd, MockSubscription.CancellationDetails(), at: now)
            }
        }
    }

    /// The subscription of a customer that counts: as the gateway ranks them.
    func currentSubscription(of id: ProviderCustomerID) throws -> MockSubscription? {
        let all = try MockSubscription.fetch(of: id, db)
        let ranked = SubscriptionSnapshot(subscriptions: all.map(Subscription.init), observedAt: time.world)
        return ranked.current.flatMap { current in all.first { $0.id == current.id } }
    }
}
