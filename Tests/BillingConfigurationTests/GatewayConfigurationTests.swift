import BillingCore
import BillingRouter
import Testing

@testable import BillingConfiguration

@Suite("What a configuration says of itself")
struct GatewayConfigurationTests {
    private let text = """
        version: 1
        environment: development
        server: { listen: 127.0.0.1:9000 }
        providers:
          one: { kind: mock, state: ./one.sqlite }
          two: { kind: stripe, api_key: { env: MISSING } }
        tenants:
          acme: { provider: two, app_url: "https://acme.example" }
        """

    @Test("a table of one instance needs the secrets of no other, and has no keys")
    func oneInstance() throws {
        let configuration = try #require(load(text).configuration)
        let table = try configuration.makeRoutingTable(secrets: .instance(ProviderID("one")))
        #expect(table.instances.keys.map(\.rawValue) == ["one"])
        #expect(table.keys.isEmpty)
        #expect(throws: ConfigurationErrors.self) {
            try configuration.makeRoutingTable(secrets: .instance(ProviderID("two")))
        }
    }

    @Test("a setting has a place, and an instance has settings")
    func places() throws {
        let configuration = try #require(load(text).configuration)
        #expect(configuration.place(of: "environment") == "providers.yaml:2:14")
        #expect(configuration.place(of: "server", "listen") == "providers.yaml:3:19")
        #expect(configuration.place(of: "server", "public_url") == nil)
        #expect(configuration.place(of: "nothing", "below", "it") == nil)
        let settings = try #require(configuration.settings(of: ProviderID("one")))
        #expect(settings.text("state")?.hasSuffix("/one.sqlite") == true)
        #expect(try configuration.settings(of: ProviderID("two"))?.secret("api_key") == nil)
        #expect(try configuration.settings(of: ProviderID("three")) == nil)
    }
}
