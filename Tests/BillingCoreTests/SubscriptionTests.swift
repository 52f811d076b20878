import BillingCore
import FoundationEssentials
import Testing

@Suite("A subscription")
struct SubscriptionTests {
    static let renewing: [SubscriptionStatus] = [.trialing, .active, .pastDue]

    @Test("renews while trialing, active or past due", arguments: SubscriptionStatus.samples)
    func willRenew(status: SubscriptionStatus) {
        #expect(Subscription.sample(status).willRenew == Self.renewing.contains(status))
    }

    @Test(
        "does not renew once it is cancelled, whatever its status",
        arguments: SubscriptionStatus.samples,
        [Cancellation.scheduledSample, .endedSample]
    )
    func willNotRenew(status: SubscriptionStatus, cancellation: Cancellation) {
        #expect(!Subscription.sample(status, cancellation: cancellation).willRenew)
    }

    @Test(
        "a pause stops the service by its own word, and by the status where there is no pause in force",
        arguments: [
            (SubscriptionStatus.active, Pause.none, false),
            (.active, .scheduled(at: noon), false),
            (.active, .collectionOnly(resumesAt: nil), false),
            (.active, .service(resumesAt: nil, cause: nil), true),
            (.paused, .none, true),
            (.paused, .scheduled(at: noon), true),
            (.paused, .collectionOnly(resumesAt: noon), false),
            (.paused, .service(resumesAt: noon, cause: "trial_end_without_payment_method"), true),
        ]
    )
    func servicePause(status: SubscriptionStatus, pause: Pause, isPaused: Bool) {
        #expect(Subscription.sample(status, pause: pause).isServicePaused == isPaused)
    }

    @Test("the earliest item period is the subscription's, before one of its own")
    func earliestItemPeriod() {
        let yearly = SubscriptionItem(price: identifier("price_y"), period: Period(start: nil, end: noon + 1000))
        let monthly = SubscriptionItem(price: identifier("price_m"), period: Period(start: noon, end: noon + 10))
        let metered = SubscriptionItem(price: identifier("price_u"))
        let own = Period(start: nil, end: noon + 5)
        #expect(
            Subscription.sample(.active, items: [yearly, monthly, metered], period: own).period
                == Period(start: noon, end: noon + 10)
        )
        #expect(Subscription.sample(.active, items: [metered], period: own).period == own)
        #expect(Subscription.sample(.active, items: []).period == nil)
    }

    @Test(
        "a status has a name of its own in documents",
        arguments: zip(
            SubscriptionStatus.samples,
            [
                "incomplete", "scheduled", "trialing", "active", "past_due", "unpaid", "paused", "ended",
                "unrecognized",
            ]
        )
    )
    func statusName(status: SubscriptionStatus, name: String) {
        #expect(status.name == name)
    }
}
