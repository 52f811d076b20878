import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes
import PageKit
import Testing

@testable import BillingServer

extension CustomerPagesTests {
    // MARK: Strangers

    @Test("a stranger is sent to log in once, and then told") func loop() async throws {
        var fixture = Fixture()
        fixture.pageSettings = PageSettings(loginURL: "https://app.acme.example/login?next={return_to}")
        let site = try fixture.site()
        let first = await ask(site, billing)
        let target =
            "https://app.acme.example/login?next=https%3A%2F%2Fbilling.example.com%2Ft%2Facme%2Fdashboard%2Fbilling"
        #expect(first.status == .seeOther && first.fields[.location] == target)
        let mark = try #require(first.fields[.setCookie])
        #expect(mark.hasPrefix("__Host-tollgate_login-acme=1; Path=/; Max-Age=60; HttpOnly"))
        let again = await ask(site, billing, [.cookie: String(mark.prefix { $0 != ";" })])
        #expect(again.status == .unauthorized && again.reading.contains("You are not signed in"))
        #expect(again.text.contains(#"href="\#(target)""#))
        // Once it worked, the mark goes, so that the next time works too.
        var fields = try fixture.cookie()
        fields[.cookie] = (fields[.cookie] ?? "") + "; __Host-tollgate_login-acme=1"
        let page = await ask(site, billing, fields)
        #expect(
            page.status == .ok
                && page.fields[.setCookie]?.hasPrefix("__Host-tollgate_login-acme=; Path=/; Max-Age=0") == true
        )
    }

    @Test("without a log-in a stranger is told where to start") func withoutLogin() async throws {
        let page = await ask(try Fixture().site(), billing)
        #expect(page.status == .unauthorized)
        #expect(page.reading.contains("Open billing from Acme, where you are signed in."))
        #expect(page.fields[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        #expect(Markup.buttons(page.text) == ["primary: Go to Acme"])
        #expect(page.fields[.setCookie] == nil)
    }

    @Test("outside development `?as=` is nothing") func noDevelopment() async throws {
        let page = await ask(try Fixture().site(), billing + "?as=ada")
        #expect(page.status == .unauthorized && page.fields[.setCookie] == nil)
    }

    @Test("in development `?as=` signs in, and is gone from the address") func development() async throws {
        let fixture = Fixture()
        let site = try fixture.site(publicURL: "http://127.0.0.1:8080", login: Self.login)
        let response = await ask(site, billing + "?x=1&as=ada&y=2")
        #expect(response.status == .seeOther && response.fields[.location] == billing + "?x=1&y=2")
        let cookie = try #require(response.fields[.setCookie])
        #expect(cookie.hasPrefix("tollgate-acme=1."))
        let page = await ask(site, billing, [.cookie: String(cookie.prefix { $0 != ";" })])
        #expect(page.status == .ok && page.reading.contains("Signed in as ada"))
        #expect(await ask(site, "/t/acme/plans?as=ada").fields[.location] == "/t/acme/plans")
        let demo = await ask(site, "/t/acme/demo", [.cookie: String(cookie.prefix { $0 != ";" })])
        #expect(demo.text.contains(#"<tollgate-billing tenant="acme"></tollgate-billing>"#))
        #expect(demo.fields[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
        #expect(await ask(site, "/t/acme/assets/demo.js").status == .ok)
    }

    @Test("in development a stranger may choose who to be") func developmentPage() async throws {
        let site = try Fixture().site(login: Self.login)
        let page = await ask(site, billing)
        #expect(page.status == .ok && page.reading.contains("ada <b>") && page.reading.contains("trialing"))
        #expect(page.text.contains(#"href="?as=ada%20%3Cb%3E""#) && !page.text.contains("ada <b>"))
        for name in ["", "me", "%00"] {
            let refused = await ask(site, billing + "?as=" + name)
            #expect(refused.fields[.setCookie] == nil)
        }
        #expect(await ask(site, billing + "?as=me").status.code == 422)
        let nobody = await ask(site, billing + "?as=+%20")
        #expect(nobody.status.code == 422 && nobody.reading.contains("Enter a customer’s id."))
    }

    @Test("signing out is a post with the token, ends the session and leads to a page that says so")
    func signOut() async throws {
        let fixture = Fixture()
        let site = try fixture.site()
        var fields = try fixture.cookie()
        #expect(await ask(site, "/t/acme/logout", fields).fields[.location] == billing)
        fields[.contentType] = FormParameters.mediaType
        let refused = await ask(site, "/t/acme/logout", fields, method: .post, body: "csrf=x")
        #expect(refused.status == .forbidden && refused.fields[.setCookie] == nil)
        #expect(refused.reading.contains("You were not signed out"))
        #expect(refused.value("csrf") == (try fixture.formToken()), "the page's own form works")
        let out = await ask(site, "/t/acme/logout", fields, method: .post, body: "csrf=" + (try fixture.formToken()))
        #expect(out.status == .seeOther && out.fields[.location] == "/t/acme/logout")
        #expect(out.fields[.setCookie]?.hasPrefix("__Host-tollgate-acme=; Path=/; Max-Age=0") == true)
        let page = await ask(site, "/t/acme/logout")
        #expect(page.status == .ok && page.reading.contains("You are signed out"))
    }

    @Test("another site cannot sign anybody out: its form comes without the cookie, and leaves it alone")
    func foreignSignOut() async throws {
        let fixture = Fixture()
        let site = try fixture.site()
        let form: HTTPFields = [.contentType: FormParameters.mediaType]
        for body in ["", "csrf=x"] {
            let response = await ask(site, "/t/acme/logout", form, method: .post, body: body)
            #expect(response.status == .seeOther && response.fields[.setCookie] == nil)
        }
    }

    @Test(
        "however `as` is written, it is gone from the address",
        arguments: ["as=ada", "%61s=ada", "as", "a%73=ada&x"]
    )
    func escapedName(query: String) async throws {
        let site = try Fixture().site(publicURL: "http://127.0.0.1:8080", login: Self.login)
        let location = await ask(site, "\(billing)?\(query)").fields[.location]
        #expect(location == nil || location?.contains("s=ada") == false)
    }
}
