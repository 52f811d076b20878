public import BillingCore
public import FoundationEssentials

/// A subscription, as every answer shows it.
///
/// Where a customer has none, `status` is `none` and the rest is null.
public struct SubscriptionDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// The provider's id.
    public let id: String?
    /// One of the names of ``SubscriptionStatus``, or `none`.
    public let status: String
    /// The provider's own word for the status.
    public let providerStatus: String?
    /// When the period began that is billed now.
    public let currentPeriodStart: Date?
    /// When it is over: the earliest end of all items.
    public let currentPeriodEnd: Date?
    /// When the trial began.
    public let trialStart: Date?
    /// When the trial is over.
    public let trialEnd: Date?
    /// Of all items together; null where one is metered.
    public let quantity: Int?
    /// Whether the customer will be charged again.
    public let willRenew: Bool
    /// When the subscription began.
    public let startedAt: Date?
    /// When it ended.
    public let endedAt: Date?
    /// The plan that it stands for.
    public let plan: PlanDocument?
    /// Whether it is cancelled.
    public let cancellation: CancellationDocument
    /// Whether it is paused.
    public let pause: PauseDocument
    /// What it is made of.
    public let items: [SubscriptionItemDocument]

    /// A customer without a subscription.
    package static let none = SubscriptionDocument()

    private init() {
        id = nil
        status = "none"
        providerStatus = nil
        currentPeriodStart = nil
        currentPeriodEnd = nil
        trialStart = nil
        trialEnd = nil
        quantity = nil
        willRenew = false
        startedAt = nil
        endedAt = nil
        plan = nil
        cancellation = CancellationDocument(.none)
        pause = PauseDocument(.none)
        items = []
    }

    package init(_ subscription: Subscription, plan: PlanDocument?) {
        id = subscription.id.rawValue
        status = subscription.status.name
        providerStatus = subscription.providerStatus
        currentPeriodStart = subscription.period?.start
        currentPeriodEnd = subscription.period?.end
        trialStart = subscription.trial?.start
        trialEnd = subscription.trial?.end
        quantity = SubscriptionDocument.quantity(of: subscription.items)
        willRenew = subscription.willRenew
        startedAt = subscription.startedAt
        endedAt = subscription.endedAt
        self.plan = plan
        cancellation = CancellationDocument(subscription.cancellation)
        pause = PauseDocument(subscription.pause)
        items = subscription.items.map(SubscriptionItemDocument.init)
    }

    /// Nil where it cannot be said: no items, a metered one, or numbers that no customer has.
    private static func quantity(of items: [SubscriptionItem]) -> Int? {
        guard let first = items.first else { return nil }
        return items.dropFirst().reduce(first.quantity) { sum, item in
            guard let sum, let more = item.quantity else { return nil }
            let (total, overflow) = sum.addingReportingOverflow(more)
            return overflow ? nil : total
        }
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("status", status)
            json.member("provider_status", providerStatus)
            json.member("current_period_start", currentPeriodStart)
            json.member("current_period_end", currentPeriodEnd)
            json.member("trial_start", trialStart)
            json.member("trial_end", trialEnd)
            json.member("quantity", quantity)
            json.member("will_renew", willRenew)
            json.member("started_at", startedAt)
            json.member("ended_at", endedAt)
            json.member("plan", plan)
            json.member("cancellation", cancellation)
            json.member("pause", pause)
            json.member("items", items)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, status, quantity, plan, cancellation, pause, items
        case providerStatus = "provider_status"
        case currentPeriodStart = "current_period_start"
        case currentPeriodEnd = "current_period_end"
        case trialStart = "trial_start"
        case trialEnd = "trial_end"
        case willRenew = "will_renew"
        case startedAt = "started_at"
        case endedAt = "ended_at"
    }
}

/// One price that a subscription is made of.
public struct SubscriptionItemDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// The provider's price.
    public let price: String?
    /// The provider's product.
    public let product: String?
    /// The price's nickname, lookup key or id.
    public let name: String?
    /// How many; null for metered prices.
    public let quantity: Int?
    /// In minor units.
    public let unitAmount: Int?
    /// ISO 4217, lower case.
    public let currency: String?
    /// How often it is charged.
    public let interval: BillingInterval?
    /// 3 with `month`: every three months.
    public let intervalCount: Int?

    package init(_ item: SubscriptionItem) {
        price = item.price?.rawValue
        product = item.product
        name = item.priceName
        quantity = item.quantity
        unitAmount = item.unitAmount?.amount
        currency = item.unitAmount?.currency
        interval = item.interval
        intervalCount = item.intervalCount
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("price", price)
            json.member("product", product)
            json.member("name", name)
            json.member("quantity", quantity)
            json.member("unit_amount", unitAmount)
            json.member("currency", currency)
            json.member("interval", interval?.rawValue)
            json.member("interval_count", intervalCount)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case price, product, name, quantity, currency, interval
        case unitAmount = "unit_amount"
        case intervalCount = "interval_count"
    }
}

/// A customer's subscriptions, the current one first.
public struct SubscriptionsDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// The current one first.
    public let subscriptions: [SubscriptionDocument]

    package init(_ subscriptions: [SubscriptionDocument]) { self.subscriptions = subscriptions }

    /// The subscription that decides; one with the status `none` where there is none.
    public var current: SubscriptionDocument { subscriptions.first ?? .none }

    package func write(into json: inout JSONWriter) {
        json.object { $0.member("subscriptions", subscriptions) }
    }
}
