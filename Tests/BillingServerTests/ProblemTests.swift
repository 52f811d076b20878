import BillingCore
import BillingRouter
import HTTPTypes
import Testing

@testable import BillingServer

@Suite("Problems")
struct ProblemTests {
    private static let statuses: [(ProblemCode, Int)] = [
        (.invalidRequest, 400), (.unauthenticated, 401), (.forbidden, 403), (.notFound, 404), (.tenantNotFound, 404),
        (.customerNotFound, 404), (.methodNotAllowed, 405), (.notAcceptable, 406), (.customerNotLinked, 409),
        (.portalUnavailable, 409), (.idempotencyInFlight, 409), (.payloadTooLarge, 413), (.unsupportedMediaType, 415),
        (.returnURLNotAllowed, 422), (.flowNotSupported, 422), (.idempotencyKeyReused, 422), (.quotaExceeded, 429),
        (.internal, 500), (.capabilityUnsupported, 501), (.providerAuthFailed, 502), (.providerPermissionDenied, 502),
        (.providerMisconfigured, 502), (.providerBadResponse, 502), (.providerTLSError, 502),
        (.gatewayUnreachable, 502), (.gatewayBadResponse, 502),
        (.providerUnavailable, 503),
        (.providerRateLimited, 503), (.overloaded, 503), (.draining, 503), (.storeUnavailable, 503),
        (.providerTimeout, 504), (.outcomeUnknown, 504),
    ]

    @Test("each code has its status, and the document has every member", arguments: statuses)
    func status(code: ProblemCode, status: Int) async throws {
        let response = try await Fixture().site(service: FailingService(error: ServiceError(code, "A sentence.")))
            .ask("/v1/tenants/acme/customers/ada/billing")
        #expect(response.status.code == status)
        #expect(response.fields[.contentType] == "application/problem+json")
        #expect(response.fields[.cacheControl] == "no-store")
        let json = try response.json()
        #expect(json["type"]?.text == "/problems/\(code.rawValue)")
        #expect(json["code"]?.text == code.rawValue)
        #expect(json["status"]?.integer == status)
        #expect(json["title"]?.text == code.title)
        #expect(json["detail"]?.text == "A sentence.")
        #expect(json["trace_id"]?.text?.count == 32)
        #expect(json["errors"]?.elements?.isEmpty == true)
        if status == 503 || status == 429 { #expect(response.fields[.retryAfter].flatMap { Int($0) } ?? 0 >= 1) }
        #expect((response.fields[.wwwAuthenticate] != nil) == (status == 401))
    }

    @Test("the table has every code") func complete() {
        #expect(Set(ProblemTests.statuses.map(\.0)) == Set(ProblemCode.allCases))
    }

    @Test("the provider's own wait is passed on, rounded up and within bounds")
    func retryAfter() {
        func seconds(_ wait: Duration) -> Int? {
            RetryAfter.seconds(for: ServiceError(BillingError(.providerRateLimited, "", retryAfter: wait)))
        }
        #expect(seconds(.milliseconds(1500)) == 2)
        #expect(seconds(.zero) == 1)
        #expect(seconds(.seconds(90_000)) == 3600)
        #expect(RetryAfter.seconds(for: ServiceError(.providerTimeout, "")) == nil)
    }

    @Test("nothing that a provider said is in a problem, and all of it is in the log")
    func providerWords() async throws {
        let fixture = Fixture()
        let cause = BillingError(
            .providerAuthFailed,
            "Expired API key: rk_live_x",
            providerCode: "api_key_expired",
            providerRequestID: "req_123"
        )
        let response = try await fixture.site(service: FailingService(error: ServiceError(cause)))
            .ask("/v1/tenants/acme/customers/ada/billing")
        #expect(response.status == .badGateway)
        #expect(!response.text.contains("rk_live_x") && !response.text.contains("api_key_expired"))
        let line = try #require(fixture.log.all.first { $0.contains("\"request\"") })
        let entry = try StrictJSON.parse(Array(line.utf8))
        #expect(entry["provider.message"]?.text == "Expired API key: rk_live_x")
        #expect(entry["provider.code"]?.text == "api_key_expired")
        #expect(entry["provider.request.id"]?.text == "req_123")
        #expect(entry["problem.code"]?.text == "provider-auth-failed")
        #expect(entry["customer"]?.text == "ada")
        #expect(entry["level"]?.text == "warning")
        #expect(entry["trace.id"]?.text == (try response.json()["trace_id"]?.text))
    }

    @Test("each code has a page for browsers and a document for programs", arguments: ProblemCode.allCases)
    func page(code: ProblemCode) async throws {
        let site = try Fixture().site()
        let page = await site.ask(
            "/problems/\(code.rawValue)",
            key: nil,
            [.accept: "text/html,application/xhtml+xml,*/*;q=0.8"]
        )
        #expect(page.fields[.contentType] == "text/html; charset=utf-8")
        #expect(page.text.contains(code.rawValue) && page.text.contains("<h1>") && !page.text.contains("`"))
        // It loads the style sheet that it names, and nothing else.
        #expect(page.fields[.contentSecurityPolicy]?.hasPrefix("default-src 'none'; style-src 'self';") == true)
        let sheet = try #require(page.text.firstMatch(of: /rel="stylesheet" href="([^"]+)"/)?.output.1)
        let styles = await site.ask(String(sheet), key: nil)
        #expect(styles.status == .ok && styles.fields[.contentType] == "text/css; charset=utf-8")
        let document = await site.ask("/problems/\(code.rawValue)", key: nil, [.accept: "application/json"])
        #expect(try document.json()["code"]?.text == code.rawValue)
        let plain = await site.ask("/problems/\(code.rawValue)", key: nil, [.accept: "*/*"])
        #expect(plain.fields[.contentType] == "application/json")
    }

    @Test("what is no code has no page") func unknownPage() async throws {
        #expect(try await Fixture().site().ask("/problems/teapot", key: nil).problem() == "not-found")
    }
}
