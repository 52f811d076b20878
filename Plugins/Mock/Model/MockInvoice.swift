import BillingCore
import FoundationEssentials

/// What a customer was asked to pay.
struct MockInvoice: Hashable, Sendable {
    /// Such as `in_mock_ada_1`.
    let id: String
    /// For people, such as `MOCK-ADA-0001`.
    let number: String
    let customer: ProviderCustomerID
    let subscription: SubscriptionID
    var status: Status
    let reason: Reason
    let currency: String
    let lines: [Line]
    /// What was taken off, because the customer had paid too much before.
    ///
    /// In minor units.
    var creditApplied: Int = 0
    let createdAt: Date
    var paidAt: Date?
    var attempts = 0

    enum Status: String, Sendable, CaseIterable {
        case draft, open, paid, void, uncollectible
    }

    /// Why there is an invoice: Stripe's `billing_reason`.
    enum Reason: String, Sendable, CaseIterable {
        case subscriptionCreate = "subscription_create"
        case subscriptionCycle = "subscription_cycle"
        case subscriptionUpdate = "subscription_update"
    }

    /// One amount for one stretch of time.
    struct Line: Hashable, Sendable, Codable {
        /// Such as "1 × Pro monthly".
        let description: String
        /// In minor units; negative for what is given back.
        let amount: Int
        let start: Date
        let end: Date
        let isProration: Bool
        let price: String
        let quantity: Int
    }

    /// The sum of the lines, in minor units.
    var total: Int { lines.reduce(0) { $0 + $1.amount } }

    /// What is to be paid: never less than nothing.
    var amountDue: Int { max(0, total - creditApplied) }
}
