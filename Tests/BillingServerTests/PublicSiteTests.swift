import BillingCore
import BillingRouter
import HTTPTypes
import Testing

@testable import BillingServer

private let base = "/v1/tenants/acme/customers/ada"
private let reads =
    ["/billing", "/subscription", "/cancellation"].map { base + $0 } + ["/v1/tenants/acme", "/v1/tenants/acme/plans"]

@Suite("The public API")
struct PublicSiteTests {
    // MARK: Who may

    @Test(
        "without a key, or with one that is not one, nothing is said of what exists",
        arguments: reads + ["/v1/tenants/nobody"]
    )
    func unauthenticated(path: String) async throws {
        let site = try Fixture().site()
        for value in [nil, "", "Basic abc", "Bearer", "Bearer tg_wrong", "Bearer  ", "bearer x y"] {
            let fields: HTTPFields = value.map { [.authorization: $0] } ?? [:]
            let response = await site.ask(path, key: nil, fields)
            #expect(response.status == .unauthorized)
            #expect(response.fields[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
    }

    @Test("two credentials are none") func twoCredentials() async throws {
        var fields: HTTPFields = [.authorization: "Bearer " + Fixture.key]
        fields.append(HTTPField(name: .authorization, value: "Bearer " + Fixture.key))
        #expect(try await Fixture().site().ask(base + "/billing", key: nil, fields).status == .unauthorized)
    }

    @Test(
        "a foreign tenant, an unknown one and one that cannot be answer alike, byte for byte",
        arguments: ["", "/plans", "/customers/ada/billing", "/customers/ada/portal-sessions"]
    )
    func foreignTenant(path: String) async throws {
        let site = try Fixture().site()
        let fields: HTTPFields = [
            .traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", .xRequestID: "one",
        ]
        let method: HTTPRequest.Method = path.hasSuffix("sessions") ? .post : .get
        var answers: [ServerResponse] = []
        for tenant in [
            "globex", "nobody", "NOT%20A%20TENANT", "%zz", "%FF", "a%00b", String(repeating: "a", count: 200),
        ] {
            var answer = await site.ask(method, "/v1/tenants/\(tenant)" + path, fields)
            answer.fields[.traceParent] = nil
            answers.append(answer)
        }
        #expect(try answers[0].problem() == "tenant-not-found")
        for answer in answers {
            #expect(answer.body == answers[0].body)
            #expect(answer.fields == answers[0].fields)
        }
    }

    @Test("a tenant's name may come escaped, and is decoded once") func escapedTenant() async throws {
        let site = try Fixture().site()
        #expect(await site.ask("/v1/tenants/%61cme").status == .ok)
        #expect(try await site.ask("/v1/tenants/%2561cme").problem() == "tenant-not-found")
    }

    @Test("a missing scope is named, after the tenant was compared") func scopes() async throws {
        let site = try Fixture().site()
        for path in reads {
            let response = await site.ask(path, key: Fixture.portalKey)
            #expect(try response.problem() == "forbidden")
            #expect(response.text.contains("billing:read"))
            #expect(await site.ask(path, key: Fixture.readKey).status == .ok)
        }
        let refused = await site.ask(.post, base + "/portal-sessions", key: Fixture.readKey)
        #expect(refused.status == .forbidden && refused.text.contains("portal:create"))
        #expect(await site.ask(.post, base + "/portal-sessions", key: Fixture.portalKey).status == .created)
        #expect(try await site.ask("/v1/tenants/globex", key: Fixture.portalKey).problem() == "tenant-not-found")
    }

    // MARK: Where

    @Test(
        "what is at no path",
        arguments: [
            "/", "/v1", "/v1/tenants", "/v1/tenants/", "/v1/tenants/acme/", "//livez", "/livez/",
            "/v1/tenants/acme/customers/ada", "/v1/tenants//plans", "/v2/tenants/acme",
        ]
    )
    func notFound(path: String) async throws {
        let response = try await Fixture().site().ask(path)
        #expect(try response.problem() == "not-found")
    }

    @Test("every path answers a wrong method with 405 and Allow, OPTIONS with Allow, and HEAD as GET without a body")
    func methods() async throws {
        let site = try Fixture().site()
        let paths = reads + ["/livez", "/readyz", "/openapi.json", "/problems/internal", "/providers/sandbox/x"]
        for path in paths {
            let response = await site.ask(.patch, path)
            #expect(try response.problem() == "method-not-allowed")
            #expect(response.fields[.allow]?.hasPrefix("GET, HEAD") == true)
            let options = await site.ask(.options, path, key: nil)
            #expect(options.status == .noContent && options.body.isEmpty)
            #expect(options.fields[.allow] == response.fields[.allow])
            // The first one may still ask the provider; from then on the documents are the same.
            _ = await site.ask(path)
            let head = await site.ask(.head, path)
            let get = await site.ask(path)
            #expect(head.status == get.status && head.body.isEmpty && head.omittedBodyLength == get.body.count)
        }
        let post = await site.ask(base + "/portal-sessions")
        #expect(post.status == .methodNotAllowed && post.fields[.allow] == "POST, OPTIONS")
        #expect(await site.ask(.head, base + "/portal-sessions").status == .methodNotAllowed)
        #expect(await site.ask(.options, "*", key: nil).status == .noContent)
    }

    @Test("a customer's id is decoded exactly once, with slashes where they are escaped")
    func customerIDs() async throws {
        let site = try Fixture().site()
        let slashed = await site.ask("/v1/tenants/acme/customers/org%2F7/billing")
        #expect(try slashed.json()["customer"]?["id"]?.text == "org/7")
        #expect(try slashed.json()["state"]?.text == "canceling")
        let twice = await site.ask("/v1/tenants/acme/customers/org%252F7/billing")
        #expect(try twice.json()["customer"]?["id"]?.text == "org%2F7")
        let spaced = await site.ask("/v1/tenants/acme/customers/a%20b+c/billing")
        #expect(try spaced.json()["customer"]?["id"]?.text == "a b+c")
    }

    @Test(
        "an id that cannot be a customer's is refused",
        arguments: [
            "me", ".", "%2E%2e", "%", "%4", "%zz", "%FF", "a%00", "a%0Ab", "%E2%80%AE",
            String(repeating: "a", count: 256),
        ]
    )
    func badCustomerIDs(id: String) async throws {
        let response = try await Fixture().site().ask("/v1/tenants/acme/customers/\(id)/billing")
        #expect(try response.problem() == "invalid-request")
        #expect(try response.pointers() == ["customer"])
    }

    // MARK: Reads

    @Test("an unlinked customer and a missing one read as none") func noneStates() async throws {
        let site = try Fixture().site()
        for id in ["nobody", "gone"] {
            let response = await site.ask("/v1/tenants/acme/customers/\(id)/billing")
            #expect(response.status == .ok)
            #expect(try response.json()["state"]?.text == "none")
        }
    }

    @Test("the second read is remembered, and says for how long") func freshness() async throws {
        let fixture = Fixture()
        let site = try fixture.site()
        let first = await site.ask(base + "/billing")
        #expect(first.fields[.cacheStatus] == "tollgate; fwd=miss")
        #expect(first.fields[.age] == nil)
        #expect(first.fields[.cacheControl] == "private, no-cache")
        fixture.clock.advance(10)
        let second = await site.ask(base + "/billing")
        #expect(second.fields[.cacheStatus] == "tollgate; hit; ttl=50")
        #expect(second.fields[.age] == "10")
        #expect(fixture.provider.calls.count == 1)
    }

    @Test("a caller can have a fresh answer", arguments: ["?fresh=true", "?fresh", ""])
    func fresh(query: String) async throws {
        let fixture = Fixture()
        let site = try fixture.site()
        _ = await site.ask(base + "/billing")
        let fields: HTTPFields = query.isEmpty ? [.cacheControl: "max-age=0, No-Cache"] : [:]
        let response = await site.ask(base + "/billing" + query, fields)
        #expect(response.fields[.cacheStatus] == "tollgate; fwd=request")
        #expect(fixture.provider.calls.count == 2)
    }

    @Test("a caller that has the document is told so", arguments: reads)
    func notModified(path: String) async throws {
        let site = try Fixture().site()
        _ = await site.ask(path)
        let response = await site.ask(path)
        let tag = try #require(response.fields[.eTag])
        for known in [tag, "W/" + tag, "\"x\", " + tag, "*"] {
            let again = await site.ask(path, [.ifNoneMatch: known])
            #expect(again.status == .notModified && again.body.isEmpty)
            #expect(again.fields[.eTag] == tag && again.fields[.contentType] == nil)
            #expect(again.fields[.cacheControl] == "private, no-cache")
        }
        #expect(await site.ask(path, [.ifNoneMatch: "\"other\""]).status == .ok)
    }

    @Test("subscriptions: the current one, or all") func subscriptions() async throws {
        let site = try Fixture().site()
        #expect(try await site.ask(base + "/subscription").json()["id"]?.text == "sub_1")
        let all = try await site.ask(base + "/subscription?all=true").json()
        #expect(all["subscriptions"]?.elements?.compactMap { $0["id"]?.text } == ["sub_1", "sub_0"])
        let none = try await site.ask("/v1/tenants/acme/customers/nobody/subscription").json()
        #expect(none["status"]?.text == "none")
        #expect(try await site.ask(base + "/cancellation").json()["state"]?.text == "scheduled")
    }

    @Test(
        "a query that is not described is refused",
        arguments: [
            ("?frsh=true", "frsh"), ("?fresh=yes", "fresh"), ("?fresh=true&fresh=true", "fresh"), ("?all=true", "all"),
            ("?a%zz", "query"),
        ]
    )
    func badQueries(query: String, pointer: String) async throws {
        let response = try await Fixture().site().ask(base + "/billing" + query)
        #expect(try response.problem() == "invalid-request")
        #expect(try response.pointers() == [pointer])
    }

    @Test(
        "a caller that takes no JSON gets none",
        arguments: [
            "text/html", "application/json;q=0", "application/problem+json", "image/*, application/json;q=0.0, */*",
        ]
    )
    func notAcceptable(accept: String) async throws {
        let site = try Fixture().site()
        for path in reads { #expect(try await site.ask(path, [.accept: accept]).problem() == "not-acceptable") }
    }

    @Test(
        "a caller that takes JSON in any way gets it",
        arguments: [
            "*/*", "application/*", "application/json; charset=utf-8", "text/html, application/json;q=0.1", "nonsense",
        ]
    )
    func acceptable(accept: String) async throws {
        #expect(try await Fixture().site().ask(base + "/billing", [.accept: accept]).status == .ok)
    }

    // MARK: Portal sessions

    @Test("a portal session is made and kept nowhere", arguments: ["", "{}", #"{"flow":null}"#])
    func portal(body: String) async throws {
        let fixture = Fixture()
        let response = try await fixture.site().ask(.post, base + "/portal-sessions", body: body)
        #expect(response.status == .created)
        #expect(response.fields[.cacheControl] == "no-store")
        #expect(response.fields[.location] == nil)
        let url = try #require(try response.json()["url"]?.text)
        #expect(url == "https://billing.example.com/providers/sandbox/p/" + Fixture.portalSecret)
        #expect(fixture.provider.orders.first?.returnURL == "https://app.acme.example/dashboard/billing")
    }

    @Test("an order is passed on") func order() async throws {
        let fixture = Fixture()
        let body = #"{"flow":"subscription_cancel","subscription":"sub_1","return_path":"/x?y=1","locale":"pt-BR"}"#
        let fields: HTTPFields = [.contentType: "application/json; charset=UTF-8", .idempotencyKey: "k1"]
        let response = try await fixture.site().ask(.post, base + "/portal-sessions", fields, body: body)
        #expect(response.status == .created)
        let order = try #require(fixture.provider.orders.first)
        #expect(order.flow == .subscriptionCancel && order.subscription?.rawValue == "sub_1" && order.locale == "pt-BR")
        #expect(order.returnURL == "https://app.acme.example/x?y=1")
        #expect(fixture.provider.calls.allSatisfy { !$0.idempotencyKey.contains("k1") })
    }

    @Test("a key that is used for two intents is noticed") func reusedKey() async throws {
        let site = try Fixture().site()
        let fields: HTTPFields = [.idempotencyKey: "k1"]
        _ = await site.ask(.post, base + "/portal-sessions", fields)
        let other = await site.ask(.post, base + "/portal-sessions", fields, body: #"{"flow":"payment_method_update"}"#)
        #expect(try other.problem() == "idempotency-key-reused")
    }

    @Test(
        "each fault of a body is named, all at once",
        arguments: [
            ("[]", [""]), ("null", [""]), ("{", [""]), (#"{"flow":"x",}"#, [""]), ("\u{FEFF}{}", [""]),
            (#"{"flow":1,"quantity":"2","extra":{},"a/b~c":1}"#, ["/extra", "/a~1b~0c", "/flow", "/quantity"]),
            (#"{"flow":"home","flow":"home"}"#, ["/flow"]), (#"{"flow":"nonsense"}"#, ["/flow"]),
            (#"{"quantity":1.5}"#, ["/quantity"]), (#"{"quantity":1e2}"#, ["/quantity"]),
            (#"{"quantity":0}"#, ["/quantity"]),
            (#"{"quantity":99999999999999999999}"#, ["/quantity"]), (#"{"price":""}"#, ["/price"]),
            (#"{"subscription":"a\u0000"}"#, ["/subscription"]), (#"{"locale":"not a tag"}"#, ["/locale"]),
            (#"{"return_url":"https://a.example","return_path":"/x"}"#, ["/return_path"]),
        ]
    )
    func badBodies(body: String, pointers: [String]) async throws {
        let fixture = Fixture()
        let response = try await fixture.site().ask(.post, base + "/portal-sessions", body: body)
        #expect(try response.problem() == "invalid-request")
        #expect(try response.pointers() == pointers)
        #expect(fixture.provider.calls.isEmpty)
    }

    @Test(
        "a body of another type is not read",
        arguments: [
            "text/plain", "multipart/form-data", "application/json; charset=latin1", "",
            "application/jsonp",
        ]
    )
    func mediaTypes(type: String) async throws {
        let response = try await Fixture().site()
            .ask(.post, base + "/portal-sessions", [.contentType: type], body: "{}")
        #expect(try response.problem() == "unsupported-media-type")
    }

    @Test("an encoded body is not read") func contentEncoding() async throws {
        let response = try await Fixture().site()
            .ask(.post, base + "/portal-sessions", [.contentEncoding: "gzip"], body: "{}")
        #expect(try response.problem() == "unsupported-media-type")
    }

    @Test(
        "what the service refuses has its code",
        arguments: [
            ("nobody", "{}", "customer-not-linked"), ("gone", #"{"flow":"subscription_cancel"}"#, "customer-not-found"),
            ("ada", #"{"flow":"customer_update"}"#, "flow-not-supported"),
            ("ada", #"{"return_url":"https://evil.example/"}"#, "return-url-not-allowed"),
        ]
    )
    func refusals(customer: String, body: String, code: String) async throws {
        let response = try await Fixture().site()
            .ask(.post, "/v1/tenants/acme/customers/\(customer)/portal-sessions", body: body)
        #expect(try response.problem() == code)
    }

    // MARK: What every answer has

    @Test("ids and traces come back", arguments: reads + ["/nothing", "/livez"])
    func traces(path: String) async throws {
        let site = try Fixture().site()
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let response = await site.ask(path, [.traceParent: parent, .xRequestID: "req-1.A_b"])
        #expect(response.fields[.xRequestID] == "req-1.A_b")
        let own = try #require(response.fields[.traceParent])
        #expect(own.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") && own.hasSuffix("-01") && own != parent)
        let fresh = await site.ask(path, [.traceParent: "00-0-0-0", .xRequestID: "has space"])
        #expect(fresh.fields[.xRequestID]?.count == 32)
        #expect(fresh.fields[.traceParent]?.utf8.count == 55)
    }

    @Test("the trace goes on to the provider") func traceToProvider() async throws {
        let fixture = Fixture()
        _ = try await fixture.site()
            .ask(base + "/billing", [.traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"])
        #expect(fixture.provider.calls.first?.traceParent?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true)
    }

    @Test(
        "every answer protects itself from browsers",
        arguments: reads + ["/nothing", "/livez", "/openapi.json", "/providers/sandbox/x"]
    )
    func securityFields(path: String) async throws {
        let response = try await Fixture().site().ask(path)
        #expect(response.fields[.xContentTypeOptions] == "nosniff")
        #expect(response.fields[.referrerPolicy] == "no-referrer")
        #expect(response.fields[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
        #expect(response.fields[.strictTransportSecurity] != nil)
        #expect(response.fields[.server] == nil)
        #expect(response.fields[.accessControlAllowOrigin] == nil)
    }

    @Test("a node that stops is not ready, but answers") func draining() async throws {
        let fixture = Fixture()
        let site = try fixture.site()
        #expect(await site.ask("/readyz", key: nil).status == .ok)
        fixture.readiness.drain()
        let response = await site.ask("/readyz", key: nil)
        #expect(try response.problem() == "draining")
        #expect(response.fields[.retryAfter] != nil)
        #expect(await site.ask("/livez", key: nil).status == .ok)
        #expect(await site.ask(base + "/billing").status == .ok)
    }

    @Test("a provider's outage is a problem, and does not touch readiness") func outage() async throws {
        let fixture = Fixture()
        fixture.provider.change { $0.error = BillingError(.providerUnavailable, "down", retryAfter: .seconds(7)) }
        let site = try fixture.site()
        let response = await site.ask(base + "/billing")
        #expect(response.status == .serviceUnavailable && response.fields[.retryAfter] == "7")
        #expect(await site.ask("/readyz", key: nil).status == .ok)
    }
}
