public import FoundationEssentials

/// One subscription of a customer, in the gateway's words.
public struct Subscription: Hashable, Sendable {
    /// The provider's id of it.
    public let id: SubscriptionID

    /// Where it stands, in the gateway's words.
    public let status: SubscriptionStatus

    /// The provider's own word for the status, as it came.
    public let providerStatus: String

    /// The prices it is made of.
    public let items: [SubscriptionItem]

    /// The current period: what the customer is billed for now.
    ///
    /// Nil where the provider names none.
    ///
    /// Items may have periods of their own; the next renewal is the **earliest** of their ends. Use
    /// ``init(id:status:providerStatus:items:period:trial:cancellation:pause:startedAt:endedAt:)`` without a period to
    /// have it so.
    public let period: Period?

    /// The trial, running or over; nil where there was none.
    public let trial: Period?

    /// Whether it is going to end, or has.
    public let cancellation: Cancellation

    /// Whether it is paused, and what that stops.
    public let pause: Pause

    /// When it began, where the provider says so.
    public let startedAt: Date?

    /// When it was over; nil while it goes on, and where the provider does not say.
    public let endedAt: Date?
    /// Whether it ended because its first payment never came: such a one was never paid for.
    public let neverPaid: Bool

    /// A subscription, mapped from what the provider said.
    ///
    /// `period` is the provider's period of the subscription as a whole; it counts only where no item has one.
    public init(
        id: SubscriptionID,
        status: SubscriptionStatus,
        providerStatus: String,
        items: [SubscriptionItem],
        period: Period? = nil,
        trial: Period? = nil,
        cancellation: Cancellation = .none,
        pause: Pause = .none,
        startedAt: Date? = nil,
        endedAt: Date? = nil,
        neverPaid: Bool = false
    ) {
        self.id = id
        self.status = status
        self.providerStatus = providerStatus
        self.items = items
        self.period = SubscriptionItem.earliestPeriod(of: items) ?? period
        self.trial = trial
        self.cancellation = cancellation
        self.pause = pause
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.neverPaid = neverPaid
    }

    /// Whether the customer will be charged again: trialing, active or past due, without a cancellation.
    public var willRenew: Bool {
        guard cancellation == .none else { return false }
        switch status {
        case .trialing, .active, .pastDue: return true
        case .incomplete, .scheduled, .unpaid, .paused, .ended, .unrecognized: return false
        }
    }

    /// Whether the service is stopped by a pause.
    ///
    /// The status alone does not say it: some providers call a subscription paused whose service goes on.
    public var isServicePaused: Bool {
        switch pause {
        case .service: true
        case .collectionOnly: false
        case .none, .scheduled: status == .paused
        }
    }
}

/// One price that a subscription is made of.
public struct SubscriptionItem: Hashable, Sendable {
    /// The provider's price.
    ///
    /// Nil where it sells products without prices.
    public let price: ProviderPriceID?

    /// The provider's product, where it names one.
    public let product: String?

    /// What the price is called: its nickname, lookup key or id.
    ///
    /// It is shown for prices that no plan names.
    public let priceName: String?

    /// How many of it; nil for metered prices.
    public let quantity: Int?

    /// What one unit costs.
    ///
    /// Nil where the price has no single amount (tiers, fractions of a minor unit).
    public let unitAmount: Money?

    /// How often it is charged; nil for a price that is charged once.
    public let interval: BillingInterval?

    /// How many intervals lie between two charges: 3 with `month` is every three months.
    public let intervalCount: Int?

    /// The item's own period, where the provider gives items one.
    public let period: Period?

    /// An item, mapped from what the provider said.
    public init(
        price: ProviderPriceID?,
        product: String? = nil,
        priceName: String? = nil,
        quantity: Int? = nil,
        unitAmount: Money? = nil,
        interval: BillingInterval? = nil,
        intervalCount: Int? = nil,
        period: Period? = nil
    ) {
        self.price = price
        self.product = product
        self.priceName = priceName
        self.quantity = quantity
        self.unitAmount = unitAmount
        self.interval = interval
        self.intervalCount = intervalCount
        self.period = period
    }

    /// The period that ends first: with it comes the next renewal.
    public static func earliestPeriod(of items: [SubscriptionItem]) -> Period? {
        items.compactMap(\.period).min { $0.end < $1.end }
    }
}
