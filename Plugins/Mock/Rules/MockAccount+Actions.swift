import BillingCore
import FoundationEssentials

// What people and programs do to a subscription. Each either does it or says why not.
extension MockAccount {
    /// The first period, or the trial, of a subscription that was just made.
    ///
    /// - Parameter mayFail: whether a first charge that fails leaves it `incomplete`; otherwise it is refused.
    mutating func begin(at now: Date, mayFail: Bool, _ charge: Charge = .asCard) throws(MockRefusal) {
        if subscription.status == .trialing {
            note(.subscriptionCreated, at: now, "Subscribed to \(subscription.price.name), with a trial.")
            return
        }
        subscription.status = .incomplete
        note(.subscriptionCreated, at: now, "Subscribed to \(subscription.price.name).")
        self.charge(.subscriptionCreate, at: now, charge)
        if subscription.status == .incomplete, !mayFail {
            throw MockRefusal(.cardDeclined("generic_decline"), "The card was declined.")
        }
    }

    /// Plans an end with the period, in the shape that the billing mode has for it.
    mutating func cancelAtPeriodEnd(_ details: MockSubscription.CancellationDetails, at now: Date) throws(MockRefusal) {
        try requireRunning("cancelled at the period's end")
        switch subscription.billingMode {
        case .classic: subscription.plannedEnd = .atPeriodEnd
        case .flexible: subscription.plannedEnd = .at(subscription.periodEnd)
        }
        noteCancellation(details, at: now)
    }

    /// Plans an end at a date.
    ///
    /// - Parameter plannedEnd: nil takes a planned end back.
    mutating func plan(
        _ plannedEnd: MockSubscription.PlannedEnd?,
        _ details: MockSubscription.CancellationDetails,
        at now: Date
    ) throws(MockRefusal) {
        guard let plannedEnd else { return try keep(at: now) }
        try requireRunning("cancelled at a date")
        if case .at(let date) = plannedEnd, date <= now {
            throw MockRefusal(.invalid, "The date of a cancellation lies ahead.", parameter: "cancel_at")
        }
        subscription.plannedEnd = plannedEnd
        noteCancellation(details, at: now)
    }

    /// Ends it now.
    mutating func cancelNow(_ details: MockSubscription.CancellationDetails, at now: Date) throws(MockRefusal) {
        guard !subscription.status.isTerminal else { throw hasEnded }
        subscription.cancellation = details
        // As with Stripe: both shapes of a planned end are gone, and the time of the first request stays.
        subscription.plannedEnd = nil
        subscription.cancellationRequestedAt = subscription.cancellationRequestedAt ?? now
        end(at: now, reason: .requested)
    }

    /// Takes back a cancellation that lies ahead.
    ///
    /// Where none does, nothing happens.
    mutating func keep(at now: Date) throws(MockRefusal) {
        guard !subscription.status.isTerminal else { throw hasEnded }
        guard subscription.plannedEnd != nil else { return }
        subscription.plannedEnd = nil
        subscription.cancellationRequestedAt = nil
        subscription.cancellation = MockSubscription.CancellationDetails()
        note(.subscriptionUpdated, at: now, "The cancellation was taken back.")
    }

    /// Lets the service stand still: what is left of the period is kept for later.
    ///
    /// - Parameter resumesAt: when it goes on by itself; nil: when somebody says so.
    mutating func pause(until resumesAt: Date?, at now: Date) throws(MockRefusal) {
        guard subscription.status == .active else {
            throw MockRefusal(.conflict, "Only an active subscription can be paused.")
        }
        guard subscription.plannedEnd == nil else {
            throw MockRefusal(.conflict, "A subscription that is going to end cannot be paused.")
        }
        if let resumesAt, resumesAt <= now {
            throw MockRefusal(.invalid, "The end of a pause lies ahead.", parameter: "resumes_at")
        }
        subscription.status = .paused
        subscription.pausedAt = now
        subscription.resumesAt = resumesAt
        note(.subscriptionPaused, at: now, "The subscription is paused.")
    }

    /// Ends a pause: the rest of the period begins.
    mutating func resumeService(at now: Date) throws(MockRefusal) {
        guard subscription.status == .paused else {
            throw MockRefusal(.conflict, "The subscription is not paused.")
        }
        resume(at: now)
    }

    mutating func resume(at instant: Date) {
        let pause = instant.timeIntervalSince(subscription.pausedAt ?? instant)
        subscription.status = .active
        subscription.anchor += pause
        subscription.periodEnd += pause
        subscription.pausedAt = nil
        subscription.resumesAt = nil
        note(.subscriptionResumed, at: instant, "The subscription goes on.")
    }

    /// Stops or restarts the collection of payments.
    mutating func setCollectionPause(_ pause: MockSubscription.CollectionPause?, at now: Date) throws(MockRefusal) {
        guard !subscription.status.isTerminal else { throw hasEnded }
        guard subscription.collectionPause != pause else { return }
        subscription.collectionPause = pause
        note(
            .subscriptionUpdated,
            at: now,
            pause == nil ? "Payments are collected again." : "Payments are not collected."
        )
    }

    /// Ends a trial: the first paid period begins now.
    mutating func endTrial(at now: Date) throws(MockRefusal) {
        guard subscription.status == .trialing else {
            throw MockRefusal(.conflict, "The subscription is not in a trial.")
        }
        subscription.trialEnd = now
        subscription.periodEnd = now
        advance(to: now)
    }

    /// Plays a renewal whose payment fails.
    mutating func failPayment(at now: Date) throws(MockRefusal) {
        guard subscription.status == .active || subscription.status == .trialing else {
            throw MockRefusal(.conflict, "Only an active subscription can have a payment fail.")
        }
        subscription.status = .active
        subscription.anchor = now
        beginPeriod(at: now)
        charge(.subscriptionCycle, at: now, .fails)
    }

    // MARK: -

    private mutating func noteCancellation(_ details: MockSubscription.CancellationDetails, at now: Date) {
        subscription.cancellation = details
        subscription.cancellation.reason = .requested
        subscription.cancellationRequestedAt = now
        note(.subscriptionUpdated, at: now, "The subscription was cancelled; it goes on until its end.")
    }

    private func requireRunning(_ what: String) throws(MockRefusal) {
        switch subscription.status {
        case .trialing, .active, .pastDue, .unpaid: return
        case .paused:
            throw MockRefusal(.conflict, "A paused subscription cannot be \(what): resume it, or cancel it now.")
        case .incomplete:
            throw MockRefusal(.conflict, "A subscription whose first payment is open cannot be \(what): cancel it now.")
        case .canceled, .incompleteExpired: throw hasEnded
        }
    }

    private var hasEnded: MockRefusal { MockRefusal(.conflict, "The subscription has ended.") }
}
