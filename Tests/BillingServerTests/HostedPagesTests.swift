import BillingHTTP
import HTTPTypes
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
        _ = try await fixture.site().ask("/providers/sandbox/x", [.cookie: "__Host-tollgate-session=s; theirs=1"])
        let fields = try #require(fixture.pages.requests.first?.head.headerFields)
        #expect(fields[.authorization] == nil)
        #expect(fields[.cookie] == "theirs=1")
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
