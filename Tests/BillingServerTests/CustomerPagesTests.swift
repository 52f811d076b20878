import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes
import PageKit
import Testing

@testable import BillingServer

let billing = "/t/acme/dashboard/billing"
private let portal = billing + "/portal"
private let form: HTTPFields = [.contentType: FormParameters.mediaType]

@Suite("The pages for customers")
struct CustomerPagesTests {
    static let login = DevelopmentLogin { _ in
        [
            DevelopmentLogin.Customer(id: "ada <b>", note: "active"),
            DevelopmentLogin.Customer(id: "ben", note: "trialing"),
        ]
    }

    func ask(
        _ site: PublicSite,
        _ target: String,
        _ fields: HTTPFields = [:],
        method: HTTPRequest.Method = .get,
        body: String = ""
    ) async -> ServerResponse {
        await site.ask(method, target, key: nil, fields, body: body)
    }

    private func post(
        _ fixture: Fixture,
        _ site: PublicSite? = nil,
        _ values: [(String, String)]? = nil,
        _ added: HTTPFields = [:]
    ) async throws -> ServerResponse {
        let values = try values ?? [("csrf", fixture.formToken()), ("flow", "home"), ("key", "k1")]
        var fields = try fixture.cookie()
        fields[.contentType] = FormParameters.mediaType
        for field in added { fields[field.name] = field.value }
        let body = values.map { "\($0)=\($1)" }.joined(separator: "&")
        return await ask(try site ?? fixture.site(), portal, fields, method: .post, body: body)
    }

    // MARK: Who sees what

    @Test("a customer with a session sees its billing, and nobody keeps it") func page() async throws {
        let fixture = Fixture()
        let page = await ask(try fixture.site(), billing, try fixture.cookie())
        #expect(page.status == .ok && page.fields[.contentType] == "text/html; charset=utf-8")
        #expect(page.fields[.cacheControl] == "no-store")
        #expect(page.reading.contains("Your plan will be canceled on 12 Dec 2026. You keep access until then."))
        #expect(page.reading.contains("Signed in as ada"))
        #expect(page.fields[.contentSecurityPolicy]?.contains("script-src 'self'; connect-src 'self';") == true)
        #expect(
            page.fields[.contentSecurityPolicy]?.contains("form-action 'self' https://billing.example.com;") == true
        )
        #expect(page.text.contains(#"<script src="/embed/v1/tollgate.js" defer></script>"#))
    }

    @Test("the front leads to billing") func front() async throws {
        for path in ["/t/acme"] {
            let response = await ask(try Fixture().site(), path)
            #expect(response.status == .seeOther && response.fields[.location] == billing)
        }
    }

    @Test(
        "a tenant that is none has a page that says so, with style sheets that are there",
        arguments: [
            "nobody", "NOT%20ONE", "%zz", "-", "%3Cscript%3E",
        ]
    )
    func unknownTenant(segment: String) async throws {
        let site = try Fixture().site()
        for path in ["", "/dashboard/billing", "/plans", "/x/y"] {
            let page = await ask(site, "/t/\(segment)\(path)")
            #expect(page.status == .notFound && page.reading.contains("There is nothing at this address."))
            #expect(!page.text.contains("<script>"))
            let sheet = try #require(page.text.split(separator: #"rel="stylesheet" href=""#).last).prefix { $0 != "\"" }
            #expect(await ask(site, String(sheet)).status == .ok)
        }
        let json = await ask(site, "/t/\(segment)/dashboard/billing", [.accept: "application/json"])
        #expect(try json.problem() == "tenant-not-found")
        #expect(
            json.text.contains(#""message":{"title":"Page not found""#) && json.text.contains(#""can_retry":false"#)
        )
    }

    @Test("what is at no place of a tenant is a page of the tenant's") func nothing() async throws {
        for path in ["/t/acme/x", "/t/acme/demo", "/t/acme/assets/x.css", "/t/acme/assets/demo.js"] {
            let page = await ask(try Fixture().site(), path)
            #expect(page.status == .notFound && page.reading.contains("Page not found") && page.text.contains("Acme"))
        }
    }

    // MARK: The portal

    @Test("the button leads to the portal, and the portal back to the page") func portalRedirect() async throws {
        let fixture = Fixture()
        let seen = "0123456789abcdef"
        let response = try await post(
            fixture,
            nil,
            [("csrf", try fixture.formToken()), ("flow", "payment_method_update"), ("key", "k"), ("seen", seen)]
        )
        #expect(response.status == .seeOther)
        #expect(response.fields[.location] == "https://billing.example.com/providers/sandbox/p/" + Fixture.portalSecret)
        #expect(response.fields[.cacheControl] == "no-store" && response.fields[.referrerPolicy] == "no-referrer")
        let order = try #require(fixture.provider.orders.first)
        #expect(order.returnURL.hasPrefix("https://billing.example.com/t/acme/dashboard/billing?returned=\(seen)."))
        #expect(order.flow == .paymentMethodUpdate && order.customer.id.rawValue == "cus_ada")
        #expect(!fixture.log.text.contains(Fixture.portalSecret))
    }

    @Test("a script gets the session as JSON") func portalJSON() async throws {
        let response = try await post(Fixture(), nil, nil, [.accept: "application/json"])
        #expect(response.status == .created)
        #expect(try response.json()["url"]?.text?.hasSuffix(Fixture.portalSecret) == true)
    }

    @Test("a post without the session's token opens nothing") func token() async throws {
        for token in ["", "x", try Fixture().formToken("org/7")] {
            let fixture = Fixture()
            let response = try await post(fixture, nil, [("csrf", token), ("flow", "home")])
            #expect(response.status == .forbidden && fixture.provider.orders.isEmpty)
            #expect(response.reading.contains("The portal was not opened."))
            #expect(response.value("csrf") == (try fixture.formToken()))
        }
    }

    @Test(
        "another site's page opens nothing, whatever it knows",
        arguments: [
            [.secFetchSite: "cross-site"], [.secFetchSite: "same-site"], [.origin: "https://evil.example"],
            [.origin: "https://billing.example.com.evil.example"],
        ] as [HTTPFields]
    )
    func foreign(fields: HTTPFields) async throws {
        let fixture = Fixture()
        #expect(try await post(fixture, nil, nil, fields).status == .forbidden)
        #expect(fixture.provider.orders.isEmpty)
    }

    @Test(
        "our own page may, whatever browsers say of it",
        arguments: [
            [.secFetchSite: "same-origin", .origin: "null"], [.origin: "https://billing.example.com"],
            [.origin: "null"],
        ] as [HTTPFields]
    )
    func own(fields: HTTPFields) async throws {
        #expect(try await post(Fixture(), nil, nil, fields).status == .seeOther)
    }

    @Test("without a session a post opens nothing and says so") func strangerPost() async throws {
        var fixture = Fixture()
        fixture.pageSettings = PageSettings(loginURL: "https://app.acme.example/login?next={return_to}")
        let site = try fixture.site()
        let page = await ask(site, portal, form, method: .post, body: "csrf=x")
        // No redirect: the page's policy would block it.
        #expect(page.status == .unauthorized && Markup.buttons(page.text) == ["primary: Sign in"])
        var fields = form
        fields[.accept] = "application/json"
        let json = await ask(site, portal, fields, method: .post, body: "csrf=x")
        #expect(try json.problem() == "unauthenticated")
        #expect(try json.json()["message"]?["title"]?.text == "You are not signed in")
        #expect(await ask(site, portal, try fixture.cookie()).fields[.location] == billing)
    }

    @Test("whatever goes wrong is said on the page, and in JSON for scripts", arguments: ProblemCode.allCases)
    func failures(code: ProblemCode) async throws {
        let fixture = Fixture()
        let error = ServiceError(code, "INTERNALTEXT", retryAfter: .seconds(7))
        let site = try fixture.site(service: FailingService(error: error))
        let response = try await post(fixture, site)
        #expect(response.status.code == Problem.status(of: code))
        #expect(!response.text.contains("INTERNALTEXT"))
        #expect(response.reading.contains(FailureWords(opening: code).title))
        if response.status == .serviceUnavailable { #expect(response.fields[.retryAfter] == "7") }
        let json = try await post(fixture, site, nil, [.accept: "application/json"])
        #expect(try json.problem() == code.rawValue)
        #expect(try json.json()["message"]?["title"]?.text == FailureWords(opening: code).title)
        let read = await ask(site, billing, try fixture.cookie())
        #expect(read.status.code == Problem.status(of: code) && !read.text.contains("INTERNALTEXT"))
    }

    @Test(
        "what no form of ours sends is refused",
        arguments: [
            ("flow", "no_such_flow"), ("return_path", "//evil.example"), ("return_path", "/t/globex/x"),
            ("return_path", "/t/acme/x?y"), ("key", "%0A"),
        ]
    )
    func odd(name: String, value: String) async throws {
        let fixture = Fixture()
        let response = try await post(fixture, nil, [("csrf", try fixture.formToken()), (name, value)])
        #expect(response.status == .badRequest && fixture.provider.orders.isEmpty)
        #expect(response.reading.contains("The portal was not opened."))
    }

    // MARK: The way back

    @Test("after the portal the provider is asked, and a change is said") func returned() async throws {
        let fixture = Fixture()
        let site = try fixture.site()
        let cookie = try fixture.cookie()
        let before = await ask(site, billing, cookie)
        let seen = try #require(before.value("seen"))
        _ = try await post(fixture, site, [("csrf", try fixture.formToken()), ("key", "k"), ("seen", seen)])
        let back = try #require(fixture.provider.orders.last?.returnURL.split(separator: "?").last)
        let calls = fixture.provider.calls.count
        let same = await ask(site, "\(billing)?\(back)", cookie)
        #expect(!same.reading.contains("Your plan was updated."))
        #expect(fixture.provider.calls.count == calls + 1)
        fixture.provider.change { $0.subscriptions = [] }
        let changed = await ask(site, "\(billing)?\(back)", cookie)
        #expect(changed.reading.contains("Your plan was updated."))
        #expect(changed.reading.contains("You are currently on the Starter plan."))
        var script = cookie
        script[.accept] = "application/json"
        let document = await ask(site, "\(billing)?\(back)", script)
        #expect(document.text.contains(#""updated":true"#))
        #expect(await ask(site, "\(billing)?returned=\(seen)", script).text.contains(#""updated":null"#))
        #expect(await ask(site, billing, script).text.contains(#""updated":null"#))
        // Anybody can make a link: it says nothing, and asks nobody.
        for made in ["%3Cscript%3E", seen, "0123456789abcdef", String(back.dropFirst(9).dropLast()) + "A"] {
            let page = await ask(site, billing + "?returned=" + made, cookie)
            #expect(page.status == .ok && !page.reading.contains("updated"), "\(made)")
        }
        let other = await ask(site, "\(billing)?\(back)", try fixture.cookie("ben"))
        #expect(!other.reading.contains("updated"))
    }

    // MARK: For scripts

    @Test("JSON has what the element shows") func json() async throws {
        let fixture = Fixture()
        let site = try fixture.site()
        var fields = try fixture.cookie()
        fields[.accept] = "application/json"
        let response = await ask(site, billing, fields)
        let document = try response.json()
        #expect(response.status == .ok && response.fields[.cacheControl] == "no-store")
        #expect(document["overview"]?["state"]?.text == "canceling")
        #expect(document["texts"]?["title"]?.text == "Pro" && document["texts"]?["badge"]?.text == "Canceling")
        #expect(document["texts"]?["sentences"]?.elements?.first?.text == "Your plan will be canceled on 12 Dec 2026.")
        #expect(document["actions"]?.elements?.map { $0["label"]?.text } == ["Open Customer Portal", "Keep my plan"])
        #expect(document["csrf_token"]?.text == (try fixture.formToken()) && document["portal_path"]?.text == portal)
        let stranger = await ask(site, billing, [.accept: "application/json"])
        #expect(try stranger.problem() == "unauthenticated")
        #expect(stranger.fields[.location] == nil)
    }

    @Test(
        "a page is what browsers get",
        arguments: [
            nil, "*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "application/json;q=0.5, text/html",
            "text/html, application/json",
        ]
    )
    func accept(value: String?) async throws {
        let fixture = Fixture()
        var fields = try fixture.cookie()
        if let value { fields[.accept] = value }
        #expect(await ask(try fixture.site(), billing, fields).fields[.contentType]?.hasPrefix("text/html") == true)
    }

    @Test("the script is public, small, and says when it has changed") func script() async throws {
        let site = try Fixture().site()
        let script = await ask(site, EmbedScript.path)
        #expect(script.status == .ok && script.fields[.contentType] == "text/javascript; charset=utf-8")
        #expect(script.fields[.cacheControl] == "public, max-age=300")
        #expect(script.fields[HTTPField.Name("Cross-Origin-Resource-Policy") ?? .eTag] == "cross-origin")
        #expect(script.fields[.xContentTypeOptions] == "nosniff")
        #expect(script.body.count < 12_000, "\(script.body.count)")
        for word in ["eval(", "innerHTML", ".style", "document.write", "new Function"] {
            #expect(!script.text.contains(word))
        }
        let tag = try #require(script.fields[.eTag])
        #expect(await ask(site, EmbedScript.path, [.ifNoneMatch: tag]).status == .notModified)
    }

    // MARK: Look

    @Test("a logo is served as what it is, and runs nothing") func logo() async throws {
        var fixture = Fixture()
        let logo = PageSettings.Logo(bytes: Array("<svg/>".utf8), format: .svg)
        fixture.pageSettings = PageSettings(logo: logo)
        let site = try fixture.site()
        let response = await ask(site, "/t/acme" + TenantLogo.path(of: logo))
        #expect(response.text == "<svg/>" && response.fields[.contentType] == "image/svg+xml")
        #expect(response.fields[.contentSecurityPolicy]?.hasSuffix("sandbox") == true)
        #expect(response.fields[.cacheControl]?.contains("immutable") == true)
        #expect(await ask(site, "/t/acme/assets/logo.0000000000000000.svg").fields[.cacheControl] == "no-cache")
    }

    @Test("behind a proxy's path everything is below it") func prefix() async throws {
        let fixture = Fixture()
        let site = try fixture.site(publicURL: "https://acme.example/billing")
        let page = await ask(site, billing, try fixture.cookie())
        #expect(page.text.contains(#"action="/billing/t/acme/dashboard/billing/portal""#))
        #expect(page.text.contains(#"<script src="/billing/embed/v1/tollgate.js" defer>"#))
        let response = try await post(fixture, site)
        #expect(response.fields[.location]?.hasPrefix("https://acme.example/billing/providers/sandbox/") == true)
        #expect(fixture.provider.orders.first?.returnURL == "https://acme.example/billing/t/acme/dashboard/billing")
    }

    @Test(
        "an address that ends with a slash leads to the one without",
        arguments: [
            (billing + "/", billing), ("/t/acme/plans/?a=b", "/t/acme/plans?a=b"), ("/t/acme//", "/t/acme"),
            ("/t/acme/nothing//", "/t/acme/nothing"),
        ]
    ) func slash(asked: String, answered: String) async throws {
        let response = await ask(try Fixture().site(), asked)
        #expect(response.status == .seeOther && response.fields[.location] == answered)
    }

    // MARK: Plans

    @Test("plans are those of the catalogue, the customer's is marked") func plans() async throws {
        let fixture = Fixture()
        let page = await ask(try fixture.site(), "/t/acme/plans", try fixture.cookie())
        #expect(page.status == .ok)
        #expect(page.reading.contains("Pro Current plan For teams. 15.00 USD / month"))
        #expect(page.reading.contains("Starter Free"))
        #expect(Markup.buttons(page.text) == ["secondary: Return to Acme"])
    }

    @Test("a first plan is chosen where the tenant says, another one in the portal") func choosePlan() async throws {
        var fixture = Fixture()
        fixture.choosePlanURL = "https://acme.example/pricing"
        let way = #"<a class="button primary" href="https://acme.example/pricing">Choose a plan</a>"#
        fixture.provider = FakeProvider(flows: [.home, .subscriptionUpdate])
        let subscriber = await ask(try fixture.site(), "/t/acme/plans", try fixture.cookie())
        #expect(Markup.buttons(subscriber.text).first == "primary: Change plan" && !subscriber.text.contains(way))
        fixture.provider.change { $0.subscriptions = [] }
        let stranger = await ask(try fixture.site(), "/t/acme/plans", try fixture.cookie())
        #expect(stranger.text.contains(way) && !stranger.reading.contains("Change plan"))
    }

    @Test("where nothing is known of a customer, the plans say so, and try again") func plansWhileDown() async throws {
        var fixture = Fixture()
        fixture.choosePlanURL = "https://acme.example/pricing"
        fixture.provider.change { $0.error = BillingError(.providerTimeout, "late") }
        let page = await ask(try fixture.site(), "/t/acme/plans", try fixture.cookie())
        #expect(page.status == .ok && page.reading.contains("For teams. 15.00 USD / month"))
        #expect(page.reading.contains("Billing is temporarily unavailable") && page.reading.contains("Reference: "))
        #expect(page.text.contains(#"<a class="button primary" href="/t/acme/plans">Try again</a>"#))
        #expect(!page.reading.contains("choose a plan"))
    }

    @Test("the bare address leads who develops to a page, and is nothing else") func root() async throws {
        let browser: HTTPFields = [.accept: "text/html,*/*;q=0.8"]
        let development = await ask(try Fixture().site(login: Self.login), "/", browser)
        #expect(development.status == .seeOther && development.fields[.location] == billing)
        let production = await ask(try Fixture().site(), "/", browser)
        #expect(production.status == .notFound && production.reading.contains("There is nothing at this address."))
        #expect(try await ask(try Fixture().site(login: Self.login), "/").problem() == "not-found")
    }

    @Test("who develops learns where to say how a plan is chosen, and nobody else does") func noWay() async throws {
        let hint = "choose_plan_url in providers.yaml"
        var fixture = Fixture()
        fixture.app = nil
        fixture.provider.change { $0.subscriptions = [] }
        let hidden = await ask(try fixture.site(), "/t/acme/plans", try fixture.cookie())
        #expect(hidden.reading.contains("To choose a plan, ask Acme.") && !hidden.reading.contains(hint))
        let shown = await ask(try fixture.site(login: Self.login), "/t/acme/plans", try fixture.cookie())
        #expect(shown.reading.contains("To choose a plan, ask Acme.") && shown.reading.contains(hint))
        fixture.choosePlanURL = "https://acme.example/pricing"
        let known = await ask(try fixture.site(login: Self.login), "/t/acme/plans", try fixture.cookie())
        #expect(!known.reading.contains(hint))
    }

    // MARK: Forms of the API

    @Test("a backend's form is answered with the way to the portal") func apiForm() async throws {
        let fixture = Fixture()
        let site = try fixture.site()
        let path = "/v1/tenants/acme/customers/ada/portal-sessions"
        var fields = form
        fields[.accept] = "text/html"
        let response = await site.ask(.post, path, fields, body: "flow=payment_method_update&return_path=%2Fx&price=")
        #expect(response.status == .seeOther && response.fields[.location]?.hasSuffix(Fixture.portalSecret) == true)
        #expect(response.fields[.cacheControl] == "no-store" && response.body.isEmpty)
        #expect(fixture.provider.orders.first?.returnURL == "https://app.acme.example/x")
        #expect(await site.ask(.post, path, form, body: "").status == .seeOther)
        for (body, status) in [("flow=x", 400), ("flow=home&flow=home", 400), ("nonsense=1", 400), ("%zz=1", 400)] {
            #expect(await site.ask(.post, path, form, body: body).status.code == status)
        }
        #expect(await site.ask(.post, path, [.contentType: "multipart/form-data"], body: "x").status.code == 415)
    }
}
