import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import GRDB
import HTTPTypes
import Testing

@testable import MockProvider

struct MockPagesTests {
    private let clock: ManualClock
    private let world: MockWorld
    private let pages: MockPages

    init() throws {
        clock = try makeClock()
        world = makeWorld(clock)
        pages = MockPages(world: world, instance: try ProviderID("sandbox"), patience: .seconds(60))
    }

    @Test("a valid session shows a page that says what it is and leads back")
    func page() async throws {
        let response = await get(try await path())
        let html = text(response)
        #expect(response.head.status == .ok)
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(html.contains("<title>Pro monthly, active · Billing · Acme</title>"))
        #expect(html.contains("<h1>Billing</h1>"))
        #expect(html.contains("name=\"viewport\""))
        #expect(html.contains("no real money moves"))
        #expect(html.contains("<a href=\"https://app.acme.example/billing\" rel=\"noreferrer\">"))
        #expect(html.contains("Return to Acme</a>"))
    }

    @Test("no page is stored, indexed, framed, or tells its address", arguments: ["/portal/none", "/", "/portal"])
    func fields(path: String) async throws {
        for audience in [HostedPageRequest.Audience.public, .operator] {
            for path in [path, try await self.path()] {
                let response = await get(path, audience: audience)
                let fields = response.head.headerFields
                #expect(fields[.contentType] == "text/html; charset=utf-8")
                #expect(fields[.cacheControl] == "no-store")
                #expect(fields[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(fields[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
                #expect(fields[.xContentTypeOptions] == "nosniff")
                #expect(fields[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
                #expect(fields[try #require(HTTPField.Name("X-Robots-Tag"))] == "noindex")
                let html = text(response)
                #expect(html.contains("<meta name=\"robots\" content=\"noindex\">"))
                #expect(!html.contains("<script"))
                #expect(!html.contains("style="))
            }
        }
    }

    @Test("the tenant's name and return URL are text, whatever they hold")
    func escaping() async throws {
        let request = try makeRequest(
            returnURL: "https://app.acme.example/?a=1&b='2'",
            tenantName: "Tom & \"Jerry's\" <script>alert(1)</script>"
        )
        let responses = [
            await get(try await path(request)), await get("/portal/none"), await get("/nothing"),
            await get("/", audience: .operator), await get(try await path(), method: .post),
        ]
        for response in responses {
            let html = text(response)
            #expect(!html.contains("<script"))
            #expect(html.hasSuffix("</html>\n"))
        }
        let html = text(responses[0])
        #expect(
            html.contains("Return to Tom &amp; &quot;Jerry&#39;s&quot; &lt;script&gt;alert(1)&lt;/script&gt;</a>")
        )
        #expect(html.contains("?a=1&amp;b=&#39;2&#39;\""))
    }

    @Test("a return URL that is no web address is no link, even when somebody put it into the file")
    func scheme() async throws {
        let path = try await path()
        try await world.sql { try $0.execute(sql: "UPDATE portal_sessions SET return_url = 'javascript:alert(1)'") }
        let response = await get(path)
        #expect(response.head.status == .ok)
        #expect(!text(response).contains("javascript"))
        #expect(!text(response).contains("Return to"))
    }

    @Test(
        "what is not there is a page too",
        arguments: [
            "/portal/", "/portal/0000", "/portal", "/", "/portal/x/y", "/other", "", "/portal/%00", "//portal/x",
        ]
    )
    func notFound(path: String) async throws {
        let response = await get(path)
        #expect(response.head.status == .notFound)
        #expect(text(response).contains("<h1>"))
    }

    @Test("a link's query is passed over")
    func query() async throws {
        #expect(await get(try await path() + "?from=mail").head.status == .ok)
    }

    @Test("an unused link works for five minutes")
    func unused() async throws {
        let early = try await path(key: "a")
        clock.advance(by: .seconds(299))
        #expect(await get(early).head.status == .ok)
        let late = try await path(key: "b")
        clock.advance(by: .seconds(300))
        #expect(await get(late).head.status == .gone)
    }

    @Test("a used link works on until it was idle for an hour")
    func idle() async throws {
        let path = try await path()
        for _ in 0..<5 {
            #expect(await get(path).head.status == .ok)
            clock.advance(by: .seconds(3599))
        }
        #expect(await get(path).head.status == .ok)
        clock.advance(by: .seconds(3600))
        #expect(await get(path).head.status == .gone)
    }

    @Test("moving the world's clock closes no link")
    func worldClock() async throws {
        let path = try await path()
        try await world.moveClock(days(400))
        #expect(await get(path).head.status == .ok)
    }

    @Test(
        "other methods are not allowed",
        arguments: [HTTPRequest.Method.post, .put, .patch, .delete, .options, .trace, .connect]
    )
    func methods(method: HTTPRequest.Method) async throws {
        let path = try await path()
        for response in [await get(path, method: method), await get("/", method: method, audience: .operator)] {
            #expect(response.head.status == .methodNotAllowed)
            #expect(response.head.headerFields[.allow] == "GET, HEAD")
        }
        clock.advance(by: .seconds(300))
        #expect(await get(path).head.status == .gone)
    }

    @Test("HEAD answers like GET, without a body")
    func head() async throws {
        let path = try await path()
        let response = await get(path, method: .head)
        #expect(response.head == (await get(path)).head)
        #expect(response.body.isEmpty)
    }

    @Test("the operator gets a page as well, and no portal")
    func console() async throws {
        let response = await get("/", audience: .operator)
        #expect(response.head.status == .ok)
        #expect(text(response).contains("Mock provider sandbox"))
        #expect(text(response).contains("no real money moves"))
        #expect(await get(try await path(), audience: .operator).head.status == .notFound)
    }

    @Test("a world that cannot be opened is a page without details")
    func unavailable() async throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.path + "/state"))
        let pages = MockPages(world: makeWorld(clock, .file(folder.state)), instance: try ProviderID("sandbox"))
        let response = await pages.respond(to: request("/portal/x"))
        #expect(response.head.status == .serviceUnavailable)
        #expect(!text(response).contains(folder.path))
    }

    private func path(_ request: PortalSessionRequest? = nil, key: String = UUID().uuidString) async throws -> String {
        let session = try await makeProvider(world).createPortalSession(request ?? makeRequest(), makeContext(key))
        return try #require(session.path)
    }

    private func get(
        _ path: String,
        method: HTTPRequest.Method = .get,
        audience: HostedPageRequest.Audience = .public
    ) async -> HostedPageResponse {
        await pages.respond(to: request(path, method, audience))
    }

    private func request(
        _ path: String,
        _ method: HTTPRequest.Method = .get,
        _ audience: HostedPageRequest.Audience = .public
    ) -> HostedPageRequest {
        HostedPageRequest(
            head: HTTPRequest(method: method, scheme: "https", authority: "billing.example.com", path: path),
            body: [],
            basePath: "/providers/sandbox",
            audience: audience
        )
    }

    private func text(_ response: HostedPageResponse) -> String { String(decoding: response.body, as: UTF8.self) }
}
