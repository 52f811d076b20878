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
    /// In which shape a cancellation of it is told.
    var billingMode: BillingMode = .flexible
    /// Why it was cancelled, or is going to be.
    var cancellation = CancellationDetails()
    /// Set while the service stands still.
    var pausedAt: Date?
    /// When the service goes on by itself.
    var resumesAt: Date?
    /// Set while nothing is collected and the service goes on.
    var collectionPause: CollectionPause?
    /// How often the open invoice was tried in vain.
    var failedAttempts = 0
    /// When it is tried again.
    var nextAttemptAt: Date?
    /// How many invoices it has had: the next one's id follows from it.
    var invoiceCount = 0
    var metadata: [String: String] = [:]

    /// The mock's own words, which are Stripe's.
    enum Status: String, Sendable, CaseIterable {
        case incomplete, trialing, active, unpaid, paused, canceled
        case incompleteExpired = "incomplete_expired"
        case pastDue = "past_due"

        /// Whether nothing can happen to it any more.
        var isTerminal: Bool { self == .canceled || self == .incompleteExpired }
    }

    /// The two shapes in which Stripe tells of a cancellation that lies ahead.
    enum PlannedEnd: Hashable, Sendable {
        /// `cancel_at_period_end`: it moves with the period.
        case atPeriodEnd
        /// `cancel_at`, with the flag false: a date of its own.
        case at(Date)
    }

    /// Stripe's two billing modes.
    enum BillingMode: String, Sendable, CaseIterable {
        /// A cancellation at the period's end sets the flag.
        case classic
        /// A cancellation at the period's end in the portal sets a date, and the flag stays false.
        case flexible
    }

    /// What somebody said when they cancelled.
    struct CancellationDetails: Hashable, Sendable {
        var reason: Reason?
        var feedback: Feedback?
        /// In the customer's own words.
        var comment: String?

        enum Reason: String, Sendable, CaseIterable {
            case requested = "cancellation_requested"
            case paymentFailed = "payment_failed"
        }

        enum Feedback: String, Sendable, CaseIterable {
            case customerService = "customer_service"
            case lowQuality = "low_quality"
            case missingFeatures = "missing_features"
            case other
            case switchedService = "switched_service"
            case tooComplex = "too_complex"
            case tooExpensive = "too_expensive"
            case unused
        }
    }

    /// Stripe's `pause_collection`.
    struct CollectionPause: Hashable, Sendable {
        var behaviour: Behaviour
        var resumesAt: Date?

        /// What becomes of the invoices meanwhile.
        enum Behaviour: String, Sendable, CaseIterable {
            case keepAsDraft = "keep_as_draft"
            case markUncollectible = "mark_uncollectible"
            case void
        }
    }
}
