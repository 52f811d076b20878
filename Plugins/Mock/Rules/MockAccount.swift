import BillingCore
import FoundationEssentials

/// One subscription with all that its rules touch: whose it is, what is to be paid, and what happened.
///
/// The rules are functions of this value and of an instant; who stores it, and when, is not their business.
struct MockAccount: Hashable, Sendable {
    var customer: MockCustomer
    var subscription: MockSubscription
    /// What the next invoice also has.
    var pending: [MockInvoice.Line] = []
    /// The ones that are open, and those that were made or changed here; the oldest first.
    var invoices: [MockInvoice] = []
    let policy: MockPolicy
    /// What happened here, the oldest first.
    var events: [MockEvent.Draft] = []

    // MARK: - Time

    /// Lets happen what time has brought up to an instant, one thing after the other.
    ///
    /// - Parameter limit: how many things at most.
    /// - Returns: how many there were.
    @discardableResult
    mutating func advance(to now: Date, atMost limit: Int = .max) -> Int {
        var count = 0
        while count < limit, let instant = subscription.nextChange, instant <= now {
            pass(instant)
            count += 1
        }
        return count
    }

    private mutating func pass(_ instant: Date) {
        if subscription.status == .incomplete {
            expire(at: instant)
        } else if subscription.endsAt == instant {
            end(at: instant, reason: subscription.cancellation.reason ?? .requested)
        } else if subscription.status == .paused {
            resume(at: instant)
        } else if subscription.status == .pastDue {
            attempt(at: instant)
        } else if subscription.collectionPause?.resumesAt == instant {
            subscription.collectionPause = nil
            note(.subscriptionUpdated, at: instant, "Payments are collected again.")
        } else {
            renew(at: instant)
        }
    }

    /// Begins the next period where the last one ends.
    private mutating func renew(at instant: Date) {
        // The first paid period starts when the trial is over, and the later ones are counted from there.
        if subscription.status == .trialing {
            subscription.status = .active
            subscription.anchor = instant
            note(.subscriptionUpdated, at: instant, "The trial is over.")
        }
        beginPeriod(at: instant)
        charge(.subscriptionCycle, at: instant)
    }

    /// A first payment that never came.
    private mutating func expire(at instant: Date) {
        subscription.status = .incompleteExpired
        subscription.endedAt = instant
        for index in invoices.indices where invoices[index].status == .open { invoices[index].status = .void }
        note(.subscriptionUpdated, at: instant, "The first payment never came, so the subscription expired.")
    }

    // MARK: - Steps that several rules share

    mutating func beginPeriod(at instant: Date) {
        subscription.periodStart = instant
        subscription.periodEnd = subscription.price.cycle.end(after: instant, anchor: subscription.anchor)
    }

    mutating func end(at instant: Date, reason: MockSubscription.CancellationDetails.Reason) {
        subscription.status = .canceled
        subscription.endedAt = instant
        subscription.cancellation.reason = reason
        subscription.nextAttemptAt = nil
        subscription.pausedAt = nil
        subscription.resumesAt = nil
        pending = []
        note(.subscriptionDeleted, at: instant, "The subscription to \(subscription.price.name) ended.")
    }

    mutating func note(_ kind: MockEvent.Kind, at instant: Date, object: String? = nil, _ summary: String) {
        events.append(
            MockEvent.Draft(
                kind: kind,
                at: instant,
                customer: customer.id,
                object: object ?? subscription.id.rawValue,
                summary: summary
            )
        )
    }
}
