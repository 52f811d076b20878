import BillingCore
import FoundationEssentials

/// Something that an operator can have happen to a customer, by the name of the event that tells of it.
enum MockTrigger: String, Sendable, CaseIterable {
    case paymentFailed = "invoice.payment_failed"
    case invoicePaid = "invoice.paid"
    case deleted = "customer.subscription.deleted"
    case paused = "customer.subscription.paused"
    case resumed = "customer.subscription.resumed"
    case trialEnd = "customer.subscription.trial_end"

    /// Does it to a subscription.
    func fire(_ account: inout MockAccount, at now: Date) throws(MockRefusal) {
        switch self {
        case .paymentFailed: try account.failPayment(at: now)
        case .invoicePaid:
            guard account.invoices.contains(where: { $0.status == .open }) else {
                throw MockRefusal(.conflict, "The subscription has no open invoice.")
            }
            account.payOpenInvoices(at: now, .succeeds)
        case .deleted: try account.cancelNow(MockSubscription.CancellationDetails(), at: now)
        case .paused: try account.pause(until: nil, at: now)
        case .resumed: try account.resumeService(at: now)
        case .trialEnd: try account.endTrial(at: now)
        }
    }
}

extension MockTransaction {
    /// Has something happen to the subscription of a customer that counts.
    func fire(_ trigger: MockTrigger, for id: ProviderCustomerID) throws {
        _ = try customer(id)
        guard let subscription = try currentSubscription(of: id) else {
            throw MockRefusal(.conflict, "The customer '\(id)' has no subscription.")
        }
        try update(subscription, by: .operator) { account, now in try trigger.fire(&account, at: now) }
    }

    /// Does something, and tells what happened by it, the earliest first.
    func events(of body: () throws -> Void) throws -> [MockEvent] {
        let last = try MockEvent.last(db)
        try body()
        return try MockEvent.fetch(after: last, db)
    }
}
