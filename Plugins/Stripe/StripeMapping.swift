import BillingCore
import FoundationEssentials

// Stripe's words into the gateway's.

extension Subscription {
    /// Maps a subscription.
    ///
    /// - Throws: `provider-bad-response` when its id or its status is missing.
    init(_ stripe: StripeSubscription) throws(BillingError) {
        guard let text = stripe.id, let id = try? SubscriptionID(text) else {
            throw BillingError(.providerBadResponse, "a subscription in Stripe's answer has no usable id")
        }
        guard let providerStatus = stripe.status else {
            throw BillingError(.providerBadResponse, "the subscription \(id) in Stripe's answer has no status")
        }
        let status = SubscriptionStatus(stripe: providerStatus)
        let items = stripe.mappedItems
        let topLevelPeriod = Period(start: stripe.currentPeriodStart, end: stripe.currentPeriodEnd)
        let period = SubscriptionItem.earliestPeriod(of: items) ?? topLevelPeriod
        self.init(
            id: id,
            status: status,
            providerStatus: providerStatus,
            items: items,
            period: period,
            trial: stripe.trial,
            cancellation: Cancellation(stripe, status: status, periodEnd: period?.end),
            pause: Pause(stripe, status: status),
            startedAt: Date(stripe: stripe.startDate ?? stripe.created),
            endedAt: Date(stripe: stripe.endedAt),
            neverPaid: stripe.status == "incomplete_expired"
        )
    }
}

extension SubscriptionStatus {
    /// Stripe's `status`.
    init(stripe text: String) {
        switch text {
        case "incomplete": self = .incomplete
        case "trialing": self = .trialing
        case "active": self = .active
        case "past_due": self = .pastDue
        case "unpaid": self = .unpaid
        case "paused": self = .paused
        case "canceled", "incomplete_expired": self = .ended
        default: self = .unrecognized(text)
        }
    }
}

extension Cancellation {
    /// Scheduled when a subscription that has not ended has either field.
    ///
    /// Flexible billing sets `cancel_at` with the flag off, classic billing the flag with or without `cancel_at`.
    /// `canceled_at` says when somebody asked, never that it is over.
    fileprivate init(_ stripe: StripeSubscription, status: SubscriptionStatus, periodEnd: Date?) {
        let requestedAt = Date(stripe: stripe.canceledAt)
        if status == .ended {
            let endedAt = Date(stripe: stripe.endedAt)
            let evidence = endedAt == nil ? ["status"] : ["status", "ended_at"]
            self = .ended(at: endedAt, requestedAt: requestedAt, evidence: evidence)
            return
        }
        var evidence: [String] = []
        if stripe.cancelAt != nil { evidence.append("cancel_at") }
        if stripe.cancelAtPeriodEnd { evidence.append("cancel_at_period_end") }
        guard !evidence.isEmpty else {
            self = .none
            return
        }
        self = .scheduled(
            Scheduled(
                effectiveAt: Date(stripe: stripe.cancelAt) ?? periodEnd,
                mode: stripe.cancelAtPeriodEnd ? .periodEnd : .fixedDate,
                requestedAt: requestedAt,
                resumable: true,
                evidence: evidence
            )
        )
    }
}

extension Pause {
    fileprivate init(_ stripe: StripeSubscription, status: SubscriptionStatus) {
        if status == .paused {
            self = .service(resumesAt: nil, cause: stripe.pauseCause)
        } else if let collection = stripe.pauseCollection, status != .ended {
            self = .collectionOnly(resumesAt: Date(stripe: collection.resumesAt))
        } else {
            self = .none
        }
    }
}

extension StripeSubscription {
    fileprivate var trial: Period? {
        let ofItems = items?.data?.compactMap { Period(start: $0.trial?.startDate, end: $0.trial?.endDate) } ?? []
        return Period(start: trialStart, end: trialEnd) ?? ofItems.min { $0.end < $1.end }
    }

    fileprivate var mappedItems: [SubscriptionItem] {
        let items = items?.data ?? []
        if items.isEmpty, let plan {
            return [SubscriptionItem(plan, quantity: quantity, period: nil, fallbackCurrency: currency)]
        }
        return items.map { item in
            SubscriptionItem(
                item.price ?? item.plan,
                quantity: item.quantity,
                period: Period(start: item.currentPeriodStart, end: item.currentPeriodEnd),
                fallbackCurrency: currency
            )
        }
    }
}

extension SubscriptionItem {
    fileprivate init(_ price: StripePrice?, quantity: Int?, period: Period?, fallbackCurrency: String?) {
        let names = [price?.nickname, price?.lookupKey, price?.id].compactMap(\.self)
        self.init(
            price: price?.id.flatMap { try? ProviderPriceID($0) },
            product: price?.product,
            priceName: names.first { !$0.isEmpty },
            quantity: quantity,
            unitAmount: Money(stripe: price?.unitAmount, currency: price?.currency ?? fallbackCurrency),
            interval: price?.interval.flatMap(BillingInterval.init),
            intervalCount: price?.intervalCount,
            period: period
        )
    }
}

extension Money {
    /// An amount in Stripe's units, which for three currencies are not those of ISO 4217: the króna and the Ugandan
    /// shilling have two places there that are always zero, the ariary has none.
    init?(stripe amount: Int?, currency: String?) {
        guard let amount, let currency = currency?.lowercased(), currency.utf8.count == 3 else { return nil }
        switch currency {
        case "isk", "ugx":
            guard amount.isMultiple(of: 100) else { return nil }
            self.init(amount: amount / 100, currency: currency)
        case "mga":
            let (minor, isTooLarge) = amount.multipliedReportingOverflow(by: 100)
            if isTooLarge { return nil }
            self.init(amount: minor, currency: currency)
        default: self.init(amount: amount, currency: currency)
        }
    }
}

extension Period {
    /// Nil without an end.
    fileprivate init?(start: Int?, end: Int?) {
        guard let end = Date(stripe: end) else { return nil }
        self.init(start: Date(stripe: start), end: end)
    }
}

extension Date {
    /// Seconds since 1970.
    ///
    /// Nil for what no calendar of ours can show, beyond the year 9999.
    init?(stripe seconds: Int?) {
        guard let seconds, (0..<253_402_300_800).contains(seconds) else { return nil }
        self.init(timeIntervalSince1970: Double(seconds))
    }
}
