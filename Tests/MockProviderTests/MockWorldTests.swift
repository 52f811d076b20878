import BillingCore
import BillingTesting
import Foundation
import GRDB
import Testing

@testable import MockProvider

@Suite(.timeLimit(.minutes(1)))
struct MockWorldTests {
    @Test("renewals, trial ends and cancellations happen as the clock passes them")
    func timePasses() async throws {
        let clock = try makeClock()
        let provider = makeProvider(makeWorld(clock))
        #expect(try await provider.current("ada").period?.end == instant("2026-12-14T08:30:00Z"))

        clock.set(to: try instant("2027-03-01T00:00:00Z"))
        #expect(try await provider.current("ada").period?.end == instant("2027-03-14T08:30:00Z"))
        #expect(try await provider.current("ben").status == .active)
        #expect(try await provider.current("ben").period?.end == instant("2027-03-03T08:30:00Z"))
        #expect(try await provider.current("cho").status == .ended)
        #expect(try await provider.current("cho").endedAt == instant("2026-12-12T08:30:00Z"))
        #expect(try await provider.current("dee").status == .ended)
        #expect(try await provider.current("gus").status == .active)
    }

    @Test("a call that finds something due writes it down")
    func isDurable() async throws {
        let clock = try makeClock()
        let world = makeWorld(clock)
        let provider = makeProvider(world)
        _ = try await provider.current("ada")
        clock.set(to: try instant("2027-03-01T00:00:00Z"))
        _ = try await provider.fetchSubscription(customer("eve"), makeContext())
        clock.set(to: try instant("2026-11-24T08:30:00Z"))
        let statuses = try await world.sql {
            try String.fetchAll($0, sql: "SELECT status FROM subscriptions ORDER BY id")
        }
        #expect(statuses == ["active", "active", "canceled", "canceled", "canceled", "active"])
    }

    @Test("the world's clock is the wall clock and an offset, and what is observed is in the world's time")
    func offset() async throws {
        let clock = try makeClock()
        let world = makeWorld(clock)
        let provider = makeProvider(world)
        try await world.moveClock(days(32))
        let snapshot = try await provider.fetchSubscription(customer("cho"), makeContext())
        #expect(RFC3339.string(from: snapshot.observedAt) == "2026-12-26T08:30:00Z")
        #expect(snapshot.current?.status == .ended)
        clock.advance(by: .seconds(60))
        let later = try await provider.fetchSubscription(customer("cho"), makeContext())
        #expect(RFC3339.string(from: later.observedAt) == "2026-12-26T08:31:00Z")
    }

    @Test("both shapes of a cancellation, and all else, survive being stored")
    func storage() async throws {
        let world = try makeWorld(makeClock())
        let stored = try await world.sql { try MockSubscription.fetch(of: customer("ada").id, $0) }
        var subscription = try #require(stored.first)
        subscription.quantity = 3
        subscription.trialStart = try instant("2026-11-01T00:00:00Z")
        subscription.trialEnd = try instant("2026-11-14T08:30:00Z")
        subscription.cancellationRequestedAt = try instant("2026-11-20T00:00:00Z")
        for end in [nil, .atPeriodEnd, .at(try instant("2026-12-01T01:02:03Z"))]
            as [MockSubscription.PlannedEnd?]
        {
            subscription.plannedEnd = end
            let changed = subscription
            try await world.sql { try changed.save($0) }
            #expect(try await world.sql { try MockSubscription.fetch(of: changed.customer, $0) } == [changed])
        }
    }

    @Test("two worlds on one file tell one story")
    func shared() async throws {
        let folder = try TemporaryFolder()
        let clock = try makeClock()
        let server = makeProvider(makeWorld(clock, .file(folder.state)))
        let command = makeWorld(clock, .file(folder.state))
        #expect(try await server.current("cho").status == .active)
        try await command.moveClock(days(32))
        #expect(try await server.current("cho").status == .ended)
        #expect(try await makeProvider(command).current("cho").status == .ended)

        let session = try await makeProvider(command).createPortalSession(makeRequest(), makeContext("k"))
        #expect(try await server.createPortalSession(makeRequest(), makeContext("k")).path == session.path)
    }

    @Test("a world outlives the process, and its seeds stay relative to the first start")
    func reopened() async throws {
        let folder = try TemporaryFolder()
        let clock = try makeClock()
        do {
            let world = makeWorld(clock, .file(folder.state))
            try await world.moveClock(days(1))
            _ = try await makeProvider(world).createPortalSession(makeRequest(), makeContext("k"))
        }
        clock.advance(by: days(2))
        let world = makeWorld(clock, .file(folder.state))
        let snapshot = try await makeProvider(world).fetchSubscription(customer("ada"), makeContext())
        #expect(snapshot.current?.period?.start == (try instant("2026-11-14T08:30:00Z")))
        #expect(RFC3339.string(from: snapshot.observedAt) == "2026-11-27T08:30:00Z")
        #expect(try await world.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM portal_sessions") } == 1)
    }

    @Test("many worlds that start on one file at once plant it once", arguments: 0..<10)
    func concurrentStart(round: Int) async throws {
        let folder = try TemporaryFolder()
        let clock = try makeClock()
        let path = folder.state
        let answers = try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { try await makeProvider(makeWorld(clock, .file(path))).current("ada") }
            }
            return try await group.reduce(into: Set<Subscription>()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        let world = makeWorld(clock, .file(path))
        #expect(try await world.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM customers") } == 7)
        #expect(try await world.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM subscriptions") } == 6)
    }

    @Test("a price that left the catalogue stays for those who pay it, and an edited one changes")
    func editedCatalogue() async throws {
        let folder = try TemporaryFolder()
        let clock = try makeClock()
        func world(_ amount: String?) -> MockWorld {
            let price: [String: SettingValue] = [
                "name": .text("Team"), "amount": .text(amount ?? ""), "currency": .text("usd"),
                "interval": .text("week"),
            ]
            let settings = ProviderSettings(amount == nil ? [:] : ["catalogue": .map(["team": .map(price)])])
            return MockWorld(
                place: .file(folder.state),
                catalogue: MockCatalogue.read(settings).catalogue,
                clock: clock
            )
        }
        func amount(_ world: MockWorld) async throws -> Money? {
            try await makeProvider(world).current("ada").items.first?.unitAmount
        }
        let first = world("40.00")
        try await first.sql { try $0.execute(sql: "UPDATE subscriptions SET price = 'team' WHERE customer = 'ada'") }
        #expect(try await amount(first) == Money(amount: 4000, currency: "usd"))
        #expect(try await amount(world("45.00")) == Money(amount: 4500, currency: "usd"))
        #expect(try await amount(world(nil)) == Money(amount: 4500, currency: "usd"))
    }

    @Test("a call whose deadline has passed does nothing")
    func deadline() async throws {
        let folder = try TemporaryFolder()
        let provider = try makeProvider(makeWorld(makeClock(), .file(folder.state)))
        let late = try makeContext(within: .zero)
        #expect(await code { _ = try await provider.fetchSubscription(customer("ada"), late) } == .providerTimeout)
        #expect(await code { _ = try await provider.createPortalSession(makeRequest(), late) } == .providerTimeout)
        #expect(!FileManager.default.fileExists(atPath: folder.state))
    }

    @Test("a write waits for another process no longer than its deadline, and a read writes nothing and does not wait")
    func locked() async throws {
        let folder = try TemporaryFolder()
        let provider = try makeProvider(makeWorld(makeClock(), .file(folder.state)))
        _ = try await provider.current("ada")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.state, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") } as Void
        let start = ContinuousClock.now
        let soon = try makeContext(within: .milliseconds(200))
        #expect(await code { _ = try await provider.createPortalSession(makeRequest(), soon) } == .providerTimeout)
        #expect(ContinuousClock.now - start < .seconds(4))
        #expect(try await provider.current("ada").status == .active)
        async let waiting = provider.createPortalSession(makeRequest(), makeContext())
        try await Task.sleep(for: .milliseconds(50))
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") } as Void
        #expect(try await waiting.path != nil)
    }

    @Test("a caller who goes away gets `cancelled`")
    func cancelled() async throws {
        let provider = try makeProvider(makeWorld(makeClock()))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await code { _ = try await provider.fetchSubscription(customer("ada"), makeContext()) }
        }
        #expect(await task.value == .cancelled)
    }
}
