public import FoundationEssentials

/// Whether a customer has paid for what it uses, and why.
public struct Access: Hashable, Sendable {
    /// Whether the customer may use what it subscribes to.
    public let isPaid: Bool

    /// Why ``isPaid`` is what it is.
    public let reason: Reason

    /// Until when the customer's payments reach, without the grace.
    ///
    /// Nil where nothing was paid, or where the provider names no date.
    public let paidThrough: Date?

    /// Why access is given or refused.
    ///
    /// The raw values are the names in documents.
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// Inside a period that is paid for, or a trial.
        case paid
        /// The period is over, the grace is not.
        case grace
        /// Period and grace are over.
        case lapsed
        /// A status that gives no access (incomplete, scheduled, paused, unrecognised), or no date to tell it by.
        case notActive = "not_active"
        /// The subscription has no price.
        case noPrice = "no_price"
        /// The customer has no subscription.
        case noSubscription = "no_subscription"
    }

    /// How strictly a tenant reads "paid".
    public enum Policy: String, Hashable, Sendable, Codable, CaseIterable {
        /// The status decides up to when a customer has paid: see ``Access/init(of:observedAt:grace:policy:)``.
        case status
        /// The end of the period decides, whatever the status says.
        case periodEnd = "period_end"
    }

    /// Decides access: there is a price, and `observedAt` is before ``paidThrough`` plus the grace.
    ///
    /// Paid through, by status: trialing, active → end of the period. Past due, unpaid → **start** of the period, for
    /// it began without a payment. Ended → the earlier of its end and the end of the period. Incomplete, scheduled,
    /// unrecognised, and whatever the status a paused service → never.
    ///
    /// - Parameters:
    ///   - subscription: the customer's current one; nil where there is none.
    ///   - observedAt: in the provider's time; see ``SubscriptionSnapshot/observedAt``.
    ///   - grace: how long access outlives the payment.
    ///   - policy: whether the status counts, or only the period.
    public init(of subscription: Subscription?, observedAt: Date, grace: Duration, policy: Policy) {
        guard let subscription else {
            self.init(isPaid: false, reason: .noSubscription, paidThrough: nil)
            return
        }
        guard subscription.items.contains(where: { $0.price != nil || $0.product != nil }) else {
            self.init(isPaid: false, reason: .noPrice, paidThrough: nil)
            return
        }
        guard let paidThrough = Access.paidThrough(subscription, policy: policy) else {
            self.init(isPaid: false, reason: .notActive, paidThrough: nil)
            return
        }
        if observedAt < paidThrough {
            self.init(isPaid: true, reason: .paid, paidThrough: paidThrough)
        } else if observedAt < paidThrough.addingTimeInterval(grace.seconds) {
            self.init(isPaid: true, reason: .grace, paidThrough: paidThrough)
        } else {
            self.init(isPaid: false, reason: .lapsed, paidThrough: paidThrough)
        }
    }

    private init(isPaid: Bool, reason: Reason, paidThrough: Date?) {
        self.isPaid = isPaid
        self.reason = reason
        self.paidThrough = paidThrough
    }

    private static func paidThrough(_ subscription: Subscription, policy: Policy) -> Date? {
        // A trial may stand without a period: then its end is what is granted.
        let end = subscription.period?.end ?? (subscription.status == .trialing ? subscription.trial?.end : nil)
        if subscription.neverPaid { return nil }
        guard policy == .status else { return end }
        switch subscription.status {
        case .trialing, .active, .paused: return subscription.isServicePaused ? nil : end
        case .pastDue, .unpaid: return subscription.isServicePaused ? nil : subscription.period?.start
        case .ended: return [subscription.endedAt, end].compactMap(\.self).min()
        case .incomplete, .scheduled, .unrecognized: return nil
        }
    }
}

extension Duration {
    /// In seconds, with fractions.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
