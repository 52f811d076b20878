import FoundationEssentials

// What time does to a subscription: a pure function of what is stored and of the instant that has come.
extension MockSubscription {
    /// The next instant at which time alone changes something.
    ///
    /// Nil when nothing lies ahead.
    var nextChange: Date? {
        switch status {
        case .trialing, .active: min(endsAt ?? periodEnd, periodEnd)
        // Its period stands still until somebody pays; a cancellation still comes.
        case .pastDue: endsAt
        case .canceled: nil
        }
    }

    /// The subscription after all that has happened up to an instant, one event after the other.
    func advanced(to now: Date) -> MockSubscription {
        var advanced = self
        while let instant = advanced.nextChange, instant <= now { advanced.pass(instant) }
        return advanced
    }

    private var endsAt: Date? {
        switch plannedEnd {
        case .atPeriodEnd: periodEnd
        case .at(let date): date
        case nil: nil
        }
    }

    private mutating func pass(_ instant: Date) {
        if endsAt == instant {
            status = .canceled
            endedAt = instant
        } else {
            // The first paid period starts when the trial is over, and the later ones are counted from there.
            if status == .trialing {
                status = .active
                anchor = periodEnd
            }
            periodStart = periodEnd
            periodEnd = price.cycle.end(after: periodStart, anchor: anchor)
        }
    }
}
