public import FoundationEssentials

/// Whether a subscription is going to end, or has: a value of its own, because a status does not say it.
public enum Cancellation: Hashable, Sendable {
    /// Nothing is cancelled: it goes on until somebody cancels it.
    case none
    /// It goes on until a date, then it ends.
    case scheduled(Scheduled)
    /// It is over. `requestedAt` is when somebody asked for it, where the provider says so.
    case ended(at: Date?, requestedAt: Date?, evidence: [String])

    /// A cancellation that lies ahead.
    public struct Scheduled: Hashable, Sendable {
        /// When it ends.
        ///
        /// Nil where the provider does not say.
        public let effectiveAt: Date?

        /// What the end is tied to.
        public let mode: Mode

        /// When somebody asked for it, where the provider says so.
        public let requestedAt: Date?

        /// Whether it can still be undone.
        public let resumable: Bool

        /// The provider's fields that decided, such as `cancel_at_period_end`.
        ///
        /// They are there for people who ask why; nothing is decided by them.
        public let evidence: [String]

        /// Says that the subscription goes on and then ends.
        public init(effectiveAt: Date?, mode: Mode, requestedAt: Date?, resumable: Bool, evidence: [String]) {
            self.effectiveAt = effectiveAt
            self.mode = mode
            self.requestedAt = requestedAt
            self.resumable = resumable
            self.evidence = evidence
        }
    }

    /// What the end of a scheduled cancellation is tied to.
    public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// It ends with the current period, and moves with it.
        case periodEnd = "period_end"
        /// It ends on a date of its own.
        case fixedDate = "fixed_date"
    }

    /// The cancellation of a customer's current subscription.
    ///
    /// It is what ``BillingProvider/checkCancellation(_:_:)`` answers for providers whose subscriptions carry it. A
    /// customer without a subscription has nothing to cancel: ``none``.
    public init(derivedFrom snapshot: SubscriptionSnapshot) {
        self = snapshot.current?.cancellation ?? .none
    }

    /// Whether an end lies ahead: what a customer means by "I have cancelled".
    public var isScheduled: Bool {
        if case .scheduled = self { true } else { false }
    }
}
