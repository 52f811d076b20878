import BillingCore
import BillingHTTP
import BillingTesting
import HTTPTypes
import Testing

@testable import BillingClient
@testable import BillingRouter

@Suite("A client of a gateway")
struct GatewayClientTests {
    let transport = StubTransport()
    let reference: CustomerReference

    init() throws {
        reference = CustomerReference(tenant: try TenantID("acme"), customer: try CustomerID("user/4 ä"))
    }

    private func client(_ url: String = "https://billing.example/base/") throws -> GatewayClient {
        try GatewayClient(url: url, apiKey: Secret("tg_key"), transport: transport)
    }

    private static let cancellation = #"""
        {"state": "scheduled", "mode": "fixed_date", "effective_at": "2026-12-01T00:00:00Z", "requested_at": null,
        "ended_at": null, "resumable": true, "evidence": ["cancel_at"], "added_by_a_later_version": 1}
        """#

    @Test("asks at the path of the customer, with the key, and reads the document leniently")
    func cancellation() async throws {
        let path = "/base/v1/tenants/acme/customers/user%2F4%20%C3%A4/cancellation"
        transport.on(.get, path, .json(Self.cancellation, [.age: "12"]))
        let call = ServiceCall(fresh: true, traceParent: "00-1-2-01")
        let answer = try await client().cancellation(of: reference, call)
        #expect(answer.document.state == .scheduled)
        #expect(answer.document.effectiveAt == RFC3339.date(from: "2026-12-01T00:00:00Z"))
        #expect(answer.source.age == .seconds(12))
        let head = try #require(transport.requests.first?.head)
        #expect(head.scheme == "https")
        #expect(head.authority == "billing.example")
        #expect(head.path == path + "?fresh=true")
        #expect(head.headerFields[.authorization] == "Bearer tg_key")
        #expect(HTTPField.Name("traceparent").flatMap { head.headerFields[$0] } == "00-1-2-01")
    }

    @Test("a portal session is ordered in the caller's words, and its URL is a secret at once")
    func portalSession() async throws {
        transport.on(
            .post,
            "/v1/tenants/acme/customers/user%2F4%20%C3%A4/portal-sessions",
            .json(
                #"""
                {"id": "ps_1", "url": "https://portal.example/s", "expires_at": null, "return_url": null,
                "flow": "home", "provider": {"id": "eu", "kind": "stripe", "mode": "live"}}
                """#,
                status: .created
            )
        )
        let order = PortalOrder(flow: .subscriptionCancel, destination: .path("/back"), locale: "de")
        let session = try await client("https://billing.example")
            .createPortalSession(for: reference, order, ServiceCall(idempotencyKey: "click"))
        #expect(session.url.reveal() == "https://portal.example/s")
        #expect(!"\(session)".contains("portal.example"))
        let request = try #require(transport.requests.first)
        #expect(HTTPField.Name("Idempotency-Key").flatMap { request.head.headerFields[$0] } == "click")
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body == #"{"flow":"subscription_cancel","locale":"de","return_path":"/back"}"#)
    }

    @Test("a problem is the error that it was in the gateway")
    func problem() async throws {
        transport.on(
            .get,
            "/base/v1/tenants/acme",
            .json(
                #"""
                {"type": "/problems/provider-rate-limited", "title": "t", "status": 503, "code": "provider-rate-limited",
                "detail": "d", "trace_id": "abc", "retryable": true, "errors": [{"pointer": "/flow", "detail": "e"}]}
                """#,
                status: .serviceUnavailable,
                [.retryAfter: "7"]
            )
        )
        let error = await #expect(throws: ServiceError.self) {
            try await client().tenant(reference.tenant, ServiceCall())
        }
        #expect(error?.code == .providerRateLimited)
        #expect(error?.detail == "d")
        #expect(error?.traceID == "abc")
        #expect(error?.retryAfter == .seconds(7))
        #expect(error?.faults == [ServiceError.Fault("/flow", "e")])
    }

    @Test(
        "what is no gateway's answer is said to be none",
        arguments: [
            StubAnswer.json("<html>", status: .badGateway), .json("{}", status: .ok), .json("", status: .ok),
            .json(#"{"code": "made-up"}"#, status: .notFound), .json("[]", status: .movedPermanently),
        ]
    )
    func foreign(_ answer: StubAnswer) async throws {
        transport.on(.get, "/base/v1/tenants/acme/plans", answer)
        let error = await #expect(throws: ServiceError.self) {
            try await client().plans(of: reference.tenant, ServiceCall())
        }
        #expect(error?.code == .gatewayBadResponse)
    }

    @Test(
        "no answer to a read is an unreachable gateway; no answer to a sent order is an unknown outcome",
        arguments: [
            (
                HTTPTransportError.Code.connectFailed, false, ProblemCode.gatewayUnreachable,
                ProblemCode.gatewayUnreachable
            ),
            (.timeout, false, .gatewayUnreachable, .gatewayUnreachable),
            (.timeout, true, .gatewayUnreachable, .outcomeUnknown),
            (.connectionLost, true, .gatewayUnreachable, .outcomeUnknown),
            (.malformedResponse, true, .gatewayBadResponse, .gatewayBadResponse),
        ]
    )
    func unreachable(
        _ code: HTTPTransportError.Code,
        _ mayHaveBeenSent: Bool,
        _ onRead: ProblemCode,
        _ onOrder: ProblemCode
    ) async throws {
        let failure = StubAnswer.failure(HTTPTransportError(code, mayHaveBeenSent: mayHaveBeenSent, "detail"))
        transport.on(.get, "/base/*", failure)
        transport.on(.post, "/base/*", failure)
        let read = await #expect(throws: ServiceError.self) {
            try await client().overview(of: reference, ServiceCall())
        }
        #expect(read?.code == onRead)
        let order = await #expect(throws: ServiceError.self) {
            try await client().createPortalSession(for: reference, PortalOrder(), ServiceCall())
        }
        #expect(order?.code == onOrder)
    }

    @Test(
        "a failure that the same call would meet again is not worth a second try",
        arguments: [
            (HTTPTransportError.Code.invalidRequest, false), (.tlsFailed, false), (.trustUnavailable, false),
            (.resolveFailed, true), (.proxyFailed, true), (.connectFailed, true), (.transportUnavailable, true),
        ]
    )
    func retryable(_ code: HTTPTransportError.Code, _ isRetryable: Bool) async throws {
        transport.on(.get, "/base/*", .failure(HTTPTransportError(code, mayHaveBeenSent: false, "detail")))
        let error = await #expect(throws: ServiceError.self) {
            try await client().tenant(reference.tenant, ServiceCall())
        }
        #expect(error?.code == .gatewayUnreachable)
        #expect(error?.retryable == isRetryable)
    }

    @Test("a call that its caller gave up is a cancellation, whether or not it was sent", arguments: [false, true])
    func cancelled(_ mayHaveBeenSent: Bool) async throws {
        transport.on(.get, "/base/*", .failure(HTTPTransportError(.cancelled, mayHaveBeenSent: mayHaveBeenSent, "x")))
        let error = await #expect(throws: ServiceError.self) {
            try await client().tenant(reference.tenant, ServiceCall())
        }
        #expect(error?.isCancellation == true)
    }

    @Test(
        "a code of a later gateway is what its status says, in that gateway's words",
        arguments: [
            (400, ProblemCode.invalidRequest), (401, .unauthenticated), (403, .forbidden), (404, .notFound),
            (418, .invalidRequest), (429, .quotaExceeded), (500, .gatewayBadResponse), (503, .gatewayBadResponse),
        ]
    )
    func laterCode(_ status: Int, _ code: ProblemCode) async throws {
        let body = #"""
            {"type": "/problems/not-of-today", "title": "t", "status": 400, "code": "not-of-today", "detail": "d",
            "trace_id": "abc", "retryable": true, "errors": []}
            """#
        transport.on(.get, "/base/v1/tenants/acme", .json(body, status: HTTPResponse.Status(code: status)))
        let error = await #expect(throws: ServiceError.self) {
            try await client().tenant(reference.tenant, ServiceCall())
        }
        #expect(error?.code == code)
        #expect(error?.detail == "d")
        #expect(error?.traceID == "abc")
        #expect(error?.retryable == true)
    }

    @Test(
        "a URL that no key should be sent to is refused, with what is wrong",
        arguments: [
            ("billing.example", "absolute"), ("", "absolute"), ("ftp://billing.example", "scheme"),
            ("https://a:b@billing.example", "user"),
            ("https://billing.example/?x=1", "query"), ("https://billing.example/#x", "fragment"),
            ("http://billing.example", "in clear"), ("http://127.0.0.1.example", "in clear"),
        ]
    )
    func invalidURL(_ url: String, _ reason: String) throws {
        let error = #expect(throws: InvalidGatewayURL.self) { try client(url) }
        #expect(error?.reason.contains(reason) == true)
    }

    @Test(
        "plain http is good enough for this machine",
        arguments: ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:8080/"]
    )
    func loopback(_ url: String) async throws {
        transport.on(.get, "/v1/tenants/acme/*", .json("{}"))
        _ = await #expect(throws: ServiceError.self) {
            try await client(url).plans(of: reference.tenant, ServiceCall())
        }
        #expect(transport.requests.first?.head.scheme == "http")
        #expect(transport.requests.first?.head.path == "/v1/tenants/acme/plans")
    }
}
