import BillingCore
import FoundationEssentials
import Testing

@Suite("Access")
struct AccessTests {
    static let start = noon - 30 * 86_400
    static let end = noon + 30 * 86_400
    static let day = Duration.seconds(86_400)

    /// Until when a subscription of a status is paid, with a period from `start` to `end`; nil means never.
    static func paidThrough(_ status: SubscriptionStatus, _ policy: Access.Policy) -> Date? {
        switch (policy, status) {
        case (.periodEnd, _): end
        case (.status, .trialing), (.status, .active), (.status, .ended): end
        case (.status, .pastDue), (.status, .unpaid): start
        default: nil
        }
    }

    @Test(
        "is by status, and changes exactly at the boundaries",
        arguments: SubscriptionStatus.samples,
        Access.Policy.allCases
    )
    func boundaries(status: SubscriptionStatus, policy: Access.Policy) {
        let subscription = Subscription.sample(status, period: Period(start: Self.start, end: Self.end))
        for grace in [Duration.zero, .milliseconds(1500), Self.day] {
            func access(at date: Date) -> Access {
                Access(of: subscription, observedAt: date, grace: grace, policy: policy)
            }
            guard let paidThrough = Self.paidThrough(status, policy) else {
                for date in [Self.start - 1, noon, Self.end, Self.end + 1] {
                    #expect(access(at: date).reason == .notActive)
                    #expect(!access(at: date).isPaid)
                    #expect(access(at: date).paidThrough == nil)
                }
                continue
            }
            let lapses = paidThrough + grace.seconds
            let table: [(Date, Access.Reason)] = [
                (paidThrough - 1, .paid),
                (paidThrough - 0.001, .paid),
                (paidThrough, grace == .zero ? .lapsed : .grace),
                (lapses - 0.001, grace == .zero ? .paid : .grace),
                (lapses, .lapsed),
                (lapses + 0.001, .lapsed),
                (lapses + 86_400, .lapsed),
            ]
            for (date, reason) in table {
                #expect(access(at: date).reason == reason, "at \(date) with a grace of \(grace)")
                #expect(access(at: date).isPaid == (reason == .paid || reason == .grace))
                #expect(access(at: date).paidThrough == paidThrough)
            }
        }
    }

    @Test(
        "of an ended subscription reaches to the earlier of its end and the end of its period",
        arguments: [
            (noon - 5, noon as Date?, noon - 5 as Date?),
            (noon + 5, noon, noon),
            (noon, noon, noon),
            (noon, nil, noon),
        ]
    )
    func ended(endedAt: Date, periodEnd: Date?, paidThrough: Date?) {
        let period = periodEnd.map { Period(start: nil, end: $0) }
        let subscription = Subscription.sample(.ended, period: period, endedAt: endedAt)
        let access = Access(of: subscription, observedAt: noon + 100, grace: .zero, policy: .status)
        #expect(access.paidThrough == paidThrough)
        #expect(access.reason == .lapsed)
    }

    @Test("was never given by a subscription whose first payment never came", arguments: Access.Policy.allCases)
    func neverPaid(_ policy: Access.Policy) throws {
        let subscription = Subscription(
            id: try SubscriptionID("sub_1"),
            status: .ended,
            providerStatus: "incomplete_expired",
            items: [SubscriptionItem(price: try ProviderPriceID("price_1"))],
            period: Period(start: Self.start, end: Self.end),
            endedAt: noon,
            neverPaid: true
        )
        let access = Access(of: subscription, observedAt: noon, grace: .seconds(86_400), policy: policy)
        #expect(!access.isPaid)
        #expect(access.reason == .notActive)
    }

    @Test("of a customer who cancelled at once ends at once, unless only the period counts")
    func immediateCancel() {
        let period = Period(start: Self.start, end: Self.end)
        let subscription = Subscription.sample(.ended, period: period, endedAt: noon - 86_400)
        #expect(!Access(of: subscription, observedAt: noon, grace: .seconds(60), policy: .status).isPaid)
        #expect(Access(of: subscription, observedAt: noon, grace: .seconds(60), policy: .periodEnd).isPaid)
    }

    @Test(
        "stops with the service, whatever the status",
        arguments: [SubscriptionStatus.trialing, .active, .pastDue, .unpaid, .paused]
    )
    func servicePaused(status: SubscriptionStatus) {
        let subscription = Subscription.sample(
            status,
            period: Period(start: noon, end: Self.end),
            pause: .service(resumesAt: nil, cause: nil)
        )
        let access = Access(of: subscription, observedAt: noon - 1, grace: Self.day, policy: .status)
        #expect(access.reason == .notActive)
        #expect(!access.isPaid)
    }

    @Test(
        "goes on while only the collection is paused",
        arguments: [SubscriptionStatus.trialing, .active, .paused],
        [Pause.collectionOnly(resumesAt: nil), .collectionOnly(resumesAt: noon)]
    )
    func collectionPaused(status: SubscriptionStatus, pause: Pause) {
        let subscription = Subscription.sample(status, period: Period(start: nil, end: Self.end), pause: pause)
        #expect(Access(of: subscription, observedAt: noon, grace: .zero, policy: .status).reason == .paid)
    }

    @Test("goes on until a planned pause begins")
    func pauseAhead() {
        let period = Period(start: nil, end: Self.end)
        let active = Subscription.sample(.active, period: period, pause: .scheduled(at: Self.end))
        #expect(Access(of: active, observedAt: noon, grace: .zero, policy: .status).reason == .paid)
    }

    @Test("lasts as long as a trial that has no period")
    func trialWithoutPeriod() {
        let trial = Period(start: nil, end: Self.end)
        let trialing = Subscription.sample(.trialing, trial: trial)
        #expect(Access(of: trialing, observedAt: noon, grace: .zero, policy: .status).paidThrough == Self.end)
        let active = Subscription.sample(.active, trial: trial)
        #expect(Access(of: active, observedAt: noon, grace: .zero, policy: .status).reason == .notActive)
    }

    @Test("needs to know since when a payment is missing", arguments: [SubscriptionStatus.pastDue, .unpaid])
    func delinquentWithoutStart(status: SubscriptionStatus) {
        let subscription = Subscription.sample(status, period: Period(start: nil, end: Self.end))
        #expect(Access(of: subscription, observedAt: noon, grace: Self.day, policy: .status).reason == .notActive)
    }

    @Test("needs a price or a product", arguments: Access.Policy.allCases)
    func price(policy: Access.Policy) {
        let period = Period(start: nil, end: Self.end)
        func reason(_ items: [SubscriptionItem]) -> Access.Reason {
            let subscription = Subscription.sample(.active, items: items, period: period)
            return Access(of: subscription, observedAt: noon, grace: Self.day, policy: policy).reason
        }
        #expect(reason([]) == .noPrice)
        #expect(reason([SubscriptionItem(price: nil)]) == .noPrice)
        #expect(reason([SubscriptionItem(price: nil, product: "prod_1")]) == .paid)
        #expect(reason([SubscriptionItem(price: nil), SubscriptionItem(price: identifier("price_1"))]) == .paid)
    }

    @Test("needs a subscription", arguments: Access.Policy.allCases)
    func noSubscription(policy: Access.Policy) {
        let access = Access(of: nil, observedAt: noon, grace: Self.day, policy: policy)
        #expect(access.reason == .noSubscription)
        #expect(!access.isPaid)
        #expect(access.paidThrough == nil)
    }

    @Test("names its reasons and policies as documents do")
    func names() {
        #expect(
            Access.Reason.allCases.map(\.rawValue) == [
                "paid", "grace", "lapsed", "not_active", "no_price", "no_subscription",
            ]
        )
        #expect(Access.Policy.allCases.map(\.rawValue) == ["status", "period_end"])
    }

    @Test("a duration in seconds keeps its fraction and its sign")
    func seconds() {
        #expect(Duration.milliseconds(1500).seconds == 1.5)
        #expect(Duration.milliseconds(-250).seconds == -0.25)
        #expect(Duration.seconds(86_400).seconds == 86_400)
    }
}
