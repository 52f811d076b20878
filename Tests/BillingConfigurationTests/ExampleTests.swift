import BillingCore
import BillingRouter
import Testing

@testable import BillingConfiguration

@Suite("The example at the project's top")
struct ExampleTests {
    @Test("it checks clean, with no environment at all, and makes a table")
    func asItStands() throws {
        let loaded = load(try Project.file("providers.yaml"), secrets: .all)
        #expect(loaded.report.render(.human) == "providers.yaml: no problems\n")
        let table = try #require(loaded.configuration).makeRoutingTable(secrets: .all)
        let (tenant, instance) = try table.route(TenantID("demo"))
        #expect(tenant.name == "Demo")
        #expect(tenant.customerIDs == .provider)
        #expect(tenant.returnURLs.app == nil)
        #expect(instance.kind.rawValue == "mock")
        #expect(table.publicURL == "http://127.0.0.1:8080")
        #expect(tenant.catalogue.plans.map(\.id) == ["free", "pro"])
        #expect(tenant.catalogue.plans[1].prices.map(\.amount.amount) == [1500, 14_400])
        #expect(tenant.catalogue.providerPrice("pro-yearly")?.rawValue == "mock_pro_y")
    }

    @Test("the published key opens the demo tenant, for reading and the portal")
    func publishedKey() throws {
        let text = try Project.file("providers.yaml")
        let line = try #require(text.split(separator: "\n").first { $0.contains("# key: tg_") })
        let key = try #require(line.split(separator: " ").last)
        #expect(key.utf8.count == 3 + 64)
        let digest = APIKey.Digest(of: String(key))
        #expect(digest == ServerKeys.demoDigest)
        let table = try #require(load(text).configuration).makeRoutingTable(secrets: .all)
        #expect(table.keys[digest]?.tenant.rawValue == "demo")
        #expect(table.keys[digest]?.scopes == [.billingRead, .portalCreate])
    }

    @Test("what is commented out checks clean too, once its key is there")
    func uncommented() throws {
        let text = try Project.uncommentedExample()
        let environment = ["STRIPE_TEST_KEY": "sk_test_51Abcdefghijk"]
        let loaded = load(text, environment: environment, secrets: .all)
        #expect(loaded.report.render(.human) == "providers.yaml: no problems\n")
        let table = try #require(loaded.configuration).makeRoutingTable(secrets: .all)
        let (tenant, instance) = try table.route(TenantID("acme"))
        #expect(instance.id.rawValue == "stripe-test")
        #expect(try tenant.providerCustomer(CustomerID("user_42"))?.id.rawValue == "cus_NffrFeUfNV2Hib")
        #expect(tenant.timezone == "Europe/Berlin")
    }
}

extension Project {
    /// The example with the second tenant, its provider and its prices.
    static func uncommentedExample() throws -> String {
        let starts = ["stripe-test:", "  kind: stripe", "  mode:", "  api_key:", "acme:"]
        var isTenant = false
        return try file("providers.yaml").split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let indent = line.prefix { $0 == " " }
            let rest = line.dropFirst(indent.count)
            guard rest.hasPrefix("# ") else { return String(line) }
            let content = rest.dropFirst(2)
            if content.hasPrefix("acme:") { isTenant = true }
            guard !indent.isEmpty, isTenant || starts.contains(where: { content.hasPrefix($0) }) else {
                return String(line)
            }
            return String(indent + content)
        }.joined(separator: "\n")
    }
}
