import BillingCore
import Foundation
import GRDB
import Testing

@testable import MockProvider

@Suite(.timeLimit(.minutes(1)))
struct MockFaultTests {
    struct Expected: Sendable {
        let kind: MockFault.Kind
        let read: BillingError.Code
        let portal: BillingError.Code
    }

    static let table = [
        Expected(kind: .timeout, read: .providerTimeout, portal: .outcomeUnknown),
        Expected(kind: .reset, read: .providerUnavailable, portal: .outcomeUnknown),
        Expected(kind: .malformed, read: .providerBadResponse, portal: .providerBadResponse),
        Expected(kind: .empty, read: .providerBadResponse, portal: .providerBadResponse),
        Expected(kind: .rateLimit(retryAfter: .seconds(7)), read: .providerRateLimited, portal: .providerRateLimited),
        Expected(kind: .status(500), read: .providerUnavailable, portal: .providerUnavailable),
        Expected(kind: .status(424), read: .providerUnavailable, portal: .providerUnavailable),
        Expected(kind: .status(401), read: .providerAuthFailed, portal: .providerAuthFailed),
        Expected(kind: .status(403), read: .providerPermissionDenied, portal: .providerPermissionDenied),
        Expected(kind: .status(404), read: .customerNotFound, portal: .customerNotFound),
        Expected(kind: .status(429), read: .providerRateLimited, portal: .providerRateLimited),
        Expected(kind: .status(400), read: .internal, portal: .internal),
    ]

    @Test("a fault strikes once, as its kind has it, and the next call works", arguments: table)
    func once(expected: Expected) async throws {
        let provider = makeProvider(makeWorld(try makeClock()))
        try await provider.world.act { _ = try $0.addFault(.subscriptionFetch, expected.kind) }
        try await provider.world.act { _ = try $0.addFault(.portalCreate, expected.kind) }
        let read = await failure { _ = try await provider.current("ada") }
        #expect(read?.code == expected.read)
        if case .rateLimit(let wait) = expected.kind { #expect(read?.retryAfter == wait) }
        #expect(try await provider.current("ada").status == .active)
        let portal = await code { _ = try await provider.createPortalSession(makeRequest(), makeContext()) }
        #expect(portal == expected.portal)
        _ = try await provider.createPortalSession(makeRequest(), makeContext())
        #expect(try await provider.world.act { try MockFault.fetchAll($0.db) }.isEmpty)
    }

    @Test(
        "a portal session whose answer was lost is there when it is asked for again",
        arguments: [MockFault.Kind.timeout, .reset]
    )
    func lost(kind: MockFault.Kind) async throws {
        let provider = makeProvider(makeWorld(try makeClock()))
        try await provider.world.act { _ = try $0.addFault(.any, kind) }
        _ = await failure { _ = try await provider.createPortalSession(makeRequest(), makeContext("a")) }
        let stored = try await provider.world.sql { try String.fetchAll($0, sql: "SELECT token FROM portal_sessions") }
        let session = try await provider.createPortalSession(makeRequest(), makeContext("a"))
        #expect(stored.count == 1)
        #expect(session.path == stored.first.map { "/portal/\($0)" })
    }

    @Test("a latency only takes time, and no longer than the caller waits")
    func latency() async throws {
        let provider = makeProvider(makeWorld(try makeClock()))
        try await provider.world.act { _ = try $0.addFault(.any, .latency(.milliseconds(30)), count: 1) }
        let start = ContinuousClock.now
        #expect(try await provider.current("ada").status == .active)
        #expect(start.duration(to: .now) >= .milliseconds(30))
        try await provider.world.act { _ = try $0.addFault(.any, .latency(.seconds(600)), count: 2) }
        let short = try makeContext(within: .milliseconds(200))
        #expect(await code { _ = try await provider.fetchSubscription(customer("ada"), short) } == .providerTimeout)
        // A machine that is busy may not come to the fault in time: then nothing was asked for.
        let again = try makeContext("b", within: .milliseconds(200))
        let lost = await code { _ = try await provider.createPortalSession(makeRequest(), again) }
        #expect(lost == .outcomeUnknown || lost == .providerTimeout)
    }

    @Test("a fault strikes its operation and no other")
    func operations() async throws {
        let provider = makeProvider(makeWorld(try makeClock()))
        try await provider.world.act { _ = try $0.addFault(.cancellationCheck, .empty, count: 1) }
        _ = try await provider.current("ada")
        _ = try await provider.createPortalSession(makeRequest(), makeContext())
        #expect(
            await code { _ = try await provider.checkCancellation(customer("ada"), makeContext()) }
                == .providerBadResponse
        )
        _ = try await provider.checkCancellation(customer("ada"), makeContext())
    }

    @Test("a rate strikes its share of the calls, and with the same seed the same ones", arguments: [0.1, 0.5, 1])
    func rate(rate: Double) throws {
        func strikes(seed: Int) -> [Bool] {
            var fault: MockFault? = MockFault(id: 1, operation: .any, kind: .empty, rate: rate, seed: seed)
            return (0..<2000).map { _ in
                guard let (strikes, left) = fault?.met() else { return false }
                fault = left
                return strikes
            }
        }
        let first = strikes(seed: 7)
        #expect(first == strikes(seed: 7))
        if rate < 1 { #expect(first != strikes(seed: 8)) }
        let share = Double(first.count(where: \.self)) / 2000
        #expect(abs(share - rate) < 0.05)
    }

    @Test("a count with a rate ends after so many strikes")
    func countedRate() {
        var fault: MockFault? = MockFault(id: 1, operation: .any, kind: .empty, remaining: 3, rate: 0.5, seed: 1)
        var strikes = 0
        for _ in 0..<200 {
            guard let met = fault?.met() else { break }
            strikes += met.strikes ? 1 : 0
            fault = met.left
        }
        #expect(strikes == 3)
        #expect(fault == nil)
    }

    @Test("what makes no sense is refused")
    func refusals() async throws {
        let world = makeWorld(try makeClock())
        for kind in [
            MockFault.Kind.status(200), .status(600), .latency(.seconds(601)), .rateLimit(retryAfter: .seconds(3601)),
        ] {
            await #expect(throws: MockFailure.self) { try await world.act { _ = try $0.addFault(.any, kind) } }
        }
        for (count, rate) in [(0, nil), (-1, nil), (nil, 0), (nil, 1.1), (nil, .nan)] as [(Int?, Double?)] {
            await #expect(throws: MockFailure.self) {
                try await world.act { _ = try $0.addFault(.any, .empty, count: count, rate: rate) }
            }
        }
        #expect(try await world.act { try MockFault.fetchAll($0.db) }.isEmpty)
    }

    @Test("every kind survives being stored")
    func storage() async throws {
        let world = makeWorld(try makeClock())
        let kinds: [MockFault.Kind] = [
            .latency(.milliseconds(1500)), .status(503), .timeout, .reset, .malformed, .empty,
            .rateLimit(retryAfter: .seconds(2)),
        ]
        for kind in kinds { try await world.act { _ = try $0.addFault(.any, kind, rate: 0.25, seed: 3) } }
        #expect(try await world.act { try MockFault.fetchAll($0.db) }.map(\.kind) == kinds)
        #expect(try await world.act { try $0.clearFaults() } == kinds.count)
    }
}
