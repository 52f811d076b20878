import BillingCore
import FoundationEssentials

// What lies ahead of a subscription: a pure function of what is stored.
extension MockSubscription {
    /// The next instant at which time alone changes something.
    ///
    /// Nil when nothing lies ahead.
    var nextChange: Date? {
        switch status {
        case .trialing, .active: earliest(endsAt, periodEnd, collectionPause?.resumesAt)
        // The period stands still until somebody pays; a cancellation still comes.
        case .pastDue: earliest(endsAt, nextAttemptAt)
        case .unpaid: endsAt
        case .paused: earliest(endsAt, resumesAt)
        case .incomplete: startedAt.addingTimeInterval(MockPolicy.incompleteLife.seconds)
        case .canceled, .incompleteExpired: nil
        }
    }

    /// When a planned cancellation takes effect.
    var endsAt: Date? {
        switch plannedEnd {
        case .atPeriodEnd: periodEnd
        case .at(let date): date
        case nil: nil
        }
    }

    /// How far it is through its period, as a fraction, which a proration is made of.
    func shareLeft(at now: Date) -> Double {
        let whole = periodEnd.timeIntervalSince(periodStart)
        guard whole > 0 else { return 0 }
        return min(1, max(0, periodEnd.timeIntervalSince(now) / whole))
    }

    private func earliest(_ instants: Date?...) -> Date? { instants.compactMap(\.self).min() }
}
