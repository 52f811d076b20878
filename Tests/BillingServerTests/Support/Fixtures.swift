import BillingCore
import BillingRouter
import FoundationEssentials
import HTTPTypes
import Logging
import Synchronization

@testable import BillingServer

/// A gateway with two tenants on one provider instance that hosts pages.
struct Fixture {
    static let key = "tg_0000000000000000000000000000000000000000000000000000000000000001"
    static let readKey = "tg_0000000000000000000000000000000000000000000000000000000000000002"
    static let portalKey = "tg_0000000000000000000000000000000000000000000000000000000000000003"
    static let otherKey = "tg_0000000000000000000000000000000000000000000000000000000000000004"
    static let portalSecret = "PORTALSECRET4711"

    var provider = FakeProvider()
    let pages = FakePages()
    let log = CapturedLog()
    let clock = FixedClock()
    let readiness = Readiness()

    var pageSettings = PageSettings.standard
    var app: String? = "https://app.acme.example"
    var choosePlanURL: String?

    func table(publicURL: String = "https://billing.example.com") throws -> RoutingTable {
        let acme = try TenantID("acme")
        let globex = try TenantID("globex")
        let instance = ProviderInstance(
            id: try ProviderID("sandbox"),
            kind: try ProviderKind("fake"),
            built: BuiltProvider(provider: provider, mode: .test, extensions: [pages])
        )
        let all = Set(APIKey.Scope.allCases)
        return RoutingTable(
            environment: .development,
            publicURL: publicURL,
            tenants: [acme: try tenant(acme), globex: try tenant(globex)],
            instances: [instance.id: instance],
            keys: [
                APIKey.Digest(of: Fixture.key): APIKey.Grant(tenant: acme, keyID: "acme-all", scopes: all),
                APIKey.Digest(of: Fixture.readKey): APIKey.Grant(
                    tenant: acme,
                    keyID: "acme-read",
                    scopes: [.billingRead]
                ),
                APIKey.Digest(of: Fixture.portalKey): APIKey.Grant(
                    tenant: acme,
                    keyID: "acme-portal",
                    scopes: [.portalCreate]
                ),
                APIKey.Digest(of: Fixture.otherKey): APIKey.Grant(tenant: globex, keyID: "globex-all", scopes: all),
            ]
        )
    }

    func gateway(
        service: (any BillingService)? = nil,
        publicURL: String = "https://billing.example.com",
        login: DevelopmentLogin? = nil
    ) throws -> Gateway {
        let table = try table(publicURL: publicURL)
        let router = BillingRouter(table: table, clock: clock)
        return Gateway(
            table: table,
            service: service ?? router,
            version: "1.2.3",
            noteChange: router.noteChange(at:),
            sessionKey: Fixture.sessionKey,
            clock: clock,
            developmentLogin: login
        )
    }

    func site(
        service: (any BillingService)? = nil,
        publicURL: String = "https://billing.example.com",
        login: DevelopmentLogin? = nil
    ) throws -> PublicSite {
        PublicSite(
            try gateway(service: service, publicURL: publicURL, login: login),
            readiness: readiness,
            logger: log.logger()
        )
    }

    static let sessionKey = SessionKey(Array(repeating: 7, count: 32)) ?? SessionKey()

    /// The cookie of a customer's session, as browsers send it.
    func cookie(_ customer: String = "ada", of tenant: String = "acme", isSecure: Bool = true) throws -> HTTPFields {
        let reference = CustomerReference(tenant: try TenantID(tenant), customer: try CustomerID(customer))
        let field = SessionCookies(key: Fixture.sessionKey, isSecure: isSecure).signIn(reference, at: clock.now())
        return [.cookie: String(field.value.prefix { $0 != ";" })]
    }

    /// What the customer's forms have.
    func formToken(_ customer: String = "ada") throws -> String {
        let visitor = SessionCookies(key: Fixture.sessionKey, isSecure: true)
            .visitor(of: try TenantID("acme"), in: try cookie(customer), at: clock.now())
        return visitor?.formToken ?? ""
    }

    func adminSite() throws -> AdminSite { AdminSite(try gateway(), readiness: readiness, logger: log.logger()) }

    private func tenant(_ id: TenantID) throws -> Tenant {
        let price = PlanCatalogue.Price(
            id: "pro-monthly",
            amount: Money(amount: 1500, currency: "usd"),
            interval: .month
        )
        let catalogue = PlanCatalogue(
            plans: [
                PlanCatalogue.Plan(id: "starter", name: "Starter", isDefault: true),
                PlanCatalogue.Plan(id: "pro", name: "Pro", description: "For teams.", prices: [price]),
            ],
            providerPrices: ["pro-monthly": try ProviderPriceID("price_1")]
        )
        return Tenant(
            id: id,
            name: id.rawValue.capitalized,
            provider: try ProviderID("sandbox"),
            returnURLs: ReturnURLPolicy(
                app: try app.map { try WebURL($0) },
                allowed: nil,
                allowsLoopbackHTTP: false
            ),
            choosePlanURL: choosePlanURL,
            catalogue: catalogue,
            customers: [
                try CustomerID("ada"): try ProviderCustomerID("cus_ada"),
                try CustomerID("org/7"): try ProviderCustomerID("cus_org"),
                try CustomerID("gone"): try ProviderCustomerID("cus_gone"),
            ],
            pages: pageSettings
        )
    }
}

/// A provider that answers as it is told.
final class FakeProvider: BillingProvider {
    private let state = Mutex(State())

    struct State {
        var error: BillingError?
        var delay: Duration = .zero
        var calls: [CallContext] = []
        var orders: [PortalSessionRequest] = []
        var subscriptions = FakeProvider.subscriptions
    }

    var calls: [CallContext] { state.withLock(\.calls) }
    var orders: [PortalSessionRequest] { state.withLock(\.orders) }

    func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    let capabilities: ProviderCapabilities

    init(flows: Set<PortalFlow> = [.home, .paymentMethodUpdate, .subscriptionCancel]) {
        capabilities = ProviderCapabilities(
            portal: ProviderCapabilities.Portal(flows: flows, honoursReturnURL: true, origins: [])
        )
    }

    func createPortalSession(
        _ request: PortalSessionRequest,
        _ context: CallContext
    ) async throws(BillingError) -> PortalSession {
        state.withLock { $0.orders.append(request) }
        try await enter(context)
        return PortalSession(
            id: "ps_1",
            url: .hosted(path: Secret("/p/" + Fixture.portalSecret)),
            kind: .session,
            expiresAt: FixedClock.start.addingTimeInterval(300),
            returnURLHonoured: true,
            flow: request.flow
        )
    }

    func fetchSubscription(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> SubscriptionSnapshot {
        try await enter(context)
        if customer.id.rawValue == "cus_gone" { throw BillingError(.customerNotFound, "gone") }
        return SubscriptionSnapshot(subscriptions: state.withLock(\.subscriptions), observedAt: FixedClock.start)
    }

    func checkCancellation(_ customer: ProviderCustomer, _ context: CallContext) async throws(BillingError)
        -> Cancellation
    {
        Cancellation(derivedFrom: try await fetchSubscription(customer, context))
    }

    private func enter(_ context: CallContext) async throws(BillingError) {
        let (error, delay) = state.withLock { state in
            state.calls.append(context)
            return (state.error, state.delay)
        }
        if delay > .zero {
            do { try await Task.sleep(for: delay) } catch { throw BillingError(.cancelled, "cancelled") }
        }
        if let error { throw error }
    }

    static var subscriptions: [Subscription] {
        guard let id = try? SubscriptionID("sub_1"), let old = try? SubscriptionID("sub_0"),
            let price = try? ProviderPriceID("price_1")
        else { return [] }
        let period = Period(
            start: FixedClock.start.addingTimeInterval(-86_400),
            end: FixedClock.start.addingTimeInterval(20 * 86_400)
        )
        let item = SubscriptionItem(
            price: price,
            product: "prod_1",
            priceName: "Pro",
            quantity: 1,
            unitAmount: Money(amount: 1500, currency: "usd"),
            interval: .month,
            intervalCount: 1,
            period: period
        )
        let scheduled = Cancellation.Scheduled(
            effectiveAt: period.end,
            mode: .fixedDate,
            requestedAt: FixedClock.start.addingTimeInterval(-60),
            resumable: true,
            evidence: ["cancel_at"]
        )
        return [
            Subscription(
                id: id,
                status: .active,
                providerStatus: "active",
                items: [item],
                cancellation: .scheduled(scheduled),
                startedAt: period.start
            ),
            Subscription(
                id: old,
                status: .ended,
                providerStatus: "canceled",
                items: [item],
                cancellation: .ended(at: period.start, requestedAt: nil, evidence: ["status"]),
                pause: .collectionOnly(resumesAt: nil),
                endedAt: period.start
            ),
        ]
    }
}

/// A service that fails in one way.
struct FailingService: BillingService {
    let error: ServiceError

    func overview(of customer: CustomerReference, _ call: ServiceCall) async throws(ServiceError) -> BillingOverview {
        throw error
    }

    func subscriptions(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<SubscriptionsDocument> { throw error }

    func cancellation(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<CancellationDocument> { throw error }

    func createPortalSession(
        for customer: CustomerReference,
        _ order: PortalOrder,
        _ call: ServiceCall
    ) async throws(ServiceError) -> PortalSessionDocument { throw error }

    func tenant(_ tenant: TenantID, _ call: ServiceCall) async throws(ServiceError) -> TenantDocument { throw error }

    func plans(of tenant: TenantID, _ call: ServiceCall) async throws(ServiceError) -> PlansDocument { throw error }
}

final class FixedClock: WallClock {
    static let start = Date(timeIntervalSince1970: 1_795_332_600)

    private let offset = Mutex(0.0)

    func now() -> Date { FixedClock.start.addingTimeInterval(offset.withLock { $0 }) }

    func advance(_ seconds: Double) { offset.withLock { $0 += seconds } }
}

/// Every line that was logged, as JSON.
final class CapturedLog: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined() } }
    var all: [String] { lines.withLock { $0 } }

    func logger(level: Logger.Level = .trace) -> Logger {
        Logger(label: "test") { _ in
            LineLogHandler(.json, level: level) { line in
                self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            }
        }
    }
}
