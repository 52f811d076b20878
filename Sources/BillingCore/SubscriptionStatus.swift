/// Where a subscription stands, in the gateway's own words.
///
/// What a provider said is beside it, in ``Subscription/providerStatus``.
///
/// A cancellation that lies ahead is not a status: an `active` subscription may end next week. See ``Cancellation``.
public enum SubscriptionStatus: Hashable, Sendable {
    /// The first payment has not gone through yet.
    case incomplete
    /// It starts later.
    case scheduled
    /// In a trial: it runs, and nothing has been charged for it.
    case trialing
    /// It runs and is paid for.
    case active
    /// A payment failed and the provider still tries.
    case pastDue
    /// A payment failed and the provider has given up trying, but not ended the subscription.
    case unpaid
    /// Stopped for a while; ``Subscription/pause`` says what that means for the customer.
    case paused
    /// Over, for whatever reason.
    case ended
    /// A value this version does not know. It is never treated as active.
    case unrecognized(String)

    /// The name in documents, such as `past_due`.
    public var name: String {
        switch self {
        case .incomplete: "incomplete"
        case .scheduled: "scheduled"
        case .trialing: "trialing"
        case .active: "active"
        case .pastDue: "past_due"
        case .unpaid: "unpaid"
        case .paused: "paused"
        case .ended: "ended"
        case .unrecognized: "unrecognized"
        }
    }

    /// The order in which several subscriptions of one customer are ranked: the lowest one is the current one.
    var rank: Int {
        switch self {
        case .active, .trialing: 0
        case .pastDue, .unpaid, .paused: 1
        case .scheduled, .incomplete: 2
        case .unrecognized: 3
        case .ended: 4
        }
    }
}
