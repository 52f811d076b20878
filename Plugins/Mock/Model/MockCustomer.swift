import BillingCore
import FoundationEssentials

/// Somebody who can have subscriptions.
struct MockCustomer: Hashable, Sendable {
    let id: ProviderCustomerID
    /// Empty where nobody gave one.
    var name: String
    var email: String?
    let createdAt: Date
    /// What every charge is tried on.
    ///
    /// Without one, every charge fails.
    var card: MockCard?
    /// What the customer has paid too much, in minor units of the currency in which all of theirs is.
    ///
    /// It is taken off the next invoices.
    var credit: Int = 0
    /// The test clock whose time is the customer's, in place of the world's.
    var testClock: String?
    var metadata: [String: String] = [:]
}
