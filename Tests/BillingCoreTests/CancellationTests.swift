import BillingCore
import FoundationEssentials
import Testing

@Suite("A cancellation")
struct CancellationTests {
    @Test(
        "of a customer is that of the current subscription",
        arguments: [Cancellation.none, .scheduledSample, .endedSample]
    )
    func derived(cancellation: Cancellation) {
        let snapshot = SubscriptionSnapshot(
            subscriptions: [
                .sample(.ended, id: "sub_1", cancellation: .ended(at: nil, requestedAt: nil, evidence: [])),
                .sample(.active, id: "sub_2", cancellation: cancellation),
                .sample(.unpaid, id: "sub_3", cancellation: .scheduledSample),
            ],
            observedAt: noon
        )
        #expect(Cancellation(derivedFrom: snapshot) == cancellation)
    }

    @Test("of a customer without a subscription is none")
    func derivedFromNothing() {
        #expect(Cancellation(derivedFrom: SubscriptionSnapshot(subscriptions: [], observedAt: noon)) == .none)
    }

    @Test("lies ahead only when it is scheduled")
    func isScheduled() {
        #expect(Cancellation.scheduledSample.isScheduled)
        #expect(!Cancellation.none.isScheduled)
        #expect(!Cancellation.endedSample.isScheduled)
    }

    @Test("names its modes as documents do")
    func modes() {
        #expect(Cancellation.Mode.allCases.map(\.rawValue) == ["period_end", "fixed_date"])
    }
}
