import BillingCore
import FoundationEssentials

/// A subscription in the mock's world: one price, in some quantity.
///
/// All instants are whole seconds.
struct MockSubscription: Hashable, Sendable {
    let id: SubscriptionID
    let customer: ProviderCustomerID
    var status: Status
    var price: MockPrice
    var quantity: Int = 1
    let startedAt: Date
    /// The instant that all ends of periods are counted from.
    var anchor: Date
    var periodStart: Date
    var periodEnd: Date
    var trialStart: Date?
    var trialEnd: Date?
    /// What is to end it; it stays when it has.
    var plannedEnd: PlannedEnd?
    var cancellationRequestedAt: Date?
    var endedAt: Date?

    /// The mock's own words, which are Stripe's.
    enum Status: String, Sendable, CaseIterable {
        case trialing, active
        case pastDue = "past_due"
        case canceled
    }

    /// The two shapes in which Stripe tells of a cancellation that lies ahead.
    enum PlannedEnd: Hashable, Sendable {
        /// `cancel_at_period_end`: it moves with the period.
        case atPeriodEnd
        /// `cancel_at`, with the flag false: a date of its own.
        case at(Date)
    }
}
