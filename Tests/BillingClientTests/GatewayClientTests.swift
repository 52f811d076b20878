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

    private func client(_ url: String = "https://billing.example/base/") -> GatewayClient {
        GatewayClient(url: url, apiKey: Secret("tg_key"), transport: transport)
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
}
