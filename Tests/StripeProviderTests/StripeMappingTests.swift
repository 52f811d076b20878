import BillingCore
import BillingTesting
import Foundation
import HTTPTypes
import Testing

@Suite("Stripe subscriptions")
struct StripeMappingTests {
    private typealias Fixture = StripeFixture

    private static func date(_ seconds: Int) -> Date { Date(timeIntervalSince1970: Double(seconds)) }

    @Test(
        "each status has its meaning, and unknown ones have none",
        arguments: [
            ("active", .active), ("trialing", .trialing), ("past_due", .pastDue), ("unpaid", .unpaid),
            ("paused", .paused), ("incomplete", .incomplete), ("incomplete_expired", .ended), ("canceled", .ended),
            ("ended", .unrecognized("ended")), ("Active", .unrecognized("Active")), ("", .unrecognized("")),
            ("hibernating", .unrecognized("hibernating")),
        ] as [(String, SubscriptionStatus)]
    )
    func statuses(_ text: String, _ status: SubscriptionStatus) async throws {
        let subscription = try await StripeBench.with([Fixture.subscription(status: text)]).only()
        #expect(subscription.status == status)
        #expect(subscription.providerStatus == text)
    }

    @Test("a subscription of today's shape reads whole")
    func currentShape() async throws {
        let subscription = try await StripeBench.with([Fixture.subscription()]).only()
        #expect(subscription.id.rawValue == "sub_1")
        #expect(subscription.period == Period(start: Self.date(Fixture.periodStart), end: Self.date(Fixture.periodEnd)))
        #expect(subscription.startedAt == Self.date(Fixture.periodStart))
        #expect(subscription.endedAt == nil)
        #expect(subscription.trial == nil)
        #expect(subscription.pause == .none)
        #expect(subscription.cancellation == .none)
        let item = try #require(subscription.items.first)
        #expect(item.price?.rawValue == "price_1")
        #expect(item.product == "prod_1")
        #expect(item.priceName == "price_1")
        #expect(item.quantity == 2)
        #expect(item.unitAmount == Money(amount: 1500, currency: "usd"))
        #expect(item.interval == .month)
        #expect(item.intervalCount == 1)
    }

    @Test("a subscription of the shape before has its period at the top")
    func classicShape() async throws {
        let subscription = try await StripeBench.with([Fixture.classicSubscription()]).only()
        #expect(subscription.period == Period(start: Self.date(Fixture.periodStart), end: Self.date(Fixture.periodEnd)))
        #expect(subscription.items.first?.period == nil)
        #expect(subscription.items.first?.quantity == 3)
    }

    @Test("an item's period comes before the one at the top, and the earliest end is the renewal")
    func periods() async throws {
        let items = [
            Fixture.item("si_1", end: Fixture.periodEnd + 300 * Fixture.day),
            Fixture.item("si_2", start: 1_782_000_000, end: Fixture.periodEnd),
        ]
        let changes = ["current_period_start": "1", "current_period_end": "2"]
        let subscription = try await StripeBench.with([Fixture.subscription(items: items, changes)]).only()
        #expect(subscription.items.count == 2)
        #expect(subscription.period == Period(start: Self.date(1_782_000_000), end: Self.date(Fixture.periodEnd)))
    }

    @Test("a plan stands in for a price, on an item and at the top")
    func plans() async throws {
        let onItem = #"{"id":"si_1","plan":\#(Fixture.plan),"price":null,"quantity":4}"#
        let changes = ["items": "null", "quantity": "7"]
        for (json, quantity) in [
            (Fixture.subscription(items: [onItem]), 4), (Fixture.subscription(changes), 7),
            (Fixture.subscription(items: [], ["quantity": "7"]), 7),
        ] {
            let item = try #require(try await StripeBench.with([json]).only().items.first)
            #expect(item.price?.rawValue == "plan_1")
            #expect(item.product == "prod_old")
            #expect(item.priceName == "Old plan")
            #expect(item.quantity == quantity)
            #expect(item.unitAmount == Money(amount: 2500, currency: "eur"))
            #expect(item.interval == .year)
            #expect(item.intervalCount == 2)
        }
    }

    @Test("the oldest shape, which webhook endpoints of old API versions still send")
    func oldestShape() async throws {
        let price = #"""
            {"id":"FFBEGINNER","object":"price","active":true,"aggregate_usage":null,"amount":300,"currency":"usd",
             "interval":"month","interval_count":1,"nickname":null,"product":"prod_1","tiers":null}
            """#
        let json = #"""
            {"id":"sub_1","object":"subscription","billing":"charge_automatically","cancel_at_period_end":false,
             "canceled_at":1487872069,"created":1466783124,"current_period_end":1488987924,
             "current_period_start":1486568724,"customer":"cus_1","ended_at":1546925027,
             "items":{"object":"list","data":[{"id":"si_1","price":\#(price),"quantity":2}],"has_more":false},
             "latest_invoice":{"id":"in_1","status":"paid"},"price":\#(price),"start":1466783124,"status":"canceled",
             "trial_end":1467992724,"trial_start":1466783124}
            """#
        let subscription = try await StripeBench.with([json]).only()
        #expect(subscription.status == .ended)
        #expect(subscription.endedAt == Self.date(1_546_925_027))
        #expect(subscription.period == Period(start: Self.date(1_486_568_724), end: Self.date(1_488_987_924)))
        #expect(subscription.trial == Period(start: Self.date(1_466_783_124), end: Self.date(1_467_992_724)))
        #expect(subscription.startedAt == Self.date(1_466_783_124))
        let item = try #require(subscription.items.first)
        #expect(item.unitAmount == Money(amount: 300, currency: "usd"))
        #expect(item.interval == .month)
        #expect(item.quantity == 2)
    }

    @Test(
        "a price is called by its nickname, its lookup key or its id",
        arguments: [
            (#""Pro""#, #""pro_monthly""#, "Pro"), ("null", #""pro_monthly""#, "pro_monthly"),
            (#""""#, "null", "price_1"), ("null", "null", "price_1"),
        ]
    )
    func priceNames(_ nickname: String, _ lookupKey: String, _ expected: String) async throws {
        let price = Fixture.price(nickname: nickname, lookupKey: lookupKey)
        let json = Fixture.subscription(items: [Fixture.item(price: price)])
        #expect(try await StripeBench.with([json]).only().items.first?.priceName == expected)
    }

    @Test(
        "amounts are in the minor units of ISO 4217",
        arguments: [
            ("1500", "usd", Money(amount: 1500, currency: "usd")),
            ("1500", "JPY", Money(amount: 1500, currency: "jpy")),
            ("0", "eur", Money(amount: 0, currency: "eur")), ("1500", "isk", Money(amount: 15, currency: "isk")),
            ("1500", "ugx", Money(amount: 15, currency: "ugx")), ("1501", "ugx", nil),
            ("1500", "mga", Money(amount: 150_000, currency: "mga")), ("9223372036854775807", "mga", nil),
            ("1500", "kwd", Money(amount: 1500, currency: "kwd")), ("null", "usd", nil), ("1.5", "usd", nil),
            ("1.5e3", "usd", Money(amount: 1500, currency: "usd")), (#""1500""#, "usd", nil), ("1500", "dollars", nil),
        ] as [(String, String, Money?)]
    )
    func amounts(_ amount: String, _ currency: String, _ expected: Money?) async throws {
        let item = Fixture.item(price: Fixture.price(amount: amount, currency: currency))
        let subscription = try await StripeBench.with([Fixture.subscription(items: [item])]).only()
        #expect(subscription.items.first?.unitAmount == expected)
    }

    @Test("an expanded product reads as its id; a metered price has no quantity; an unknown interval is none")
    func expansions() async throws {
        let price = Fixture.price(
            product: #"{"id":"prod_9","object":"product","name":"Pro","default_price":{"id":"price_no"}}"#,
            recurring: #"{"interval":"fortnight","interval_count":2}"#
        )
        let json = Fixture.subscription(items: [Fixture.item(price: price, quantity: "null")])
        let item = try #require(try await StripeBench.with([json]).only().items.first)
        #expect(item.product == "prod_9")
        #expect(item.quantity == nil)
        #expect(item.interval == nil)
        #expect(item.intervalCount == 2)
    }

    @Test("a trial is read from the subscription, or from its items")
    func trials() async throws {
        let (start, end) = (Fixture.now - Fixture.day, Fixture.now + Fixture.day)
        let expected = Period(start: Self.date(start), end: Self.date(end))
        let atTop = Fixture.subscription(status: "trialing", ["trial_start": "\(start)", "trial_end": "\(end)"])
        #expect(try await StripeBench.with([atTop]).only().trial == expected)

        let trial = #","current_trial":{"start_date":\#(start),"end_date":\#(end),"trial_offer":"to_1"}"#
        let onItem = Fixture.subscription(status: "trialing", items: [Fixture.item(extra: trial)])
        #expect(try await StripeBench.with([onItem]).only().trial == expected)
    }

    private static let resumes = Fixture.now + 30 * Fixture.day

    @Test(
        "pauses are told apart",
        arguments: [
            ("active", [:], .none),
            (
                "active", ["pause_collection": #"{"behavior":"void","resumes_at":null}"#],
                .collectionOnly(resumesAt: nil)
            ),
            (
                "past_due", ["pause_collection": #"{"behavior":"keep_as_draft","resumes_at":\#(resumes)}"#],
                .collectionOnly(resumesAt: date(resumes))
            ),
            ("active", ["pause_collection": #""yes""#], .none),
            ("canceled", ["pause_collection": #"{"behavior":"void"}"#], .none),
            ("paused", [:], .service(resumesAt: nil, cause: nil)),
            ("paused", ["status_details": "null"], .service(resumesAt: nil, cause: nil)),
            (
                "paused",
                [
                    "status_details": #"{"paused":{"subscription":{"type":"trial_end_without_payment_method"},"#
                        + #""transitioned_at":1,"type":"subscription"}}"#
                ],
                .service(resumesAt: nil, cause: "trial_end_without_payment_method")
            ),
        ] as [(String, [String: String], Pause)]
    )
    func pauses(_ status: String, _ changes: [String: String], _ expected: Pause) async throws {
        let subscription = try await StripeBench.with([Fixture.subscription(status: status, changes)]).only()
        #expect(subscription.pause == expected)
    }

    @Test("optional fields of a wrong type, and dates no calendar has, read as missing")
    func leniency() async throws {
        let json = #"""
            {"id":"sub_1","status":"active","items":{"data":[{"price":{"id":7,"recurring":[]},"quantity":"two"},{},3]},
             "trial_end":"soon","cancel_at":{},"cancel_at_period_end":"true","start_date":99999999999999,
             "current_period_end":-5,"pause_collection":[],"livemode":null,"plan":9,"status_details":[1]}
            """#
        let subscription = try await StripeBench.with([json]).only()
        #expect(subscription.status == .active)
        #expect(subscription.items.count == 3)
        #expect(subscription.items.allSatisfy { $0.price == nil && $0.quantity == nil })
        #expect(subscription.period == nil)
        #expect(subscription.trial == nil)
        #expect(subscription.startedAt == nil)
        #expect(subscription.cancellation == .none)
        #expect(subscription.pause == .none)
    }

    @Test(
        "what cannot be left out is a bad response",
        arguments: [
            Fixture.list([Fixture.subscription(["id": "null"])]), Fixture.list([Fixture.subscription(["id": #""""#])]),
            Fixture.list([Fixture.subscription(["status": "null"])]),
            Fixture.list([Fixture.subscription(["status": "1"])]),
            Fixture.list(["null"]), Fixture.list(["[]"]), #"{"object":"list"}"#, #"{"data":{}}"#, "[]", "null", "",
            "<html>", #"{"data":[]}}"#, String(Fixture.list([Fixture.subscription()]).dropLast(3)),
        ]
    )
    func required(_ body: String) async throws {
        let bench = try StripeBench.with([])
        bench.transport.on(.get, "/v1/subscriptions", .json(body))
        let error = try await StripeBench.error { try await bench.snapshot() }
        #expect(error.code == .providerBadResponse)
        #expect(error.retryable)
    }

    @Test("several subscriptions are ranked")
    func ranking() async throws {
        let json = ["canceled", "incomplete", "new_status", "past_due", "active", "trialing"].enumerated().map {
            Fixture.subscription("sub_\($0.offset)", status: $0.element)
        }
        let snapshot = try await StripeBench.with(json).snapshot()
        let statuses = snapshot.subscriptions.map(\.status.name)
        #expect(statuses == ["active", "trialing", "past_due", "incomplete", "unrecognized", "ended"])
    }
}
