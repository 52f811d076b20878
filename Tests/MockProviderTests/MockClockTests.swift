import BillingCore
import BillingTesting
import Foundation
import Testing

@testable import MockProvider

@Suite(.timeLimit(.minutes(1)))
struct MockClockTests {
    private let clock: ManualClock
    private let world: MockWorld

    init() throws {
        clock = try makeClock()
        world = makeWorld(clock)
    }

    @Test("the clock moves forward only, by ten years at once, and not beyond a hundred")
    func forward() async throws {
        try await world.moveClock(days(10))
        for text in ["2026-12-04T08:29:59Z", "2037-01-01T00:00:00Z", "2126-12-04T08:30:00Z"] {
            await #expect(throws: MockFailure.self) {
                try await world.act { _ = try $0.moveClock(to: instant(text)) }
            }
        }
        #expect(try await world.act { $0.time.world } == instant("2026-12-04T08:30:00Z"))
    }

    @Test("what is too much for one move is refused, and nothing of it has happened")
    func atMost() async throws {
        let daily = try await world.act { world in
            let price = MockPrice(
                id: try ProviderPriceID("daily"),
                name: "Daily",
                amount: Money(amount: 100, currency: "usd"),
                cycle: BillingCycle(interval: .day, count: 1),
                product: "prod_mock_pro"
            )
            try price.save(world.db)
            for _ in 0..<7 {
                let customer = try world.addCustomer(by: .operator)
                try world.setCard(MockTestCard.all[0], of: customer.id, by: .operator)
                try world.subscribe(customer.id, MockTransaction.NewSubscription(price: price), by: .operator)
            }
            return try MockEvent.last(world.db)
        }
        // Seven times 3,000 days.
        await #expect(throws: MockFailure.self) { try await world.moveClock(days(3000)) }
        #expect(try await world.act { try MockEvent.last($0.db) } == daily)
        #expect(try await world.act { $0.time.world } == clock.now())
        try await world.moveClock(days(30))
    }

    @Test("a frozen clock stands still, moves when it is moved, and runs on from there")
    func frozen() async throws {
        _ = try await world.act { try $0.setFrozen(true).time.world }
        clock.advance(by: days(1))
        #expect(try await world.act { $0.time.world } == instant("2026-11-24T08:30:00Z"))
        try await world.moveClock(days(2))
        clock.advance(by: days(1))
        #expect(try await world.act { $0.time.world } == instant("2026-11-26T08:30:00Z"))
        _ = try await world.act { try $0.setFrozen(false).time.world }
        clock.advance(by: days(1))
        #expect(try await world.act { $0.time.world } == instant("2026-11-27T08:30:00Z"))
    }

    @Test("a clock that is put back leaves what has happened")
    func reset() async throws {
        try await world.moveClock(days(32))
        _ = try await world.act { try $0.resetClock().time.world }
        #expect(try await world.act { $0.time.world } == clock.now())
        let provider = makeProvider(world)
        #expect(try await provider.current("cho").status == .ended)
        #expect(try await provider.current("ada").period?.start == instant("2026-12-14T08:30:00Z"))
    }

    @Test("what a moved clock brings is told as events, oldest first")
    func events() async throws {
        let before = try await world.act { try MockEvent.last($0.db) }
        try await world.moveClock(days(21))
        let events = try await world.act { try MockEvent.fetch(after: before, $0.db) }
        let ada = events.filter { $0.customer.rawValue == "ada" }
        #expect(ada.map(\.kind) == [.invoiceCreated, .invoicePaid])
        #expect(ada.map(\.at) == [try instant("2026-12-14T08:30:00Z"), try instant("2026-12-14T08:30:00Z")])
        #expect(events.allSatisfy { $0.actor == .clock })
        #expect(events.map(\.at) == events.map(\.at).sorted())
        #expect(events.filter { $0.kind == .subscriptionDeleted }.map(\.customer.rawValue) == ["dee", "cho"])
    }

    @Test("customers on a test clock live by it, and nobody else does")
    func testClocks() async throws {
        let start = try instant("2030-01-01T00:00:00Z")
        let id = try await world.act { world in
            let clock = try world.addTestClock(name: "Story", frozenTime: start)
            let id = try ProviderCustomerID("tim")
            try world.addCustomer(id: id, testClock: clock.id, by: .api)
            try world.setCard(MockTestCard.all[0], of: id, by: .api)
            try world.subscribe(id, MockTransaction.NewSubscription(price: makePrice()), by: .api)
            return clock.id
        }
        let provider = makeProvider(world)
        #expect(try await provider.fetchSubscription(customer("tim"), makeContext()).observedAt == start)
        try await world.moveClock(days(40))
        #expect(try await provider.current("tim").period?.start == start)
        try await world.act { _ = try $0.moveTestClock(id, to: instant("2030-03-15T00:00:00Z")) }
        #expect(try await provider.current("tim").period?.start == instant("2030-03-01T00:00:00Z"))
        #expect(try await provider.current("ada").period?.start == instant("2026-12-14T08:30:00Z"))
        await #expect(throws: MockFailure.self) { try await world.act { _ = try $0.moveTestClock(id, to: start) } }
        try await world.act { try $0.deleteTestClock(id, by: .api) }
        #expect(await code { _ = try await provider.current("tim") } == .customerNotFound)
    }
}
