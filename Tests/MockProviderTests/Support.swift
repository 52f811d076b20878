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
    MockWorld(place: place, catalogue: MockCatalogue.read(ProviderSettings()).catalogue, clock: clock)
}

func makeProvider(_ world: MockWorld) -> MockProvider {
    MockProvider(world: world, catalogue: MockCatalogue.read(ProviderSettings()).catalogue)
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
        try await change(until: .after(.seconds(30))) { db, _ in try body(db) }
    }

    func moveClock(_ duration: Duration) async throws {
        let seconds = Int(duration.seconds)
        try await sql { try $0.execute(sql: "UPDATE world SET clock_offset = clock_offset + ?", arguments: [seconds]) }
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
