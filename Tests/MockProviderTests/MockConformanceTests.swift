import BillingCore
import BillingTesting
import Foundation
import GRDB
import Synchronization
import Testing

@testable import MockProvider

struct MockConformanceTests {
    @Test("the mock conforms", .timeLimit(.minutes(1)), arguments: ProviderConformance.cases)
    func conforms(_ conformanceCase: ConformanceCase) async throws {
        try await conformanceCase.run(on: MockSubject())
    }
}

/// The mock's world in each scenario of the kit.
private final class MockSubject: ConformanceSubject {
    private let folder: TemporaryFolder
    private let clock: ManualClock
    /// Who holds files that a world waits for, as long as the case runs.
    private let holders = Mutex<[DatabaseQueue]>([])

    let secrets: [String] = []

    init() throws {
        folder = try TemporaryFolder()
        clock = try makeClock()
    }

    func arrange(_ scenario: ConformanceScenario) async throws -> ConformanceArrangement {
        switch scenario {
        case .active: return try ready("ada", makeWorld(clock))
        case .trialing: return try ready("ben", makeWorld(clock))
        case .cancelScheduledAtPeriodEnd: return try ready("cho", makeWorld(clock))
        case .pastDue: return try ready("dee", makeWorld(clock))
        case .neverSubscribed: return try ready("eve", makeWorld(clock))
        case .ended: return try ready("fin", makeWorld(clock))
        case .unknownCustomer: return try ready("zoe", makeWorld(clock))
        case .cancelScheduledAtFixedDate:
            let end = clock.now().addingDays(50)
            return try await edited { $0.plannedEnd = .at(end) }
        case .severalSubscriptions: return try await several()
        case .unavailable: return try ready("ada", lockedWorld(patience: .milliseconds(20)))
        case .hangingAnswer: return try ready("ada", lockedWorld(patience: .seconds(60)))
        case .unpaid: return try await edited { $0.status = .unpaid }
        case .incomplete:
            // Eve has no card.
            let world = makeWorld(clock)
            try await world.act { world in
                let new = MockTransaction.NewSubscription(price: try makePrice(), mayBeIncomplete: true)
                try world.subscribe(customer("eve").id, new, by: .operator)
            }
            return try ready("eve", world)
        case .pausedService:
            let now = clock.now()
            return try await edited {
                $0.status = .paused
                $0.pausedAt = now
            }
        case .pausedCollection:
            return try await edited { $0.collectionPause = MockSubscription.CollectionPause(behaviour: .void) }
        case .unrecognizedStatus: return .notApplicable(reason: "the mock knows all of its own words")
        case .rateLimited: return try await struck(by: .rateLimit(retryAfter: .seconds(7)))
        case .authenticationFailed: return try await struck(by: .status(401))
        case .permissionDenied: return try await struck(by: .status(403))
        case .malformedAnswer: return try await struck(by: .malformed)
        }
    }

    /// Ada, in a world in which every call goes wrong in one way.
    private func struck(by kind: MockFault.Kind) async throws -> ConformanceArrangement {
        let world = makeWorld(clock)
        try await world.act { _ = try $0.addFault(.any, kind, rate: 1) }
        return try ready("ada", world)
    }

    private func ready(_ name: String, _ world: MockWorld) throws -> ConformanceArrangement {
        .ready(
            ConformanceSetting(
                provider: makeProvider(world),
                customer: try customer(name),
                otherPrice: try ProviderPriceID("mock_pro_y")
            )
        )
    }

    /// Ada's subscription, changed.
    private func edited(_ edit: @Sendable (inout MockSubscription) -> Void) async throws -> ConformanceArrangement {
        let world = makeWorld(clock)
        try await world.sql { db in
            for var subscription in try MockSubscription.fetch(of: customer("ada").id, db) {
                edit(&subscription)
                try subscription.save(db)
            }
        }
        return try ready("ada", world)
    }

    /// Ada with what she had before, which comes first in the table.
    private func several() async throws -> ConformanceArrangement {
        let world = makeWorld(clock)
        try await world.sql { db in
            try db.execute(
                sql: """
                    UPDATE subscriptions SET customer = 'ada' WHERE customer IN ('dee', 'fin');
                    DELETE FROM invoices WHERE customer = 'fin';
                    UPDATE subscriptions SET id = 'sub_mock_aaa' WHERE id = 'sub_mock_fin';
                    """
            )
        }
        return .ready(
            ConformanceSetting(
                provider: makeProvider(world),
                customer: try customer("ada"),
                subscription: try SubscriptionID("sub_mock_ada"),
                otherPrice: try ProviderPriceID("mock_pro_y")
            )
        )
    }

    /// A world whose file somebody else holds for good.
    private func lockedWorld(patience: Duration) throws -> MockWorld {
        let path = folder.path + "/\(UUID().uuidString).sqlite"
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(path: path, configuration: configuration)
        try holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        holders.withLock { $0.append(holder) }
        return MockWorld(
            place: .file(path),
            catalogue: MockCatalogue.read(ProviderSettings()).catalogue,
            clock: clock,
            patience: patience
        )
    }
}
