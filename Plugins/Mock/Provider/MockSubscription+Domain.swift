import BillingCore
import FoundationEssentials

extension Subscription {
    init(_ mock: MockSubscription) {
        let status: SubscriptionStatus =
            switch mock.status {
            case .incomplete: .incomplete
            case .trialing: .trialing
            case .active: .active
            case .pastDue: .pastDue
            case .unpaid: .unpaid
            case .paused: .paused
            case .canceled, .incompleteExpired: .ended
            }
        let item = SubscriptionItem(
            price: mock.price.id,
            product: mock.price.product,
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
            pause: Pause(mock),
            startedAt: mock.startedAt,
            endedAt: mock.endedAt,
            neverPaid: mock.status == .incompleteExpired
        )
    }
}

extension Pause {
    fileprivate init(_ mock: MockSubscription) {
        if mock.status == .paused {
            self = .service(resumesAt: mock.resumesAt, cause: "customer_request")
        } else if let pause = mock.collectionPause, !mock.status.isTerminal {
            self = .collectionOnly(resumesAt: pause.resumesAt)
        } else {
            self = .none
        }
    }
}

extension Cancellation {
    fileprivate init(_ mock: MockSubscription) {
        guard !mock.status.isTerminal else {
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
