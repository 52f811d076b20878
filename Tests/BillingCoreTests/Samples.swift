import BillingCore
import FoundationEssentials

/// The middle of the day on which most of these tests happen.
let noon = instant("2026-11-22T12:00:00Z")

func instant(_ text: String) -> Date {
    guard let date = RFC3339.date(from: text) else { preconditionFailure("\(text) is not an instant") }
    return date
}

func identifier<ID: ValidatedIdentifier>(_ text: String, as type: ID.Type = ID.self) -> ID {
    guard let id = try? ID(text) else { preconditionFailure("\(text) is not an identifier") }
    return id
}

extension SubscriptionStatus {
    /// Every status once.
    static let samples: [SubscriptionStatus] = [
        .incomplete, .scheduled, .trialing, .active, .pastDue, .unpaid, .paused, .ended, .unrecognized("novel"),
    ]
}

extension Cancellation {
    static let scheduledSample = Cancellation.scheduled(
        Scheduled(effectiveAt: noon, mode: .periodEnd, requestedAt: nil, resumable: true, evidence: ["cancel_at"])
    )
    static let endedSample = Cancellation.ended(at: noon, requestedAt: nil, evidence: ["status"])
}

extension Subscription {
    /// A subscription of one price, without any date unless there is one given.
    static func sample(
        _ status: SubscriptionStatus,
        id: String = "sub_1",
        items: [SubscriptionItem] = [SubscriptionItem(price: identifier("price_1"))],
        period: Period? = nil,
        trial: Period? = nil,
        cancellation: Cancellation = .none,
        pause: Pause = .none,
        endedAt: Date? = nil
    ) -> Subscription {
        Subscription(
            id: identifier(id),
            status: status,
            providerStatus: status.name,
            items: items,
            period: period,
            trial: trial,
            cancellation: cancellation,
            pause: pause,
            endedAt: endedAt
        )
    }
}
