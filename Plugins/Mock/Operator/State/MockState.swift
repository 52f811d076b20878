import BillingCore
import FoundationEssentials

/// Everything in a world but its open portal sessions: what is exported, imported and seeded.
struct MockState: Hashable, Sendable {
    /// How far the world's clock is ahead of the wall clock, in seconds.
    var clockOffset = 0
    /// Where the world's clock stands still.
    var frozenAt: Date?
    /// From which ids are made.
    var counter = 0
    var products: [MockProduct] = []
    var prices: [MockPrice] = []
    var testClocks: [MockTestClock] = []
    var customers: [MockCustomer] = []
    var subscriptions: [MockSubscription] = []
    /// What the next invoices also have.
    var pending: [SubscriptionID: [MockInvoice.Line]] = [:]
    var invoices: [MockInvoice] = []
    var faults: [MockFault] = []
    /// The earliest first.
    var events: [MockEvent] = []

    static let format = "tollgate-mock"
    static let version = 1

    /// How many of what people count there are.
    struct Size: Hashable, Sendable {
        let customers: Int
        let subscriptions: Int
        let invoices: Int
    }

    var size: Size {
        Size(customers: customers.count, subscriptions: subscriptions.count, invoices: invoices.count)
    }
}
