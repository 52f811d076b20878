import BillingCore
import BillingTesting
import Foundation
import GRDB
import Testing

@testable import MockProvider

/// A clock that stands on the day on which the worlds of these tests begin.
func makeClock() throws -> ManualClock { ManualClock(try instant("2026-11-24T08:30:00Z")) }

/// A folder that is gone when the test is over.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "mock-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var state: String { path + "/state/world.sqlite" }
}

func instant(_ text: String) throws -> Date { try #require(RFC3339.date(from: text)) }

func days(_ count: Int) -> Duration { .seconds(count * 86_400) }

func makeWorld(_ clock: any WallClock, _ place: MockStore.Place = .memory) -> MockWorld {
    MockWorld(
        place: place,
        catalogue: MockCatalogue.read(ProviderSettings()).catalogue,
        clock: clock,
        patience: .seconds(60)
    )
}

func makeProvider(_ world: MockWorld) -> MockProvider {
    MockProvider(world: world)
}

func makeContext(_ key: String = "key-1", tenant: String = "acme", within time: Duration = .seconds(30)) throws
    -> CallContext
{
    CallContext(tenant: try TenantID(tenant), deadline: .after(time), idempotencyKey: key)
}

func customer(_ name: String) throws -> ProviderCustomer { ProviderCustomer(id: try ProviderCustomerID(name)) }

func makeRequest(
    _ name: String = "ada",
    _ flow: PortalFlow = .home,
    subscription: String? = nil,
    price: String? = nil,
    quantity: Int? = nil,
    returnURL: String = "https://app.acme.example/billing",
    tenantName: String = "Acme"
) throws -> PortalSessionRequest {
    PortalSessionRequest(
        customer: try customer(name),
        returnURL: returnURL,
        flow: flow,
        subscription: try subscription.map { text in try SubscriptionID(text) },
        price: try price.map { text in try ProviderPriceID(text) },
        quantity: quantity,
        tenantName: tenantName
    )
}

extension MockProvider {
    func current(_ name: String) async throws -> Subscription {
        try #require(try await fetchSubscription(customer(name), makeContext()).current)
    }
}

extension PortalSession {
    var path: String? {
        if case .hosted(let path) = url { path.reveal() } else { nil }
    }
}

extension MockWorld {
    /// What a test looks at, or arranges, behind everybody's back.
    func sql<Answer: Sendable>(_ body: @Sendable (Database) throws -> Answer) async throws -> Answer {
        try await act { try body($0.db) }
    }

    /// What somebody does in the world.
    @discardableResult
    func act<Answer: Sendable>(_ body: @Sendable (MockTransaction) throws -> Answer) async throws -> Answer {
        try await change(until: .after(.seconds(30)), body)
    }

    func moveClock(_ duration: Duration) async throws {
        try await act { _ = try $0.moveClock(to: $0.time.world.addingTimeInterval(duration.seconds)) }
    }
}

/// Ada with a card that works, or one that is declined.
func makeCustomer(_ outcome: MockCard.Outcome? = .succeeds) throws -> MockCustomer {
    MockCustomer(
        id: try ProviderCustomerID("ada"),
        name: "Ada",
        createdAt: try instant("2026-01-01T00:00:00Z"),
        card: outcome.map {
            MockCard(id: "pm_1", brand: .visa, last4: "4242", expiryMonth: 12, expiryYear: 2034, outcome: $0)
        }
    )
}

func makePrice(_ id: String = "mock_pro_m") throws -> MockPrice {
    try #require(MockCatalogue.read(ProviderSettings()).catalogue.prices[ProviderPriceID(id)])
}

/// An active subscription whose first period began at an instant.
func makeSubscription(from start: String, price: String = "mock_pro_m") throws -> MockSubscription {
    let price = try makePrice(price)
    let anchor = try instant(start)
    return MockSubscription(
        id: try SubscriptionID("sub_mock_test"),
        customer: try ProviderCustomerID("ada"),
        status: .active,
        price: price,
        startedAt: anchor,
        anchor: anchor,
        periodStart: anchor,
        periodEnd: price.cycle.date(1, from: anchor)
    )
}

func makeAccount(
    _ subscription: MockSubscription,
    card: MockCard.Outcome? = .succeeds,
    policy: MockPolicy = MockPolicy()
) throws -> MockAccount {
    MockAccount(customer: try makeCustomer(card), subscription: subscription, policy: policy)
}

extension MockSubscription {
    /// What time makes of it, where every charge succeeds.
    func advanced(to now: Date) throws -> MockSubscription {
        var account = try makeAccount(self)
        account.advance(to: now)
        return account.subscription
    }
}

/// The code that a call fails with.
func code(_ body: () async throws -> Void) async -> BillingError.Code? { await failure(body)?.code }

func failure(_ body: () async throws -> Void) async -> BillingError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? BillingError
    }
}
