package import BillingCore

/// What a customer's billing comes to, in one word: it decides page, button and text alike.
public enum BillingState: String, Hashable, Sendable, Codable, CaseIterable {
    /// No subscription, or no link to the provider.
    case none
    case ended
    case unpaid
    case pastDue = "past_due"
    case incomplete
    /// The service is paused.
    case paused
    /// Active or in trial, with an end that is set.
    case canceling
    case trialing
    case active
    /// It starts later.
    case scheduled
    /// A status that this version does not know.
    case unknown

    /// The first of them that holds for the current subscription.
    package init(of subscription: Subscription?) {
        guard let subscription else {
            self = .none
            return
        }
        switch subscription.status {
        case .ended: self = .ended
        case .unpaid: self = .unpaid
        case .pastDue: self = .pastDue
        case .incomplete: self = .incomplete
        case _ where subscription.isServicePaused: self = .paused
        case .trialing: self = subscription.cancellation.isScheduled ? .canceling : .trialing
        // A paused subscription whose service goes on is an active one.
        case .active, .paused: self = subscription.cancellation.isScheduled ? .canceling : .active
        case .scheduled: self = subscription.cancellation.isScheduled ? .canceling : .scheduled
        case .unrecognized: self = .unknown
        }
    }
}
