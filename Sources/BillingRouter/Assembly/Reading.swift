import BillingCore

/// What is known of a customer, from wherever.
enum Reading: Sendable {
    /// The tenant's customer has no link to a customer of the provider.
    case notLinked
    /// There is a link, but the provider has no such customer.
    case missing
    case known(SubscriptionSnapshot)

    var snapshot: SubscriptionSnapshot? {
        if case .known(let snapshot) = self { snapshot } else { nil }
    }
}
