import BillingCore

/// What is charged, and how often.
struct MockPrice: Hashable, Sendable {
    let id: ProviderPriceID
    /// For people, such as "Pro monthly".
    let name: String
    let amount: Money
    let cycle: BillingCycle
}
