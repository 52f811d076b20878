/// A situation that a provider is put into, to see what the gateway would be told.
public enum ConformanceScenario: String, Hashable, Sendable, CaseIterable {
    // What a customer has. One subscription, unless it says otherwise.
    /// Active, paid until a date ahead, nothing cancelled, with a price.
    case active
    /// In a trial that ends ahead.
    case trialing
    /// Active, and ends with the period.
    case cancelScheduledAtPeriodEnd
    /// Active, and ends at a date that somebody chose.
    case cancelScheduledAtFixedDate
    /// The last payment failed; the provider still tries.
    case pastDue
    /// The provider has given up collecting.
    case unpaid
    /// The first payment has not gone through.
    case incomplete
    /// The service is paused.
    case pausedService
    /// Active; nothing is collected for a while.
    case pausedCollection
    /// Over.
    case ended
    /// One active subscription among ended ones, not the first of those that the provider tells of.
    case severalSubscriptions
    /// A customer without any subscription.
    case neverSubscribed
    /// A status that the plug-in does not know.
    case unrecognizedStatus

    // What the provider does. The customer is one with an active subscription, unless it says otherwise.
    /// A customer that the provider does not have.
    case unknownCustomer
    /// The provider is down.
    case unavailable
    /// The provider asks for fewer requests.
    case rateLimited
    /// The provider does not accept the credential.
    case authenticationFailed
    /// The credential is good, but not for this.
    case permissionDenied
    /// The answer makes no sense.
    case malformedAnswer
    /// No answer ever comes.
    case hangingAnswer

    /// Whether every provider can be in it, so that no subject may say otherwise.
    public var isCore: Bool {
        switch self {
        case .active, .ended, .severalSubscriptions, .neverSubscribed, .unknownCustomer, .unavailable, .hangingAnswer:
            true
        case .trialing, .cancelScheduledAtPeriodEnd, .cancelScheduledAtFixedDate, .pastDue, .unpaid, .incomplete,
            .pausedService, .pausedCollection, .unrecognizedStatus, .rateLimited, .authenticationFailed,
            .permissionDenied, .malformedAnswer:
            false
        }
    }

    /// Whether the provider answers, and the question is what the customer has.
    var isState: Bool {
        switch self {
        case .active, .trialing, .cancelScheduledAtPeriodEnd, .cancelScheduledAtFixedDate, .pastDue, .unpaid,
            .incomplete, .pausedService, .pausedCollection, .ended, .severalSubscriptions, .neverSubscribed,
            .unrecognizedStatus:
            true
        case .unknownCustomer, .unavailable, .rateLimited, .authenticationFailed, .permissionDenied, .malformedAnswer,
            .hangingAnswer:
            false
        }
    }

    /// In words, for the names of cases.
    var phrase: String {
        switch self {
        case .active: "an active subscription"
        case .trialing: "a trial"
        case .cancelScheduledAtPeriodEnd: "a subscription that ends with its period"
        case .cancelScheduledAtFixedDate: "a subscription that ends at a chosen date"
        case .pastDue: "a past-due subscription"
        case .unpaid: "an unpaid subscription"
        case .incomplete: "an incomplete subscription"
        case .pausedService: "a paused subscription"
        case .pausedCollection: "a subscription whose collection is paused"
        case .ended: "an ended subscription"
        case .severalSubscriptions: "several subscriptions"
        case .neverSubscribed: "a customer who never subscribed"
        case .unrecognizedStatus: "a status that is not known"
        case .unknownCustomer: "a customer the provider does not have"
        case .unavailable: "a provider that is down"
        case .rateLimited: "a provider that asks for fewer requests"
        case .authenticationFailed: "a refused credential"
        case .permissionDenied: "a credential that lacks a permission"
        case .malformedAnswer: "an answer that makes no sense"
        case .hangingAnswer: "a provider that never answers"
        }
    }
}
