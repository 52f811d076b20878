import BillingHTTP

/// A subscription in both of its shapes: periods on the items (since 2025-03-31) or on the subscription.
///
/// Times are in seconds since 1970.
struct StripeSubscription: StripeObject {
    var id: String?
    var status: String?
    var livemode: Bool?
    var items: StripeList<StripeSubscriptionItem>?
    /// Beside or in place of items in old API versions.
    var plan: StripePrice?
    var quantity: Int?
    var currency: String?
    var currentPeriodStart: Int?
    var currentPeriodEnd: Int?
    var trialStart: Int?
    var trialEnd: Int?
    var cancelAt: Int?
    var cancelAtPeriodEnd = false
    /// When a cancellation was asked for, whatever came of it.
    var canceledAt: Int?
    var endedAt: Int?
    var startDate: Int?
    var created: Int?
    var pauseCollection: StripePauseCollection?
    /// Why the status is `paused`.
    var pauseCause: String?
    var testClock: String?

    private enum Field: String, CaseIterable {
        case id, status, livemode, items, plan, quantity, currency, created
        case currentPeriodStart = "current_period_start"
        case currentPeriodEnd = "current_period_end"
        case trialStart = "trial_start"
        case trialEnd = "trial_end"
        case cancelAt = "cancel_at"
        case cancelAtPeriodEnd = "cancel_at_period_end"
        case canceledAt = "canceled_at"
        case endedAt = "ended_at"
        case startDate = "start_date"
        case pauseCollection = "pause_collection"
        case statusDetails = "status_details"
        case testClock = "test_clock"
    }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while let field = try reader.nextField(Self.fields) {
            switch field {
            case .id: id = try reader.string()
            case .status: status = try reader.string()
            case .livemode: livemode = try reader.boolean()
            case .items: items = try StripeList(from: &reader)
            case .plan: plan = reader.isAtObject ? try StripePrice(from: &reader) : nil
            case .quantity: quantity = try reader.integer()
            case .currency: currency = try reader.string()
            case .created: created = try reader.integer()
            case .currentPeriodStart: currentPeriodStart = try reader.integer()
            case .currentPeriodEnd: currentPeriodEnd = try reader.integer()
            case .trialStart: trialStart = try reader.integer()
            case .trialEnd: trialEnd = try reader.integer()
            case .cancelAt: cancelAt = try reader.integer()
            case .cancelAtPeriodEnd: cancelAtPeriodEnd = try reader.boolean() ?? false
            case .canceledAt: canceledAt = try reader.integer()
            case .endedAt: endedAt = try reader.integer()
            case .startDate: startDate = try reader.integer()
            case .pauseCollection:
                pauseCollection = reader.isAtObject ? try StripePauseCollection(from: &reader) : nil
            case .statusDetails: pauseCause = try StripePauseCause(from: &reader).type
            case .testClock: testClock = try StripeReference(from: &reader).id
            }
        }
    }
}

struct StripePauseCollection: StripeObject {
    var resumesAt: Int?

    private enum Field: String, CaseIterable { case resumesAt = "resumes_at" }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while try reader.nextField(Self.fields) != nil { resumesAt = try reader.integer() }
    }
}

/// `status_details.paused.subscription.type`: one field, three levels down.
struct StripePauseCause: StripeObject {
    var type: String?

    private enum Field: String, CaseIterable { case paused, subscription, type }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while let field = try reader.nextField(Self.fields) {
            guard field == .paused, try reader.beginObject() else { continue }
            while let field = try reader.nextField(Self.fields) {
                guard field == .subscription, try reader.beginObject() else { continue }
                while let field = try reader.nextField(Self.fields) {
                    if field == .type { type = try reader.string() }
                }
            }
        }
    }
}

struct StripeSubscriptionItem: StripeObject {
    var id: String?
    var price: StripePrice?
    /// In place of the price in old API versions, beside it in newer ones.
    var plan: StripePrice?
    var quantity: Int?
    var currentPeriodStart: Int?
    var currentPeriodEnd: Int?
    var trial: StripeItemTrial?

    private enum Field: String, CaseIterable {
        case id, price, plan, quantity
        case currentPeriodStart = "current_period_start"
        case currentPeriodEnd = "current_period_end"
        case currentTrial = "current_trial"
    }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while let field = try reader.nextField(Self.fields) {
            switch field {
            case .id: id = try reader.string()
            case .price: price = reader.isAtObject ? try StripePrice(from: &reader) : nil
            case .plan: plan = reader.isAtObject ? try StripePrice(from: &reader) : nil
            case .quantity: quantity = try reader.integer()
            case .currentPeriodStart: currentPeriodStart = try reader.integer()
            case .currentPeriodEnd: currentPeriodEnd = try reader.integer()
            case .currentTrial: trial = try StripeItemTrial(from: &reader)
            }
        }
    }
}

struct StripeItemTrial: StripeObject {
    var startDate: Int?
    var endDate: Int?

    private enum Field: String, CaseIterable {
        case startDate = "start_date"
        case endDate = "end_date"
    }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while let field = try reader.nextField(Self.fields) {
            switch field {
            case .startDate: startDate = try reader.integer()
            case .endDate: endDate = try reader.integer()
            }
        }
    }
}

/// A price, or the older plan, which says the same in other places.
struct StripePrice: StripeObject {
    var id: String?
    var nickname: String?
    var lookupKey: String?
    var product: String?
    var currency: String?
    /// Nil for tiers, and for fractions of a minor unit.
    var unitAmount: Int?
    var interval: String?
    var intervalCount: Int?

    private enum Field: String, CaseIterable {
        case id, nickname, product, currency, recurring, amount, interval
        case lookupKey = "lookup_key"
        case unitAmount = "unit_amount"
        case intervalCount = "interval_count"
    }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while let field = try reader.nextField(Self.fields) {
            switch field {
            case .id: id = try reader.string()
            case .nickname: nickname = try reader.string()
            case .lookupKey: lookupKey = try reader.string()
            case .product: product = try StripeReference(from: &reader).id
            case .currency: currency = try reader.string()
            case .unitAmount, .amount: unitAmount = try reader.integer() ?? unitAmount
            case .interval: interval = try reader.string()
            case .intervalCount: intervalCount = try reader.integer()
            case .recurring:
                // What is in it has the names that a plan has.
                let recurring = try StripePrice(from: &reader)
                interval = recurring.interval ?? interval
                intervalCount = recurring.intervalCount ?? intervalCount
            }
        }
    }
}
