import BillingCore
import BillingTesting
import Foundation
import Testing

@testable import BillingRouter

@Suite("What is remembered")
struct FreshnessTests {
    @Test("a second read within fresh_for asks nobody, and says how old it is")
    func fresh() async throws {
        let world = try World()
        world.provider(says: try .sample())
        #expect(try await world.overview().sources.subscription.source == .live)
        world.clock.advance(by: .seconds(59))
        let second = try await world.overview()
        #expect(second.sources.subscription.source == .cache)
        #expect(second.sources.subscription.age == .seconds(59))
        #expect(second.asOf == .noon)
        #expect(world.provider.seen.fetches.count == 1)
        world.clock.advance(by: .seconds(1))
        #expect(try await world.overview().sources.subscription.source == .live)
        #expect(world.provider.seen.fetches.count == 2)
    }

    @Test("remembered or asked for, an overview says the same up to its sources, which come last")
    func answer() async throws {
        let world = try World()
        world.provider(says: try .sample())
        let live = try await world.overview()
        #expect(live.document().json == live.json())
        for age in [30, 59] {
            world.clock.advance(by: .seconds(age == 30 ? 30 : 29))
            let remembered = try await world.overview()
            #expect(remembered.document().json == remembered.json())
            #expect(remembered.sources.subscription.age == .seconds(age))
            #expect(remembered.document().digest == live.document().digest && remembered.json() != live.json())
            #expect(remembered.from(live.sources.subscription) == live)
        }
        world.provider(says: try .sample(cancellation: .sample()))
        let changed = try await world.overview("user_1", ServiceCall(fresh: true))
        #expect(changed.document().digest != live.document().digest)
        #expect(try await world.overview().state == .canceling)
    }

    @Test("two customers of a tenant that are one at the provider have an overview each")
    func twoCustomers() async throws {
        let world = try World(customerIDs: .provider)
        world.provider(says: try .sample())
        for customer in ["user_1", "cus_1", "user_1", "cus_1"] {
            let overview = try await world.overview(customer)
            #expect(overview.customer.id.rawValue == customer)
            #expect(
                String(decoding: overview.document().json, as: UTF8.self).contains(#""customer":{"id":"\#(customer)"}"#)
            )
        }
        #expect(world.provider.seen.fetches.count == 1)
    }

    @Test("fresh=true passes the memory by, and renews it")
    func bypass() async throws {
        let world = try World()
        world.provider(says: try .sample())
        _ = try await world.overview()
        world.provider(says: try .sample(cancellation: .sample()))
        #expect(try await world.overview().state == .active)
        #expect(try await world.overview("user_1", ServiceCall(fresh: true)).state == .canceling)
        #expect(try await world.overview().state == .canceling)
    }

    @Test("two tenants on one provider instance share no answer, even with the same customer")
    func isolation() async throws {
        let world = try World()
        world.provider(says: try .sample())
        _ = try await world.overview(tenant: "acme")
        _ = try await world.overview(tenant: "beta")
        #expect(world.provider.seen.fetches.map(\.tenant.rawValue) == ["acme", "beta"])
    }

    @Test("a customer that was missing is asked for again after five seconds")
    func missing() async throws {
        let world = try World()
        _ = try await world.overview()
        world.clock.advance(by: .seconds(4))
        _ = try await world.overview()
        #expect(world.provider.seen.fetches.count == 1)
        world.clock.advance(by: .seconds(1))
        world.provider(says: try .sample())
        #expect(try await world.overview().state == .active)
    }

    @Test("a failure is not remembered")
    func failure() async throws {
        let world = try World()
        world.provider.change { $0.failure = BillingError(.providerUnavailable, "503") }
        await #expect(throws: ServiceError.self) { try await world.overview() }
        world.provider.change { $0.failure = nil }
        world.provider(says: try .sample())
        #expect(try await world.overview().state == .active)
    }

    @Test("whoever was sent to the portal is read afresh on return")
    func portalVisit() async throws {
        let world = try World()
        world.provider(says: try .sample())
        _ = try await world.overview()
        _ = try await world.router.createPortalSession(for: world.reference(), PortalOrder(), ServiceCall())
        _ = try await world.overview()
        world.provider(says: try .sample(cancellation: .sample()))
        #expect(try await world.overview().state == .canceling)
        // A quarter of an hour later the visit is over, and the memory serves again.
        world.clock.advance(by: .seconds(15 * 60))
        _ = try await world.overview()
        let asked = world.provider.seen.fetches.count
        _ = try await world.overview()
        #expect(world.provider.seen.fetches.count == asked)
    }

    @Test("what is remembered from before a change at its provider is old, for good")
    func change() async throws {
        let world = try World()
        world.provider(says: try .sample())
        _ = try await world.overview()
        world.provider(says: try .sample(cancellation: .sample()))
        world.clock.advance(by: .seconds(10))
        world.router.noteChange(at: try ProviderID("other"))
        #expect(try await world.overview().state == .active)
        world.router.noteChange(at: try ProviderID("fake-eu"))
        world.clock.advance(by: .seconds(1))
        #expect(try await world.overview().state == .canceling)
        world.clock.advance(by: .seconds(20))
        let asked = world.provider.seen.fetches.count
        #expect(try await world.overview().sources.subscription.source == .cache)
        #expect(world.provider.seen.fetches.count == asked)
    }

    @Test("a cancellation asks only for that, once, and uses a snapshot that is at hand")
    func cancellation() async throws {
        let world = try World()
        world.provider(says: try .sample(cancellation: .sample()))
        for expected in [SourceDocument.Kind.live, .cache] {
            let answer = try await world.router.cancellation(of: world.reference(), ServiceCall())
            #expect(answer.document.state == .scheduled)
            #expect(answer.source.source == expected)
        }
        #expect(world.provider.seen.checks.count == 1)
        #expect(world.provider.seen.fetches.isEmpty)
        _ = try await world.overview(tenant: "beta")
        let answer = try await world.router.cancellation(of: world.reference(tenant: "beta"), ServiceCall())
        #expect(answer.source.source == .cache)
        #expect(world.provider.seen.checks.count == 1)
    }

    @Test("a fresh cancellation is not undone by an older snapshot")
    func youngerCancellation() async throws {
        let world = try World()
        world.provider(says: try .sample())
        _ = try await world.overview()
        world.clock.advance(by: .seconds(1))
        world.provider(says: try .sample(cancellation: .sample()))
        for call in [ServiceCall(fresh: true), ServiceCall()] {
            let answer = try await world.router.cancellation(of: world.reference(), call)
            #expect(answer.document.state == .scheduled)
        }
    }

    @Test("made-up customers push nobody's answer out of the memory")
    func madeUpCustomers() async throws {
        let world = try World(customerIDs: .provider, capacity: 100)
        world.provider(says: try .sample())
        _ = try await world.overview()
        for number in 0..<500 { _ = try await world.overview("made-up-\(number)") }
        #expect(try await world.overview().sources.subscription.source == .cache)
    }

    @Test("a customer that went missing is not remembered as it was")
    func wentMissing() async throws {
        let world = try World()
        world.provider(says: try .sample())
        _ = try await world.overview()
        world.provider.change { $0.snapshots = [:] }
        #expect(try await world.overview("user_1", ServiceCall(fresh: true)).state == .none)
        #expect(try await world.overview().state == .none)
    }

    @Test("a cancellation that finds no customer leaves no older answer behind")
    func wentMissingMeanwhile() async throws {
        let world = try World()
        world.provider(says: try .sample())
        _ = try await world.overview()
        world.provider.change { $0.snapshots = [:] }
        _ = try await world.router.cancellation(of: world.reference(), ServiceCall(fresh: true))
        #expect(try await world.overview().state == .none)
    }

    @Test("a provider is given the limit of the call, or the caller's where that is earlier")
    func deadlines() async throws {
        let world = try World(freshFor: .zero)
        world.provider(says: try .sample())
        let early = Deadline.after(.seconds(1))
        let late = Deadline.after(.seconds(600))
        for deadline in [nil, early, late] {
            _ = try await world.overview("user_1", ServiceCall(deadline: deadline))
            _ = try await world.router.createPortalSession(
                for: world.reference(),
                PortalOrder(),
                ServiceCall(deadline: deadline)
            )
        }
        let reads = world.provider.seen.fetches.map(\.deadline)
        let orders = world.provider.seen.portalRequests.map(\.context.deadline)
        #expect(reads[1] == early && orders[1] == early)
        let now = Deadline.after(.zero)
        for (limit, found) in [(6.0, reads[0]), (6.0, reads[2]), (12.0, orders[0]), (12.0, orders[2])] {
            let left = now.instant.duration(to: found.instant).seconds
            // Slow machines have less left, never more.
            #expect(left <= limit && left > limit - 60)
        }
    }

    @Test("the memory is bounded, and keeps what is used")
    func bounded() {
        var map = BoundedMap<Int, Int>(capacity: 100)
        map[-1] = 1
        for number in 0..<10_000 {
            map[number] = number
            _ = map[-1]
            #expect(map.count <= 100)
        }
        #expect(map[-1] == 1)
        #expect(map[9_999] == 9_999)
        #expect(map[1] == nil)
    }
}
