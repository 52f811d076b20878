public import BillingCore

/// A provider under test: it knows how to put itself into each scenario.
///
/// Every call of ``arrange(_:)`` may give a provider of its own or always the same one; cases run at the same time.
public protocol ConformanceSubject: Sendable {
    /// Puts the provider into a scenario.
    func arrange(_ scenario: ConformanceScenario) async throws -> ConformanceArrangement

    /// Texts that no error may show: the credentials that the provider was made with, the portal URLs that its
    /// scenarios hold. Empty for a provider that has none.
    var secrets: [String] { get }
}

/// What a subject makes of a scenario.
public enum ConformanceArrangement: Sendable {
    case ready(ConformanceSetting)
    /// The provider cannot be in it, for this reason. Not for scenarios that are
    /// ``ConformanceScenario/isCore``: for those a case fails.
    case notApplicable(reason: String)
}

/// A provider in a scenario, and whom to ask it about.
public struct ConformanceSetting: Sendable {
    /// The provider, in the scenario.
    public let provider: any BillingProvider
    /// Whom to ask about.
    public let customer: ProviderCustomer
    /// The subscription that the scenario is about: in ``ConformanceScenario/severalSubscriptions`` the one that is
    /// current.
    ///
    /// Nil: the snapshot's current one, whichever that is.
    public let subscription: SubscriptionID?
    /// Another price, to change the subscription to.
    ///
    /// Nil: the one that it has.
    public let otherPrice: ProviderPriceID?
    /// Where the portal leads back to.
    public let returnURL: String

    /// Everything but the provider and the customer may be left to what the provider answers.
    public init(
        provider: any BillingProvider,
        customer: ProviderCustomer,
        subscription: SubscriptionID? = nil,
        otherPrice: ProviderPriceID? = nil,
        returnURL: String = "https://app.example.com/billing"
    ) {
        self.provider = provider
        self.customer = customer
        self.subscription = subscription
        self.otherPrice = otherPrice
        self.returnURL = returnURL
    }
}
