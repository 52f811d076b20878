import BillingCore
import FoundationEssentials

/// Something that happened in the world.
struct MockEvent: Hashable, Sendable {
    /// Counts up; `evt_mock_12` is the twelfth.
    let number: Int
    let kind: Kind
    /// By the customer's clock.
    let at: Date
    let customer: ProviderCustomerID
    /// The id of what it is about: a subscription's, an invoice's, a customer's.
    let object: String
    let actor: Actor
    /// One sentence for people.
    let summary: String

    var id: String { "evt_mock_\(number)" }

    /// What sort of thing: the names are Stripe's event types.
    enum Kind: String, Sendable, CaseIterable {
        case customerCreated = "customer.created"
        case customerUpdated = "customer.updated"
        case customerDeleted = "customer.deleted"
        case paymentMethodAttached = "payment_method.attached"
        case subscriptionCreated = "customer.subscription.created"
        case subscriptionUpdated = "customer.subscription.updated"
        case subscriptionPaused = "customer.subscription.paused"
        case subscriptionResumed = "customer.subscription.resumed"
        case subscriptionDeleted = "customer.subscription.deleted"
        case invoiceCreated = "invoice.created"
        case invoicePaid = "invoice.paid"
        case invoicePaymentFailed = "invoice.payment_failed"
        case invoiceVoided = "invoice.voided"
        case invoiceMarkedUncollectible = "invoice.marked_uncollectible"
        case portalSessionCreated = "billing_portal.session.created"
    }

    /// Who did it.
    enum Actor: String, Sendable, CaseIterable {
        /// The customer, in the hosted portal.
        case portal
        /// The developer, in the console or on the command line.
        case `operator`
        /// A program that speaks Stripe's API.
        case api
        /// The gateway.
        case gateway
        /// Nobody: time passed.
        case clock
    }

    /// An event that has no number yet.
    struct Draft: Hashable, Sendable {
        let kind: Kind
        let at: Date
        let customer: ProviderCustomerID
        let object: String
        let summary: String
    }
}
