import BillingCore
import BillingHTTP
import BillingTesting
import HTTPTypes
import Testing

@Suite("Stripe portal")
struct StripePortalTests {
    private typealias Fixture = StripeFixture

    /// The names that the portal sessions of the pinned API version take.
    private static let allowed: Set = [
        "customer", "customer_account", "return_url", "configuration", "locale", "flow_data[type]",
        "flow_data[subscription_cancel][subscription]", "flow_data[subscription_pause][subscription]",
        "flow_data[subscription_update][subscription]", "flow_data[subscription_update_confirm][subscription]",
        "flow_data[subscription_update_confirm][items][0][id]",
        "flow_data[subscription_update_confirm][items][0][price]",
        "flow_data[subscription_update_confirm][items][0][quantity]",
    ]

    private static func bench(_ settings: [String: SettingValue] = [:]) throws -> StripeBench {
        let bench = try StripeBench.with([Fixture.subscription()], settings)
        bench.transport.on(.get, "/v1/subscriptions/sub_1", .json(Fixture.subscription()))
        return bench
    }

    @Test("a plain session holds the customer and the way back")
    func home() async throws {
        let bench = try Self.bench(["account": .text("acct_1Abc")])
        let session = try await bench.portal()
        let request = try #require(bench.transport.requests.first)
        #expect(request.parameters == ["customer": "cus_1", "return_url": "https://app.example.com/billing?tab=1&x=ä"])
        #expect(request.head.headerFields[.contentType] == "application/x-www-form-urlencoded")
        #expect(request.header("Idempotency-Key") == "key-1")
        #expect(request.header("Stripe-Account") == "acct_1Abc")
        #expect(request.header("Stripe-Version") == "2026-10-28.endive")
        #expect(request.header("traceparent") == nil)
        #expect(session.id == "bps_1")
        #expect(session.url == .absolute(Secret(Fixture.portalURL)))
        #expect(session.kind == .session)
        #expect(session.expiresAt == nil)
        #expect(session.returnURLHonoured)
        #expect(session.flow == .home)
    }

    @Test(
        "each flow has its parameters",
        arguments: [
            (.paymentMethodUpdate, ["flow_data[type]": "payment_method_update"]),
            (.customerUpdate, ["flow_data[type]": "customer_update"]),
            (
                .subscriptionCancel,
                ["flow_data[type]": "subscription_cancel", "flow_data[subscription_cancel][subscription]": "sub_1"]
            ),
            (
                .subscriptionPause,
                ["flow_data[type]": "subscription_pause", "flow_data[subscription_pause][subscription]": "sub_1"]
            ),
            (
                .subscriptionUpdate,
                ["flow_data[type]": "subscription_update", "flow_data[subscription_update][subscription]": "sub_1"]
            ),
            (
                .subscriptionUpdateConfirm,
                [
                    "flow_data[type]": "subscription_update_confirm",
                    "flow_data[subscription_update_confirm][subscription]": "sub_1",
                    "flow_data[subscription_update_confirm][items][0][id]": "si_1",
                    "flow_data[subscription_update_confirm][items][0][price]": "price_2",
                    "flow_data[subscription_update_confirm][items][0][quantity]": "5",
                ]
            ),
        ] as [(PortalFlow, [String: String])]
    )
    func flows(_ flow: PortalFlow, _ expected: [String: String]) async throws {
        let bench = try Self.bench(["portal": .map(["configuration": .text("bpc_1Mr")])])
        let session = try await bench.portal(
            flow,
            subscription: "sub_1",
            price: "price_2",
            quantity: 5,
            locale: "de-AT"
        )
        #expect(session.flow == flow)
        let parameters = try #require(bench.transport.requests.last).parameters
        let common = [
            "customer": "cus_1", "return_url": "https://app.example.com/billing?tab=1&x=ä",
            "configuration": "bpc_1Mr", "locale": "de",
        ]
        #expect(parameters == common.merging(expected) { $1 })
        #expect(Set(parameters.keys).isSubset(of: Self.allowed))
    }

    @Test("a confirmation of a quantity alone sends no price")
    func quantityAlone() async throws {
        let bench = try Self.bench()
        _ = try await bench.portal(.subscriptionUpdateConfirm, subscription: "sub_1", quantity: 5)
        let parameters = try #require(bench.transport.requests.last).parameters
        #expect(parameters["flow_data[subscription_update_confirm][items][0][price]"] == nil)
        #expect(parameters["flow_data[subscription_update_confirm][items][0][quantity]"] == "5")
    }

    @Test("a flow that lacks what it needs is not supported, and nothing is created")
    func incompleteFlows() async throws {
        let bench = try Self.bench()
        for flow in PortalFlow.allCases where flow.needsSubscription {
            let error = try await StripeBench.error { try await bench.portal(flow, price: "price_2") }
            #expect(error.code == .flowNotSupported)
        }
        let error = try await StripeBench.error {
            try await bench.portal(.subscriptionUpdateConfirm, subscription: "sub_1")
        }
        #expect(error.code == .flowNotSupported)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test(
        "a change is confirmed for subscriptions of one item only",
        arguments: [
            (.json(Fixture.subscription(items: [])), .flowNotSupported),
            (.json(Fixture.subscription(items: [Fixture.item("si_1"), Fixture.item("si_2")])), .flowNotSupported),
            (.json(Fixture.subscription(["items": Fixture.list([Fixture.item()], hasMore: true)])), .flowNotSupported),
            (
                .json(Fixture.error(code: "resource_missing", param: "id"), status: .notFound), .flowNotSupported
            ),
            (.json(Fixture.subscription(["items": "null"])), .providerBadResponse),
            (.json(Fixture.subscription(items: ["{}"])), .providerBadResponse),
            (.json(Fixture.subscription(["livemode": "true"])), .providerMisconfigured),
            (.json(Fixture.error(type: "api_error"), status: .badGateway), .providerUnavailable),
        ] as [(StubAnswer, BillingError.Code)]
    )
    func confirmation(_ answer: StubAnswer, _ code: BillingError.Code) async throws {
        let bench = try Self.bench()
        bench.transport.on(.get, "/v1/subscriptions/sub_1", answer)
        let error = try await StripeBench.error {
            try await bench.portal(.subscriptionUpdateConfirm, subscription: "sub_1", price: "price_2")
        }
        #expect(error.code == code)
        #expect(!bench.transport.requests.contains { $0.head.method == .post })
    }

    @Test(
        "a language becomes one that the portal has, or none",
        arguments: [
            ("de", "de"), ("de-AT", "de"), ("DE_ch", "de"), ("en-gb", "en-GB"), ("en-ZA", "en"), ("fr-CA", "fr-CA"),
            ("fr-BE", "fr"), ("es-MX", "es-419"), ("es-ES", "es"), ("es-419", "es-419"), ("pt-BR", "pt-BR"),
            ("pt-PT", "pt"), ("zh", "zh"), ("zh-CN", "zh"), ("zh-TW", "zh-TW"), ("zh-Hant", "zh-TW"),
            ("zh-Hant-TW", "zh-TW"), ("zh-Hant-HK", "zh-HK"), ("zh-Hans-HK", "zh-HK"), ("zh-MO", "zh-HK"),
            ("no", "nb"), ("nn-NO", "nb"), ("tl", "fil"), ("fil-PH", "fil"), ("sr-Latn-RS", nil), ("ar", nil),
            ("auto", nil), ("", nil), ("-", nil), ("x-klingon", nil),
        ] as [(String, String?)]
    )
    func locales(_ tag: String, _ expected: String?) async throws {
        let bench = try Self.bench()
        _ = try await bench.portal(locale: tag)
        #expect(bench.transport.requests.first?.parameters["locale"] == expected)
    }

    @Test(
        "a URL that no customer should be sent to is a bad response",
        arguments: [
            "", "billing.stripe.com/p", "http://billing.stripe.com/p", "javascript:alert(1)", "http://127.0.0.1/p",
            "https://user@billing.stripe.com/p", "https://billing.stripe.com\\\\@evil.example/", "https://a b/",
        ]
    )
    func badURLs(_ url: String) async throws {
        let bench = try Self.bench()
        bench.transport.on(.post, "/v1/billing_portal/sessions", .json(Fixture.portalSession(url: url)))
        let error = try await StripeBench.error { try await bench.portal() }
        #expect(error.code == .providerBadResponse)
        #expect(!"\(error)".contains("evil.example"))
    }

    @Test("an answer without a URL is a bad response", arguments: ["{}", "[]", #"{"url":null}"#, "", "<html>"])
    func noURL(_ body: String) async throws {
        let bench = try Self.bench()
        bench.transport.on(.post, "/v1/billing_portal/sessions", .json(body))
        #expect(try await StripeBench.error { try await bench.portal() }.code == .providerBadResponse)
    }

    @Test("a host outside of portal.hosts is a bad response, one of them is an origin of the portal")
    func hosts() async throws {
        let settings: [String: SettingValue] = [
            "portal": .map(["hosts": .list([.text("billing.acme.example"), .text("billing.stripe.com")])])
        ]
        let bench = try Self.bench(settings)
        _ = try await bench.portal()
        let own = "https://billing.acme.example/p/session/x"
        bench.transport.on(.post, "/v1/billing_portal/sessions", .json(Fixture.portalSession(url: own)))
        #expect(try await bench.portal().url == .absolute(Secret(own)))
        let foreign = "https://billing.acme.example.evil.example/p"
        bench.transport.on(.post, "/v1/billing_portal/sessions", .json(Fixture.portalSession(url: foreign)))
        #expect(try await StripeBench.error { try await bench.portal() }.code == .providerBadResponse)
        #expect(
            bench.provider.capabilities.portal?.origins
                == ["https://billing.stripe.com", "https://billing.acme.example"]
        )
    }

    @Test("http is accepted on loopback where the API is there too")
    func loopback() async throws {
        let bench = try Self.bench(["base_url": .text("http://127.0.0.1:12111")])
        let url = "http://localhost:12111/p/session/x"
        bench.transport.on(.post, "/v1/billing_portal/sessions", .json(Fixture.portalSession(url: url)))
        #expect(try await bench.portal().url == .absolute(Secret(url)))
    }

    @Test("a session of the other mode is a mistake in the settings")
    func otherMode() async throws {
        let bench = try Self.bench()
        bench.transport.on(.post, "/v1/billing_portal/sessions", .json(Fixture.portalSession(livemode: true)))
        #expect(try await StripeBench.error { try await bench.portal() }.code == .providerMisconfigured)
    }

    @Test("an account that is a customer is named as one")
    func customerAccount() async throws {
        let bench = try Self.bench()
        _ = try await bench.portal(customer: "acct_1")
        let parameters = try #require(bench.transport.requests.first).parameters
        #expect(parameters["customer_account"] == "acct_1")
        #expect(parameters["customer"] == nil)
    }
}

extension PortalSession.URL {
    static func == (left: PortalSession.URL, right: PortalSession.URL) -> Bool {
        switch (left, right) {
        case (.absolute(let left), .absolute(let right)): left == right
        case (.hosted(let left), .hosted(let right)): left == right
        default: false
        }
    }
}
