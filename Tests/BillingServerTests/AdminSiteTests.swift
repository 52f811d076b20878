import HTTPTypes
import Testing

@testable import BillingServer

@Suite("The admin listener")
struct AdminSiteTests {
    @Test("it says what the node is and has") func status() async throws {
        let site = try Fixture().adminSite()
        #expect(await site.ask("/readyz", key: nil).text == #"{"status":"ready"}"#)
        let status = try await site.ask("/readyz?verbose", key: nil).json()
        #expect(status["environment"]?.text == "development")
        #expect(status["tenants"]?.integer == 2)
        #expect(status["providers"]?.elements?.first?["kind"]?.text == "fake")
        #expect(status["providers"]?.elements?.first?["mode"]?.text == "test")
        #expect(status["uptime_seconds"]?.integer != nil)
        #expect(try await site.ask("/version", key: nil).json()["version"]?.text == "1.2.3")
        #expect(await site.ask("/livez", key: nil).status == .ok)
    }

    @Test("it has no customers") func noAPI() async throws {
        #expect(try await Fixture().adminSite().ask("/v1/tenants/acme").problem() == "not-found")
    }

    @Test("verbose or not, a node that stops is not ready") func draining() async throws {
        let fixture = Fixture()
        fixture.readiness.drain()
        #expect(try await fixture.adminSite().ask("/readyz?verbose", key: nil).problem() == "draining")
    }
}
