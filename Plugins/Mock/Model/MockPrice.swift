import BillingCore

/// What is charged, and how often.
struct MockPrice: Hashable, Sendable {
    let id: ProviderPriceID
    /// For people, such as "Pro monthly".
    var name: String
    let amount: Money
    let cycle: BillingCycle
    /// The product that it is a price of, such as `prod_mock_pro`.
    var product: String
    /// Whether it is offered to those who do not have it yet.
    var isActive = true
    var lookupKey: String?
    var metadata: [String: String] = [:]
}

/// What prices are of.
struct MockProduct: Hashable, Sendable {
    let id: String
    var name: String
    var isActive = true
    var metadata: [String: String] = [:]
}
