import BillingCore
import BillingTesting
import Foundation

@testable import BillingRouter

/// A routing table of two tenants on one provider instance, and a router over it.
struct World {
    let provider: FakeProvider
    let clock = ManualClock(.noon)
    let router: BillingRouter

    static let plans = [
        PlanCatalogue.Plan(id: "free", name: "Starter", isDefault: true),
        PlanCatalogue.Plan(
            id: "pro",
            name: "Pro",
            prices: [
                PlanCatalogue.Price(id: "pro-monthly", amount: Money(amount: 1500, currency: "usd"), interval: .month)
            ]
        ),
    ]

    init(
        provider: FakeProvider = FakeProvider(),
        plans: [PlanCatalogue.Plan] = World.plans,
        portal: Tenant.PortalPolicy = .standard,
        freshFor: Duration = .seconds(60),
        customerIDs: Tenant.CustomerIDs = .own,
        capacity: Int = 1000
    ) throws {
        self.provider = provider
        let providerID = try ProviderID("fake-eu")
        let catalogue = PlanCatalogue(plans: plans, providerPrices: ["pro-monthly": try ProviderPriceID("price_pro")])
        var tenants: [TenantID: Tenant] = [:]
        for name in ["acme", "beta"] {
            let id = try TenantID(name)
            tenants[id] = Tenant(
                id: id,
                name: name.capitalized,
                provider: providerID,
                returnURLs: ReturnURLPolicy(
                    app: try WebURL("https://app.\(name).example"),
                    allowed: [try WebURL("https://app.\(name).example/dashboard/")],
                    allowsLoopbackHTTP: false
                ),
                choosePlanURL: "https://\(name).example/pricing",
                portal: portal,
                freshFor: freshFor,
                catalogue: catalogue,
                customers: [try CustomerID("user_1"): try ProviderCustomerID("cus_1")],
                customerIDs: customerIDs
            )
        }
        let instance = ProviderInstance(
            id: providerID,
            kind: try ProviderKind("fake"),
            built: BuiltProvider(provider: provider, mode: .test)
        )
        router = BillingRouter(
            table: RoutingTable(
                environment: .production,
                publicURL: "https://billing.example",
                tenants: tenants,
                instances: [providerID: instance],
                keys: [:]
            ),
            clock: clock,
            capacity: capacity
        )
    }

    /// What the provider says of `cus_1` from now on.
    func provider(says subscriptions: Subscription...) {
        let snapshot = SubscriptionSnapshot(subscriptions: subscriptions, observedAt: clock.now())
        provider.change { $0.snapshots["cus_1"] = snapshot }
    }

    func overview(
        _ customer: String = "user_1",
        tenant: String = "acme",
        _ call: ServiceCall = ServiceCall()
    ) async throws -> BillingOverview {
        try await router.overview(of: reference(customer, tenant: tenant), call)
    }

    func reference(_ customer: String = "user_1", tenant: String = "acme") throws -> CustomerReference {
        CustomerReference(tenant: try TenantID(tenant), customer: try CustomerID(customer))
    }
}

extension Subscription {
    /// A month that began ten days ago, on the Pro plan.
    static func sample(
        id: String = "sub_1",
        _ status: SubscriptionStatus = .active,
        price: String = "price_pro",
        cancellation: Cancellation = .none,
        pause: Pause = .none,
        trial: Period? = nil,
        endedAt: Date? = nil
    ) throws -> Subscription {
        Subscription(
            id: try SubscriptionID(id),
            status: status,
            providerStatus: status.name,
            items: [
                SubscriptionItem(
                    price: try ProviderPriceID(price),
                    product: "prod_1",
                    priceName: "Legacy",
                    quantity: 1,
                    unitAmount: Money(amount: 1500, currency: "usd"),
                    interval: .month,
                    intervalCount: 1,
                    period: Period(start: .days(-10), end: .days(20))
                )
            ],
            trial: trial,
            cancellation: cancellation,
            pause: pause,
            startedAt: .days(-40),
            endedAt: endedAt
        )
    }
}

extension Cancellation {
    static func sample(resumable: Bool = true) -> Cancellation {
        .scheduled(
            Scheduled(
                effectiveAt: .days(20),
                mode: .periodEnd,
                requestedAt: .days(-2),
                resumable: resumable,
                evidence: ["cancel_at_period_end"]
            )
        )
    }
}
