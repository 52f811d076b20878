import BillingCore
import FoundationEssentials

extension Subscription {
    init(_ mock: MockSubscription) {
        let status: SubscriptionStatus =
            switch mock.status {
            case .trialing: .trialing
            case .active: .active
            case .pastDue: .pastDue
            case .canceled: .ended
            }
        let item = SubscriptionItem(
            price: mock.price.id,
            priceName: mock.price.name,
            quantity: mock.quantity,
            unitAmount: mock.price.amount,
            interval: mock.price.cycle.interval,
            intervalCount: mock.price.cycle.count,
            period: Period(start: mock.periodStart, end: mock.periodEnd)
        )
        self.init(
            id: mock.id,
            status: status,
            providerStatus: mock.status.rawValue,
            items: [item],
            trial: mock.trialEnd.map { Period(start: mock.trialStart, end: $0) },
            cancellation: Cancellation(mock),
            startedAt: mock.startedAt,
            endedAt: mock.endedAt
        )
    }
}

extension Cancellation {
    fileprivate init(_ mock: MockSubscription) {
        guard mock.status != .canceled else {
            self = .ended(
                at: mock.endedAt,
                requestedAt: mock.cancellationRequestedAt,
                evidence: ["status", "ended_at"]
            )
            return
        }
        switch mock.plannedEnd {
        case nil: self = .none
        case .atPeriodEnd:
            self = .scheduled(mock.scheduled(mock.periodEnd, .periodEnd, evidence: "cancel_at_period_end"))
        case .at(let date):
            self = .scheduled(mock.scheduled(date, .fixedDate, evidence: "cancel_at"))
        }
    }
}

extension MockSubscription {
    fileprivate func scheduled(
        _ effectiveAt: Date,
        _ mode: Cancellation.Mode,
        evidence: String
    ) -> Cancellation.Scheduled {
        Cancellation.Scheduled(
            effectiveAt: effectiveAt,
            mode: mode,
            requestedAt: cancellationRequestedAt,
            resumable: true,
            evidence: [evidence]
        )
    }
}
