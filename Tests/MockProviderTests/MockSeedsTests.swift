import BillingCore
import BillingTesting
import Foundation
import Testing

@testable import MockProvider

struct MockSeedsTests {
    struct Expected: Sendable {
        var name: String
        var status: SubscriptionStatus
        var provider: String
        var price: String
        var period: [String]
        var isScheduled = false
        var willRenew = true
    }

    /// The world begins on 24 November 2026 at 08:30.
    static let table: [Expected] = [
        Expected(
            name: "ada",
            status: .active,
            provider: "active",
            price: "mock_pro_m Pro monthly 15.00 USD",
            period: ["2026-11-14T08:30:00Z", "2026-12-14T08:30:00Z"]
        ),
        Expected(
            name: "ben",
            status: .trialing,
            provider: "trialing",
            price: "mock_pro_m Pro monthly 15.00 USD",
            period: ["2026-11-19T08:30:00Z", "2026-12-03T08:30:00Z"]
        ),
        Expected(
            name: "cho",
            status: .active,
            provider: "active",
            price: "mock_pro_m Pro monthly 15.00 USD",
            period: ["2026-11-12T08:30:00Z", "2026-12-12T08:30:00Z"],
            isScheduled: true,
            willRenew: false
        ),
        Expected(
            name: "dee",
            status: .pastDue,
            provider: "past_due",
            price: "mock_pro_m Pro monthly 15.00 USD",
            period: ["2026-11-21T08:30:00Z", "2026-12-21T08:30:00Z"]
        ),
        Expected(
            name: "fin",
            status: .ended,
            provider: "canceled",
            price: "mock_pro_m Pro monthly 15.00 USD",
            period: ["2026-10-04T08:30:00Z", "2026-11-04T08:30:00Z"],
            willRenew: false
        ),
        Expected(
            name: "gus",
            status: .active,
            provider: "active",
            price: "mock_legacy_m Legacy 9.00 USD",
            period: ["2026-11-18T08:30:00Z", "2026-12-18T08:30:00Z"]
        ),
    ]

    @Test("each seeded customer stands where the story says", arguments: table)
    func stands(expected: Expected) async throws {
        let provider = try makeProvider(makeWorld(makeClock()))
        let snapshot = try await provider.fetchSubscription(customer(expected.name), makeContext())
        #expect(RFC3339.string(from: snapshot.observedAt) == "2026-11-24T08:30:00Z")
        #expect(snapshot.subscriptions.count == 1)
        let subscription = try #require(snapshot.current)
        #expect(subscription.id.rawValue == "sub_mock_\(expected.name)")
        #expect(subscription.status == expected.status)
        #expect(subscription.providerStatus == expected.provider)
        #expect(subscription.willRenew == expected.willRenew)
        #expect(subscription.cancellation.isScheduled == expected.isScheduled)
        let period = try #require(subscription.period)
        #expect([period.start, period.end].compactMap(\.self).map(RFC3339.string) == expected.period)
        let item = try #require(subscription.items.first)
        let price = try "\(#require(item.price)) \(#require(item.priceName)) \(#require(item.unitAmount))"
        #expect(price == expected.price)
        #expect(item.quantity == 1)
        #expect(item.interval == .month)
        #expect(item.intervalCount == 1)
    }

    @Test("ben's trial ends in nine days")
    func trial() async throws {
        let ben = try await makeProvider(makeWorld(makeClock())).current("ben")
        let trial = try #require(ben.trial)
        #expect(RFC3339.string(from: trial.end) == "2026-12-03T08:30:00Z")
        #expect(trial.start == ben.startedAt)
    }

    @Test("cho's subscription ends with its period, as asked for two days ago, and can be kept")
    func canceling() async throws {
        let provider = try makeProvider(makeWorld(makeClock()))
        let expected = Cancellation.scheduled(
            Cancellation.Scheduled(
                effectiveAt: try instant("2026-12-12T08:30:00Z"),
                mode: .periodEnd,
                requestedAt: try instant("2026-11-22T08:30:00Z"),
                resumable: true,
                evidence: ["cancel_at_period_end"]
            )
        )
        #expect(try await provider.current("cho").cancellation == expected)
        #expect(try await provider.checkCancellation(customer("cho"), makeContext()) == expected)
    }

    @Test("fin's subscription is over, and says since when")
    func ended() async throws {
        let provider = try makeProvider(makeWorld(makeClock()))
        let fin = try await provider.current("fin")
        let end = try instant("2026-11-04T08:30:00Z")
        #expect(fin.endedAt == end)
        #expect(
            fin.cancellation
                == .ended(
                    at: end,
                    requestedAt: try instant("2026-10-28T08:30:00Z"),
                    evidence: ["status", "ended_at"]
                )
        )
    }

    @Test("dee paid the month before the one that is past due")
    func pastDue() async throws {
        let dee = try await makeProvider(makeWorld(makeClock())).current("dee")
        #expect(dee.startedAt == (try instant("2026-10-21T08:30:00Z")))
        let access = Access(
            of: dee,
            observedAt: try instant("2026-11-24T08:30:00Z"),
            grace: .seconds(86_400),
            policy: .status
        )
        #expect(access.reason == .lapsed)
    }

    @Test("eve is a customer without a subscription")
    func free() async throws {
        let provider = try makeProvider(makeWorld(makeClock()))
        let snapshot = try await provider.fetchSubscription(customer("eve"), makeContext())
        #expect(snapshot.subscriptions.isEmpty)
        #expect(try await provider.checkCancellation(customer("eve"), makeContext()) == Cancellation.none)
    }

    @Test("nobody else is a customer", arguments: ["zoe", "Ada", "ada ", "'; DROP TABLE customers; --"])
    func unknown(name: String) async throws {
        let provider = try makeProvider(makeWorld(makeClock()))
        #expect(
            await code { _ = try await provider.fetchSubscription(customer(name), makeContext()) } == .customerNotFound
        )
        #expect(
            await code { _ = try await provider.checkCancellation(customer(name), makeContext()) } == .customerNotFound
        )
        #expect(
            await code { _ = try await provider.createPortalSession(makeRequest(name), makeContext()) }
                == .customerNotFound
        )
    }
}
