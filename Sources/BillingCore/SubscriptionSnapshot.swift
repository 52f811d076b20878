public import FoundationEssentials

/// All that a provider knows of a customer's subscriptions at one moment.
public struct SubscriptionSnapshot: Hashable, Sendable {
    /// All of them, ended ones too, the one that decides first.
    public let subscriptions: [Subscription]

    /// When this was true, in the **provider's** time.
    ///
    /// That is the wall clock for real providers, a shifted one for the mock and for a provider's test clocks. All that
    /// is derived ("in 9 days", access) is derived from it.
    public let observedAt: Date

    /// Ranks the subscriptions, whatever the order they come in.
    ///
    /// By status: active and trialing, past due and unpaid and paused, scheduled and incomplete, unrecognised, ended.
    /// Then by the latest period end, then by id, so that two equal answers stay in one order.
    public init(subscriptions: [Subscription], observedAt: Date) {
        self.subscriptions = subscriptions.sorted { left, right in
            if left.status.rank != right.status.rank { return left.status.rank < right.status.rank }
            if left.lastDay != right.lastDay { return left.lastDay > right.lastDay }
            return left.id < right.id
        }
        self.observedAt = observedAt
    }

    /// The subscription that decides: the first one, or nil when the customer has none.
    public var current: Subscription? { subscriptions.first }
}

extension Subscription {
    /// When its period is over; for one that ended before that, when it ended.
    fileprivate var lastDay: Date {
        guard status == .ended else { return period?.end ?? .distantPast }
        return [period?.end, endedAt].compactMap(\.self).min() ?? .distantPast
    }
}
