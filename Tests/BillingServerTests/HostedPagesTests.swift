import BillingHTTP
import HTTPTypes
import NIOCore
import Testing

@testable import BillingServer

@Suite("Pages that providers host")
struct HostedPagesTests {
    @Test("a page gets the path below its mount, the body, and whom it is for") func mounted() async throws {
        let fixture = Fixture()
        let page = try await fixture.site().ask(
            .post,
            "/providers/sandbox/p/a%2Fb?x=1",
            key: nil,
            [.contentType: "text/plain"],
            body: "hello"
        )
        #expect(page.text == "POST /p/a%2Fb?x=1 public 5")
        #expect(page.fields[.cacheControl] == "no-store")
        #expect(fixture.pages.requests.first?.basePath == "/providers/sandbox")
        let operatorPage = try await fixture.adminSite().ask("/providers/sandbox/", key: nil)
        #expect(operatorPage.text == "GET / operator 0")
    }

    @Test("what a page's form may have changed is read afresh, and a page that was only looked at changes nothing")
    func changes() async throws {
        let site = try Fixture().site()
        let path = "/v1/tenants/acme/customers/ada/billing"
        func source() async -> String { await site.ask(path).fields[.cacheStatus] ?? "" }
        _ = await source()
        #expect(await source().contains("hit"))
        _ = await site.ask("/providers/sandbox/x", key: nil)
        #expect(await source().contains("hit"))
        _ = await site.ask(.post, "/providers/sandbox/x", key: nil)
        #expect(await source().contains("fwd"))
    }

    @Test("what a page says of caching and scripts stands; what belongs to the connection does not") func fields()
        async throws
    {
        let page = try await Fixture().site().ask("/providers/sandbox/styled", key: nil)
        #expect(page.fields[.cacheControl] == "max-age=60")
        #expect(page.fields[.contentSecurityPolicy] == "default-src 'self'")
        #expect(page.fields[.connection] == nil && page.fields[.server] == nil)
        #expect(page.fields[.xContentTypeOptions] == "nosniff")
    }

    @Test("a page never sees the gateway's credentials") func credentials() async throws {
        let fixture = Fixture()
        _ = try await fixture.site().ask(
            "/providers/sandbox/x",
            [.cookie: "__Host-tollgate-acme=s; theirs=1; tollgate-acme=s; tollgate_login-acme=1"]
        )
        let fields = try #require(fixture.pages.requests.first?.head.headerFields)
        #expect(fields[.authorization] == nil)
        #expect(fields[.cookie] == "theirs=1")
    }

    @Test("a credential that is not the gateway's is for the page") func foreignCredentials() async throws {
        let fixture = Fixture()
        _ = try await fixture.site().ask("/providers/sandbox/x", key: nil, [.authorization: "Bearer sk_test_1"])
        #expect(fixture.pages.requests.first?.head.headerFields[.authorization] == "Bearer sk_test_1")
    }

    @Test("a page has four methods, and says so", arguments: [HTTPRequest.Method.get, .post, .put, .delete])
    func methods(method: HTTPRequest.Method) async throws {
        for site in [try Fixture().site() as any Site, try Fixture().adminSite()] {
            #expect(await site.ask(method, "/providers/sandbox/x", key: nil).text.hasPrefix("\(method) /x "))
            let refusal = await site.ask(.patch, "/providers/sandbox/x", key: nil)
            let options = await site.ask(.options, "/providers/sandbox/x", key: nil)
            for response in [refusal, options] {
                #expect(response.fields[.allow] == "GET, HEAD, POST, PUT, DELETE, OPTIONS")
            }
            #expect(refusal.status == .methodNotAllowed && options.status == .noContent)
            #expect(await site.ask(.put, "/providers/sandbox", key: nil).status == .methodNotAllowed)
        }
    }

    @Test("a page can reset the connection, and the log says so", .timeLimit(.minutes(1))) func hangUp() async throws {
        let fixture = Fixture()
        try await RunningServer.with(fixture) { server in
            for address in [server.publicAddress, server.adminAddress] {
                let bytes = try await Wire.connect(to: address) { wire in
                    try await wire.send("GET /providers/sandbox/reset HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    return try await wire.readToEnd()
                }
                #expect(bytes.isEmpty)
            }
            let lines = fixture.log.all.filter { $0.contains("\"connection\":\"reset\"") }
            #expect(lines.count == 2)
            #expect(lines.allSatisfy { !$0.contains("http.status") && $0.contains("/providers/{provider}/{path...}") })
            // Others are not touched by it.
            let live = try await Wire.exchange(
                "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                with: server.publicAddress
            )
            #expect(live.map(\.status) == [200])
        }
    }

    @Test("a page is told whether the peer is on this machine", .timeLimit(.minutes(1))) func loopback() async throws {
        let fixture = Fixture()
        try await RunningServer.with(fixture) { server in
            _ = try await Wire.exchange(
                "GET /providers/sandbox/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                with: server.publicAddress
            )
        }
        #expect(fixture.pages.requests.map(\.isFromLoopback) == [true])
        for (host, expected) in [
            ("::1", true), ("::ffff:127.0.0.1", true), ("10.0.0.1", false), ("2001:db8::1", false),
        ] {
            #expect(try SocketAddress(ipAddress: host, port: 1).isLoopback == expected, "\(host)")
        }
        _ = try await fixture.site().ask("/providers/sandbox/x", key: nil)
        #expect(fixture.pages.requests.last?.isFromLoopback == false)
    }

    @Test("a page may take longer than any limit on what a client sends", .timeLimit(.minutes(1))) func held()
        async throws
    {
        let fixture = Fixture()
        try await RunningServer.with(fixture) { settings in
            settings.limits.head = .milliseconds(100)
            settings.limits.request = .milliseconds(100)
            settings.limits.idle = .milliseconds(100)
            settings.limits.write = .milliseconds(100)
            settings.limits.linger = .milliseconds(100)
        } _: { server in
            let responses = try await Wire.exchange(
                "GET /providers/sandbox/hold/600 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                with: server.publicAddress
            )
            #expect(responses.map(\.status) == [200])
        }
        #expect(fixture.pages.cancelled == 0)
    }

    @Test("a page is told when its caller goes away", .timeLimit(.minutes(1))) func cancelled() async throws {
        let fixture = Fixture()
        try await RunningServer.with(fixture) { server in
            try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send("GET /providers/sandbox/hold/50000 HTTP/1.1\r\nHost: a\r\n\r\n")
                while fixture.pages.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                try await wire.reset()
            }
            while fixture.pages.cancelled == 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test("the mount itself leads to its folder") func redirect() async throws {
        let response = try await Fixture().site().ask("/providers/sandbox", key: nil)
        #expect(response.status == .permanentRedirect && response.fields[.location] == "/providers/sandbox/")
    }

    @Test(
        "there is nothing beside the mounts",
        arguments: [
            "/providers/other/", "/providers/sandbox/../other", "/providers/sandbox/a/%2e%2E/b", "/providers/sandbox/.",
            "/providers/%73andbox/", "/providers/",
        ]
    )
    func nothing(path: String) async throws {
        let fixture = Fixture()
        #expect(try await fixture.site().ask(path, key: nil).problem() == "not-found")
        #expect(fixture.pages.requests.isEmpty)
    }
}
