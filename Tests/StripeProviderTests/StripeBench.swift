import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import HTTPTypes
import StripeProvider
import Testing

/// A Stripe instance over a stub, and the calls of a tenant's customer.
struct StripeBench {
    static let key = "rk_test_51AbCdEfGhIjKl"

    let transport = StubTransport()
    let clock = ManualClock(Date(timeIntervalSince1970: Double(StripeFixture.now)))
    let provider: any BillingProvider

    init(_ settings: [String: SettingValue] = [:], environment: DeploymentEnvironment = .development) throws {
        let all = ["api_key": .secret(Secret(Self.key))].merging(settings) { $1 }
        let context = ProviderContext(
            instance: try ProviderID("stripe-test"),
            environment: environment,
            clock: clock
        )
        provider = try ProviderFactory.stripe(transport: transport).make(ProviderSettings(all), context).provider
    }

    /// A bench whose customer has these subscriptions.
    static func with(_ subscriptions: [String], _ settings: [String: SettingValue] = [:]) throws -> StripeBench {
        let bench = try StripeBench(settings)
        bench.transport.on(.get, "/v1/subscriptions", .json(StripeFixture.list(subscriptions)))
        bench.transport.on(.get, "/v1/customers/cus_1", .json(StripeFixture.customer()))
        bench.transport.on(.post, "/v1/billing_portal/sessions", .json(StripeFixture.portalSession()))
        return bench
    }

    func snapshot(_ customer: String = "cus_1") async throws -> SubscriptionSnapshot {
        try await provider.fetchSubscription(ProviderCustomer(id: ProviderCustomerID(customer)), context())
    }

    func only() async throws -> Subscription {
        let snapshot = try await snapshot()
        #expect(snapshot.subscriptions.count == 1)
        return try #require(snapshot.current)
    }

    func portal(
        _ flow: PortalFlow = .home,
        customer: String = "cus_1",
        subscription: String? = nil,
        price: String? = nil,
        quantity: Int? = nil,
        locale: String? = nil
    ) async throws -> PortalSession {
        let request = PortalSessionRequest(
            customer: ProviderCustomer(id: try ProviderCustomerID(customer)),
            returnURL: "https://app.example.com/billing?tab=1&x=ä",
            flow: flow,
            subscription: try subscription.map { try SubscriptionID($0) },
            price: try price.map { try ProviderPriceID($0) },
            quantity: quantity,
            locale: locale,
            tenantName: "Acme"
        )
        return try await provider.createPortalSession(request, context())
    }

    func context() throws -> CallContext {
        CallContext(
            tenant: try TenantID("acme"),
            deadline: .after(.seconds(30)),
            idempotencyKey: "key-1",
            traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        )
    }

    /// What a call throws.
    static func error(_ call: () async throws -> some Any) async throws -> BillingError {
        do {
            _ = try await call()
        } catch let error as BillingError {
            return error
        }
        throw NothingThrown()
    }

    struct NothingThrown: Error {}
}

extension OutboundRequest {
    /// The parameters of the query or the body, decoded.
    var parameters: [String: String] {
        let path = head.path ?? ""
        let query = path.contains("?") ? String(path.drop { $0 != "?" }.dropFirst()) : ""
        let encoded = head.method == .post ? String(decoding: body, as: UTF8.self) : query
        var parameters: [String: String] = [:]
        for pair in encoded.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parameters[parts[0].removingPercentEncoding ?? ""] = parts.last?.removingPercentEncoding
        }
        return parameters
    }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { head.headerFields[$0] } }
}
