import BillingHTTP
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
        #expect(status["url"]?.text == "https://billing.example.com")
        #expect(status["tenants"]?.integer == 2)
        #expect(status["providers"]?.elements?.first?["kind"]?.text == "fake")
        #expect(status["providers"]?.elements?.first?["mode"]?.text == "test")
        #expect(status["uptime_seconds"]?.integer != nil)
        #expect(try await site.ask("/version", key: nil).json()["version"]?.text == "1.2.3")
        #expect(await site.ask("/livez", key: nil).status == .ok)
    }

    @Test("what is handed to a provider may be large", .timeLimit(.minutes(1))) func bodies() async throws {
        let fixture = Fixture()
        try await RunningServer.with(fixture) { server in
            for (path, length, status) in [
                ("/providers/sandbox/api/state", 9 << 20, 200), ("/providers/sandbox/api/state", (32 << 20) + 1, 413),
                ("/livez", (64 << 10) + 1, 413),
            ] {
                let responses = try await Wire.connect(to: server.adminAddress) { wire in
                    try await wire.send(
                        "PUT \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(length)\r\n\r\n"
                    )
                    if status == 200 { try await wire.send([UInt8](repeating: 0x20, count: length)) }
                    return WireResponse.all(in: try await wire.readToEnd())
                }
                #expect(responses.map(\.status) == [status])
            }
        }
        #expect(fixture.pages.requests.map(\.body.count) == [9 << 20])
    }

    @Test(
        "another site's page changes nothing here",
        arguments: [
            ([("Sec-Fetch-Site", "cross-site")], false), ([("Sec-Fetch-Site", "same-site")], false),
            ([("Sec-Fetch-Site", "nonsense")], false), ([("Sec-Fetch-Site", "")], false),
            ([("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")], false),
            ([("Origin", "http://evil.example")], false), ([("Origin", "null")], false),
            ([("Origin", "https://localhost")], false), ([("Origin", "http://localhost:8080")], false),
            ([("Origin", "http://localhost"), ("Origin", "http://localhost")], false),
            ([("Sec-Fetch-Site", "same-origin"), ("Origin", "http://evil.example")], false),
            ([], true), ([("Sec-Fetch-Site", "same-origin")], true), ([("Sec-Fetch-Site", "none")], true),
            ([("Origin", "http://localhost")], true),
            ([("Sec-Fetch-Site", "same-origin"), ("Origin", "http://localhost")], true),
            // So browsers post the form of a page that keeps its address to itself.
            ([("Sec-Fetch-Site", "same-origin"), ("Origin", "null")], true),
        ]
    )
    func foreignPages(named: [(String, String)], passes: Bool) async throws {
        var fields: HTTPFields = [:]
        for (name, value) in named { fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value)) }
        let fixture = Fixture()
        let site = try fixture.adminSite()
        for method in [HTTPRequest.Method.post, .put, .delete] {
            let response = await site.ask(method, "/providers/sandbox/x", key: nil, fields)
            #expect(response.status == (passes ? .ok : .forbidden))
            if !passes { #expect(try response.problem() == "forbidden") }
        }
        #expect(fixture.pages.requests.count == (passes ? 3 : 0))
        // Reading changes nothing: a link from elsewhere may lead here.
        #expect(await site.ask(.get, "/providers/sandbox/x", key: nil, fields).status == .ok)
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
