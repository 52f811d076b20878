import BillingCore
import FoundationEssentials

/// Reads one subscription: what is not given follows from its start, its status and its dates.
struct SubscriptionReader {
    let fields: JSONFieldsInput
    /// What `-10d` is relative to.
    let reference: Date
    /// The customer's time.
    let now: Date

    static let fields = [
        "id", "customer", "status", "price", "quantity", "started", "anchor", "period_start", "period_end",
        "trial_start", "trial_end", "cancel_at_period_end", "cancel_at", "canceled_at", "ended_at", "billing_mode",
        "reason", "feedback", "comment", "paused_at", "resumes_at", "collection_pause", "collection_resumes_at",
        "failed_attempts", "next_attempt_at", "invoice_count", "metadata", "pending",
    ]

    func subscription(
        id: SubscriptionID,
        customer: ProviderCustomerID,
        price: MockPrice
    ) throws -> MockSubscription {
        let started = try instant("started") ?? now
        guard started <= now else { throw fields.problem("started", "`started` does not lie ahead.") }
        let trialEnd = try instant("trial_end")
        let status = try status(trialEnd: trialEnd)
        // The first paid period starts when the trial is over.
        let anchor = try instant("anchor") ?? (status == .trialing ? started : trialEnd ?? started)
        let plannedEnd = try plannedEnd()
        let endedAt = try endedAt(status, started: started, plannedEnd)
        let period = try period(status, price, started, anchor: anchor, trialEnd: trialEnd, endedAt: endedAt)
        var subscription = MockSubscription(
            id: id,
            customer: customer,
            status: status,
            price: price,
            quantity: try fields.integer("quantity", 1...10_000) ?? 1,
            startedAt: started,
            anchor: anchor,
            periodStart: period.start,
            periodEnd: period.end,
            trialStart: try given("trial_start", otherwise: trialEnd == nil ? nil : started),
            trialEnd: trialEnd,
            plannedEnd: plannedEnd,
            cancellationRequestedAt: try given("canceled_at", otherwise: plannedEnd == nil ? endedAt : started),
            endedAt: endedAt,
            billingMode: try fields.choice("billing_mode", MockSubscription.BillingMode.self) ?? .flexible,
            cancellation: try cancellation(isPlanned: plannedEnd != nil),
            pausedAt: try given("paused_at", otherwise: status == .paused ? now : nil),
            resumesAt: try instant("resumes_at"),
            collectionPause: try collectionPause(),
            metadata: try fields.texts("metadata")
        )
        try readAttempts(&subscription)
        let count = subscription.hasPaidPeriods ? subscription.periodsSoFar.count : 0
        subscription.invoiceCount = try fields.integer("invoice_count", 0...1_000_000) ?? count
        return subscription
    }

    // MARK: -

    private func instant(_ name: String) throws -> Date? { try fields.instant(name, relativeTo: reference) }

    /// The instant, or the null, that stands there; otherwise what follows from the rest.
    private func given(_ name: String, otherwise: @autoclosure () -> Date?) throws -> Date? {
        try fields.has(name) ? instant(name) : otherwise()
    }

    private func status(trialEnd: Date?) throws -> MockSubscription.Status {
        if let status = try fields.choice("status", MockSubscription.Status.self) {
            if status == .trialing, trialEnd == nil {
                throw fields.problem("trial_end", "`trial_end` is required for a trial.")
            }
            return status
        }
        if try instant("ended_at") != nil { return .canceled }
        if let cancelAt = try instant("cancel_at"), cancelAt <= now { return .canceled }
        return trialEnd.map { $0 > now } ?? false ? .trialing : .active
    }

    private func plannedEnd() throws -> MockSubscription.PlannedEnd? {
        let cancelAt = try instant("cancel_at")
        guard try fields.flag("cancel_at_period_end") ?? false else { return cancelAt.map { .at($0) } }
        guard cancelAt == nil else {
            throw fields.problem("cancel_at", "Either `cancel_at` or `cancel_at_period_end` is wanted, not both.")
        }
        return .atPeriodEnd
    }

    private func endedAt(
        _ status: MockSubscription.Status,
        started: Date,
        _ plannedEnd: MockSubscription.PlannedEnd?
    ) throws -> Date? {
        let endedAt = try instant("ended_at")
        guard status.isTerminal else {
            if endedAt != nil { throw fields.problem("ended_at", "`ended_at` is for what is canceled.") }
            return nil
        }
        if let endedAt { return endedAt }
        if status == .incompleteExpired { return started.addingTimeInterval(MockPolicy.incompleteLife.seconds) }
        if case .at(let date) = plannedEnd, date <= now { return date }
        return now
    }

    private func period(
        _ status: MockSubscription.Status,
        _ price: MockPrice,
        _ started: Date,
        anchor: Date,
        trialEnd: Date?,
        endedAt: Date?
    ) throws -> (start: Date, end: Date) {
        var period = price.cycle.period(at: now, anchor: anchor)
        if status == .trialing, let trialEnd {
            period = (started, trialEnd)
        } else if let endedAt {
            // It ended with a period, or in the middle of one; the period that begins at its end was none of it.
            period = price.cycle.period(at: endedAt.addingTimeInterval(-1), anchor: anchor)
        }
        let start = try instant("period_start") ?? max(period.start, min(started, period.end))
        let end = try instant("period_end") ?? period.end
        guard start <= end else { throw fields.problem("period_end", "`period_end` is not before `period_start`.") }
        return (start, end)
    }

    private func cancellation(isPlanned: Bool) throws -> MockSubscription.CancellationDetails {
        MockSubscription.CancellationDetails(
            reason: try fields.has("reason")
                ? fields.choice("reason", MockSubscription.CancellationDetails.Reason.self)
                : isPlanned ? .requested : nil,
            feedback: try fields.choice("feedback", MockSubscription.CancellationDetails.Feedback.self),
            comment: try fields.paragraph("comment", limit: 2000)
        )
    }

    private func collectionPause() throws -> MockSubscription.CollectionPause? {
        guard
            let behaviour = try fields.choice(
                "collection_pause",
                MockSubscription.CollectionPause.Behaviour.self
            )
        else { return nil }
        return MockSubscription.CollectionPause(behaviour: behaviour, resumesAt: try instant("collection_resumes_at"))
    }

    /// How often a payment was tried in vain, and when it is tried again: as the rules would have it by now.
    private func readAttempts(_ subscription: inout MockSubscription) throws {
        var attempts = 0
        var next: Date?
        switch subscription.status {
        case .pastDue:
            var day = 0
            for (number, days) in MockPolicy.retries.enumerated() where next == nil {
                day += days
                attempts = number + 1
                let time = subscription.periodStart.addingDays(day)
                if time > now { next = time }
            }
            next = next ?? now.addingDays(1)
        case .unpaid: attempts = MockPolicy.retries.count + 1
        case .incomplete, .incompleteExpired, .trialing, .active, .paused, .canceled: break
        }
        subscription.failedAttempts = try fields.integer("failed_attempts", 0...1000) ?? attempts
        subscription.nextAttemptAt = try given("next_attempt_at", otherwise: next)
    }
}

extension JSONFieldsInput {
    /// A text of several lines.
    func paragraph(_ name: String, limit: Int) throws -> String? {
        guard let value = self[name] else { return nil }
        guard case .text(let text) = value, text.utf8.count <= limit else {
            throw problem(name, "`\(name)` is a text of at most \(limit) bytes.")
        }
        return text
    }
}
