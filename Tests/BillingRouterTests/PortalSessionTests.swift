import BillingCore
import Foundation
import Testing

@testable import BillingRouter

@Suite("Portal sessions")
struct PortalSessionTests {
    private func code(_ body: () async throws -> some Any) async -> ProblemCode? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? ServiceError)?.code
        }
    }

    @Test("a session has the provider's URL and the tenant's default return URL")
    func standard() async throws {
        let world = try World()
        let session = try await world.router.createPortalSession(for: world.reference(), PortalOrder(), ServiceCall())
        #expect(session.url.reveal() == "https://portal.example/s/1")
        #expect(session.returnURL == "https://app.acme.example/dashboard/billing")
        let request = try #require(world.provider.seen.portalRequests.first?.request)
        #expect(request.customer.id.rawValue == "cus_1")
        #expect(request.tenantName == "Acme")
        #expect(world.provider.seen.fetches.isEmpty, "the portal's first page needs no subscription")
    }

    @Test("a page that the provider hosts itself is found below the gateway's public URL")
    func hosted() async throws {
        let world = try World()
        world.provider.change { $0.portalURL = .hosted(path: Secret("/portal/abc")) }
        let session = try await world.router.createPortalSession(for: world.reference(), PortalOrder(), ServiceCall())
        #expect(session.url.reveal() == "https://billing.example/providers/fake-eu/portal/abc")
    }

    @Test("a flow that acts on a subscription gets the current one")
    func currentSubscription() async throws {
        let world = try World()
        world.provider(says: try .sample(id: "sub_old", .ended), try .sample(id: "sub_now"))
        let order = PortalOrder(flow: .subscriptionCancel)
        _ = try await world.router.createPortalSession(for: world.reference(), order, ServiceCall())
        #expect(world.provider.seen.portalRequests.first?.request.subscription?.rawValue == "sub_now")
    }

    @Test("a confirmed change carries the provider's price for the catalogue's key")
    func price() async throws {
        let world = try World()
        world.provider(says: try .sample())
        let order = PortalOrder(flow: .subscriptionUpdateConfirm, price: "pro-monthly", quantity: 3)
        _ = try await world.router.createPortalSession(for: world.reference(), order, ServiceCall())
        let request = world.provider.seen.portalRequests.first?.request
        #expect(request?.price?.rawValue == "price_pro")
        #expect(request?.quantity == 3)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let order: @Sendable () throws -> PortalOrder
        var customer = "user_1"
        var policy = Tenant.PortalPolicy.standard
        let code: ProblemCode

        var testDescription: String { name }
    }

    static let refusals = [
        Refusal(name: "no link", order: { PortalOrder() }, customer: "stranger", code: .customerNotLinked),
        Refusal(
            name: "a flow that the tenant does not offer",
            order: { PortalOrder(flow: .subscriptionCancel) },
            policy: Tenant.PortalPolicy(visibility: .paid, lapsedLink: true, flows: [.home]),
            code: .flowNotSupported
        ),
        Refusal(
            name: "a tenant that shows no portal",
            order: { PortalOrder() },
            policy: Tenant.PortalPolicy(visibility: .never, lapsedLink: true, flows: [.home]),
            code: .portalUnavailable
        ),
        Refusal(
            name: "somebody else's subscription",
            order: { PortalOrder(flow: .subscriptionCancel, subscription: try SubscriptionID("sub_other")) },
            code: .invalidRequest
        ),
        Refusal(
            name: "a subscription where the flow acts on none",
            order: { PortalOrder(subscription: try SubscriptionID("sub_1")) },
            code: .invalidRequest
        ),
        Refusal(
            name: "a price that the catalogue does not have",
            order: { PortalOrder(flow: .subscriptionUpdateConfirm, price: "gold") },
            code: .invalidRequest
        ),
        Refusal(
            name: "a change to nothing",
            order: { PortalOrder(flow: .subscriptionUpdateConfirm) },
            code: .invalidRequest
        ),
        Refusal(name: "a price without its flow", order: { PortalOrder(price: "pro-monthly") }, code: .invalidRequest),
        Refusal(
            name: "a quantity of none",
            order: { PortalOrder(flow: .subscriptionUpdateConfirm, quantity: 0) },
            code: .invalidRequest
        ),
        Refusal(name: "a locale that is none", order: { PortalOrder(locale: "../x y") }, code: .invalidRequest),
        Refusal(
            name: "a subscription that has ended",
            order: { PortalOrder(flow: .subscriptionCancel, subscription: try SubscriptionID("sub_old")) },
            code: .flowNotSupported
        ),
        Refusal(
            name: "a foreign return URL",
            order: { PortalOrder(destination: .url("https://evil.example/dashboard/")) },
            code: .returnURLNotAllowed
        ),
    ]

    @Test("what cannot be had is refused before the provider is asked", arguments: refusals)
    func refused(_ refusal: Refusal) async throws {
        let world = try World(portal: refusal.policy)
        world.provider(says: try .sample(), try .sample(id: "sub_old", .ended))
        let found = await code {
            try await world.router.createPortalSession(
                for: world.reference(refusal.customer),
                try refusal.order(),
                ServiceCall()
            )
        }
        #expect(found == refusal.code)
        #expect(world.provider.seen.portalRequests.isEmpty)
    }

    @Test("a customer whose subscription ended cannot cancel it again")
    func ended() async throws {
        let world = try World()
        world.provider(says: try .sample(.ended))
        let order = PortalOrder(flow: .subscriptionCancel)
        let found = await code {
            try await world.router.createPortalSession(for: world.reference(), order, ServiceCall())
        }
        #expect(found == .flowNotSupported)
    }

    @Test("a provider without a portal is 501, not 409")
    func noPortal() async throws {
        let world = try World(provider: FakeProvider(portal: nil))
        let found = await code {
            try await world.router.createPortalSession(for: world.reference(), PortalOrder(), ServiceCall())
        }
        #expect(found == .capabilityUnsupported)
    }

    @Test("the provider's idempotency key is the same for the same intent, and never the caller's own")
    func idempotency() async throws {
        let world = try World()
        let call = ServiceCall(idempotencyKey: "click-1")
        for tenant in ["acme", "acme", "beta"] {
            _ = try await world.router.createPortalSession(for: world.reference(tenant: tenant), PortalOrder(), call)
        }
        for _ in 0..<2 {
            _ = try await world.router.createPortalSession(for: world.reference(), PortalOrder(), ServiceCall())
        }
        let keys = world.provider.seen.portalRequests.map(\.context.idempotencyKey)
        #expect(keys[0] == keys[1])
        #expect(Set(keys).count == 4, "another tenant, and calls without a key, have keys of their own")
        #expect(keys.allSatisfy { $0.count == 64 && !$0.contains("click") })
    }

    @Test("a key that is used for another intent is refused")
    func reusedKey() async throws {
        let world = try World()
        let call = ServiceCall(idempotencyKey: "click-1")
        _ = try await world.router.createPortalSession(for: world.reference(), PortalOrder(), call)
        let other = PortalOrder(flow: .paymentMethodUpdate)
        let found = await code { try await world.router.createPortalSession(for: world.reference(), other, call) }
        #expect(found == .idempotencyKeyReused)
    }

    @Test("a refused order does not use up its key")
    func refusedOrder() async throws {
        let world = try World()
        let call = ServiceCall(idempotencyKey: "click-1")
        let wrong = PortalOrder(destination: .url("https://evil.example/"))
        let refused = await code { try await world.router.createPortalSession(for: world.reference(), wrong, call) }
        #expect(refused == .returnURLNotAllowed)
        _ = try await world.router.createPortalSession(for: world.reference(), PortalOrder(), call)
    }

    @Test("a key whose defaults have changed since is another one to the provider, which would refuse the old one")
    func changedDefaults() async throws {
        let world = try World(freshFor: .zero)
        let call = ServiceCall(idempotencyKey: "click-1")
        let order = PortalOrder(flow: .subscriptionCancel)
        for id in ["sub_1", "sub_2"] {
            world.provider(says: try .sample(id: id))
            _ = try await world.router.createPortalSession(for: world.reference(), order, call)
        }
        let keys = world.provider.seen.portalRequests.map(\.context.idempotencyKey)
        #expect(Set(keys).count == 2)
    }

    @Test(
        "a portal URL that no customer may be sent to is not handed on",
        arguments: ["http://portal.example/", "javascript:x", ""]
    )
    func unsafeURL(_ url: String) async throws {
        let world = try World()
        world.provider.change { $0.portalURL = .absolute(Secret(url)) }
        let found = await code {
            try await world.router.createPortalSession(for: world.reference(), PortalOrder(), ServiceCall())
        }
        #expect(found == .providerBadResponse)
    }

    @Test(
        "a key of a wrong shape is refused",
        arguments: ["", "two words", "ümlaut", String(repeating: "k", count: 256)]
    )
    func malformedKey(_ key: String) async throws {
        let world = try World()
        let found = await code {
            try await world.router.createPortalSession(
                for: world.reference(),
                PortalOrder(),
                ServiceCall(idempotencyKey: key)
            )
        }
        #expect(found == .invalidRequest)
    }

    @Test("parts of a key never run together")
    func derivation() {
        #expect(IdempotencyKeys.derive(["ab", "c"]) != IdempotencyKeys.derive(["a", "bc"]))
        #expect(IdempotencyKeys.derive(["1:a"]) != IdempotencyKeys.derive(["1", "a"]))
    }

    @Test("what a provider said goes to the operator, and not to the caller")
    func providerText() async throws {
        let world = try World()
        let secretive = BillingError(.providerPermissionDenied, "key rk_live_x lacks rak_customer_portal_write")
        world.provider.change { $0.failure = secretive }
        let error = await #expect(throws: ServiceError.self) {
            try await world.router.createPortalSession(for: world.reference(), PortalOrder(), ServiceCall())
        }
        #expect(error?.code == .providerPermissionDenied)
        #expect(error?.detail.contains("rak_") == false)
        #expect(error?.cause?.message.contains("rak_customer_portal_write") == true)
    }
}
