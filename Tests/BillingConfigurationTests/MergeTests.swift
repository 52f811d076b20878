import BillingCore
import BillingRouter
import Testing

@testable import BillingConfiguration

@Suite("Defaults and overrides")
struct MergeTests {
    private static let text = """
        version: 1
        environment: development
        providers: { sandbox: { kind: mock }, other: { kind: mock } }
        defaults:
          provider: sandbox
          timezone: Europe/Berlin
          paid_grace: 48h
          paid_policy: period_end
          return_urls: { default_path: /billing, allow: [https://a.example/] }
          portal: { visibility: always, lapsed_link: false, flows: [home, subscription_cancel] }
          freshness: { fresh_for: 5s }
        plans:
          free: { name: Starter, default: true }
          pro: { name: Pro, prices: { pro: { interval: month, amount: 15, currency: usd } } }
        price_map:
          sandbox: { pro: mock_pro }
          other: { pro: other_pro }
        tenants:
          plain: {}
          own:
            provider: other
            name: Own
            timezone: UTC
            return_urls: { allow: [https://own.example/] }
            portal: { flows: [home], lapsed_link: ~ }
            paid_policy: ~
          cleared: { portal: ~, return_urls: ~, freshness: ~, paid_grace: null }
          priced:
            plans:
              pro: { name: Professional, prices: { pro: { amount: 20 }, pro-yearly: { interval: year, amount: 200, currency: eur } } }
            price_map: { sandbox: { pro-yearly: mock_year } }
          freemium: { plans: { pro: ~ } }
        """

    private func tenant(_ id: String) throws -> Tenant {
        let loaded = load(Self.text)
        return try #require(try loaded.configuration?.tenant(TenantID(id)), "\(loaded.report.render(.human))")
    }

    @Test("a tenant without settings has the defaults, and shares its catalogue")
    func plain() throws {
        let tenant = try tenant("plain")
        #expect(tenant.name == "plain")
        #expect(tenant.provider.rawValue == "sandbox")
        #expect(tenant.timezone == "Europe/Berlin")
        #expect(tenant.paidGrace == .seconds(48 * 3600))
        #expect(tenant.paidPolicy == .periodEnd)
        #expect(tenant.returnURLs.defaultPath == "/billing")
        #expect(tenant.portal.visibility == .always)
        #expect(!tenant.portal.lapsedLink)
        #expect(tenant.freshFor == .seconds(5))
        #expect(tenant.catalogue.providerPrice("pro")?.rawValue == "mock_pro")
    }

    @Test("maps merge, lists replace, null goes back to what is built in")
    func merge() throws {
        let own = try tenant("own")
        #expect(own.name == "Own")
        #expect(own.timezone == "UTC")
        #expect(own.paidPolicy == .status)
        #expect(own.returnURLs.defaultPath == "/billing")
        #expect(own.returnURLs.allowed?.map(\.origin) == ["https://own.example"])
        #expect(own.portal == Tenant.PortalPolicy(visibility: .always, lapsedLink: true, flows: [.home]))
        #expect(own.catalogue.providerPrice("pro")?.rawValue == "other_pro")
        let cleared = try tenant("cleared")
        #expect(cleared.portal == .standard)
        #expect(cleared.returnURLs.defaultPath == "/dashboard/billing")
        #expect(cleared.returnURLs.allowed == nil)
        #expect(cleared.freshFor == .seconds(60))
        #expect(cleared.paidGrace == .seconds(24 * 3600))
    }

    @Test("a tenant extends and changes the plans, or takes one away")
    func plans() throws {
        let priced = try tenant("priced").catalogue
        #expect(priced.plans.map(\.name) == ["Starter", "Professional"])
        #expect(
            priced.plans[1].prices.map(\.amount) == [
                Money(amount: 2000, currency: "usd"), Money(amount: 20_000, currency: "eur"),
            ]
        )
        #expect(priced.providerPrice("pro")?.rawValue == "mock_pro")
        #expect(priced.providerPrice("pro-yearly")?.rawValue == "mock_year")
        let freemium = try tenant("freemium").catalogue
        #expect(freemium.plans.map(\.id) == ["free"])
        #expect(freemium.providerPrice("pro") == nil)
        #expect(try tenant("plain").catalogue.plans[1].prices.map(\.amount.amount) == [1500])
    }

    @Test("`config show` says what holds, and who said so")
    func show() throws {
        let configuration = try #require(load(Self.text).configuration)
        let text = try #require(configuration.effectiveSettings(of: TenantID("own"))).render(.yaml, showsOrigin: true)
        #expect(text.contains("timezone: UTC  # providers.yaml:23\n"))
        #expect(text.contains("  default_path: /billing  # defaults, providers.yaml:9\n"))
        #expect(text.contains("  lapsed_link: true  # built in\n"))
        #expect(text.contains("  flows: [home]  # providers.yaml:25\n"))
        #expect(text.contains("  visibility: always  # defaults, providers.yaml:10\n"))
        #expect(text.contains("paid_policy: status  # built in\n"))
        #expect(text.contains("  pro: other_pro  # providers.yaml:17\n"))
        // What is shown of everything can be read again.
        let whole = configuration.effectiveSettings().render(.yaml, showsOrigin: false)
        #expect(load("version: 1\n" + whole).report.render(.human) == "providers.yaml: no problems\n", "\(whole)")
        #expect(configuration.effectiveSettings().render(.json, showsOrigin: true).contains("\"layer\": \"built-in\""))
    }

    @Test("variables and dollar signs are put in after the file was parsed")
    func interpolation() throws {
        let text = DiagnosticCodeTests.tenant("name: \"${A}: $$5 {${B:-b}} ${C:-c} $x\"")
        let configuration = try #require(load(text, environment: ["A": "x: [", "B": "", "C": "${A}"]).configuration)
        #expect(try configuration.tenant(TenantID("acme"))?.name == "x: [: $5 {b} ${A} $x")
    }

    @Test("scalars are what their setting says, not what YAML 1.1 would make of them")
    func scalars() throws {
        let text = DiagnosticCodeTests.tenant("name: no, customers: { 0x10: 1e3, yes: 010 }")
        let tenant = try #require(try load(text).configuration?.tenant(TenantID("acme")))
        #expect(tenant.name == "no")
        #expect(
            Dictionary(uniqueKeysWithValues: tenant.customers.map { ($0.rawValue, $1.rawValue) }) == [
                "0x10": "1e3", "yes": "010",
            ]
        )
    }

    @Test(
        "durations, amounts and addresses",
        arguments: [("500ms", 500), ("60s", 60_000), ("10m", 600_000), ("24h", 86_400_000), ("7d", 604_800_000)]
    )
    func durations(_ text: String, _ milliseconds: Int) {
        #expect(ScalarRules.duration(text) == .milliseconds(milliseconds))
        #expect(ScalarRules.duration(ScalarRules.text(.milliseconds(milliseconds))) == .milliseconds(milliseconds))
        for wrong in [
            "\(text)x", " \(text)", "-\(text)", "1.5h", "99999999999999999999d", "9223372036854775807d", "٣s",
        ] {
            #expect(ScalarRules.duration(wrong) == nil)
        }
    }

    @Test("addresses to listen at")
    func addresses() {
        #expect(ListenAddress("[::1]:80")?.host == "::1")
        #expect(ListenAddress("[::1]:80")?.isLoopback == true)
        #expect(ListenAddress("0.0.0.0:8080")?.isLoopback == false)
        #expect(ListenAddress("localhost:0")?.description == "localhost:0")
        for wrong in ["8080", ":8080", "a b:1", "a:b", "a:65536", "a/b:1", "::1:80", "x@y:1", "999.1.1.1:1"] {
            #expect(ListenAddress(wrong) == nil, "\(wrong)")
        }
        #expect(ScalarRules.minorUnits("15.00", exponent: 2) == 1500)
        #expect(ScalarRules.minorUnits("15.00", exponent: 0) == 15)
        #expect(ScalarRules.minorUnits("0.005", exponent: 3) == 5)
        #expect(ScalarRules.minorUnits("99999999999999999999", exponent: 2) == nil)
    }
}
