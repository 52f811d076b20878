import BillingCore

/// What is known of a customer, from wherever.
enum Reading: Sendable {
    /// The tenant's customer has no link to a customer of the provider.
    case notLinked
    /// There is a link, but the provider has no such customer.
    case missing
    case known(KnownCustomer)

    var snapshot: SubscriptionSnapshot? {
        if case .known(let known) = self { known.snapshot } else { nil }
    }
}

/// What the provider said of a customer: one for each time it was asked.
final class KnownCustomer: Sendable {
    let key: MemoryKey
    let snapshot: SubscriptionSnapshot

    init(_ snapshot: SubscriptionSnapshot, _ key: MemoryKey) {
        self.key = key
        self.snapshot = snapshot
    }
}
