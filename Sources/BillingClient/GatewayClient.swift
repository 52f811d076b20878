public import BillingCore
public import BillingHTTP
public import BillingRouter
import FoundationEssentials
import HTTPTypes

/// A running gateway, as the service that it is: the same calls and documents as in the gateway's own process.
public struct GatewayClient: BillingService {
    private let base: String
    private let apiKey: Secret
    private let transport: any HTTPTransport
    private let timeout: Duration

    /// - Parameters:
    ///   - url: where the gateway is, such as `https://billing.example.com`.
    ///   - apiKey: a server key of the tenant, `tg_…`.
    ///   - timeout: for one call, where the call itself has no deadline.
    public init(url: String, apiKey: Secret, transport: any HTTPTransport, timeout: Duration = .seconds(15)) {
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.apiKey = apiKey
        self.transport = transport
        self.timeout = timeout
    }

    /// The combined answer for one customer.
    public func overview(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> BillingOverview {
        try await get(path(of: customer) + "/billing", call).document
    }

    /// All subscriptions of one customer, the current one first.
    public func subscriptions(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<SubscriptionsDocument> {
        try await get(path(of: customer) + "/subscription", query: ["all=true"], call)
    }

    /// Whether the customer's current subscription is cancelled.
    public func cancellation(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<CancellationDocument> {
        try await get(path(of: customer) + "/cancellation", call)
    }

    /// Opens the provider's portal for one customer.
    public func createPortalSession(
        for customer: CustomerReference,
        _ order: PortalOrder,
        _ call: ServiceCall
    ) async throws(ServiceError) -> PortalSessionDocument {
        var request = request(.post, path(of: customer) + "/portal-sessions", call)
        request.head.headerFields[.contentType] = "application/json"
        request.head.headerFields[.idempotencyKey] = call.idempotencyKey
        request.body = order.json()
        return try await send(request, call).document
    }

    /// What a tenant may know of its set-up.
    public func tenant(_ tenant: TenantID, _ call: ServiceCall) async throws(ServiceError) -> TenantDocument {
        try await get("/v1/tenants/\(tenant)", call).document
    }

    /// A tenant's catalogue.
    public func plans(of tenant: TenantID, _ call: ServiceCall) async throws(ServiceError) -> PlansDocument {
        try await get("/v1/tenants/\(tenant)/plans", call).document
    }

    // MARK: -

    private func path(of customer: CustomerReference) -> String {
        "/v1/tenants/\(customer.tenant)/customers/\(PercentEncoding.encode(customer.customer.rawValue))"
    }

    private func get<Document: Decodable>(
        _ path: String,
        query: [String] = [],
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<Document> {
        let query = query + (call.fresh ? ["fresh=true"] : [])
        let target = query.isEmpty ? path : path + "?" + query.joined(separator: "&")
        return try await send(request(.get, target, call), call)
    }

    private func request(_ method: HTTPRequest.Method, _ target: String, _ call: ServiceCall) -> OutboundRequest {
        let separator = base.firstRange(of: "://")
        let scheme = separator.map { String(base[..<$0.lowerBound]) }
        let rest = separator.map { base[$0.upperBound...] } ?? base[...]
        let authority = rest.prefix { $0 != "/" }
        let prefix = rest[authority.endIndex...]
        var head = HTTPRequest(method: method, scheme: scheme, authority: String(authority), path: prefix + target)
        head.headerFields[.accept] = "application/json"
        head.headerFields[.authorization] = "Bearer \(apiKey.reveal())"
        head.headerFields[.traceParent] = call.traceParent
        return OutboundRequest(head: head)
    }

    private func send<Document: Decodable>(
        _ request: OutboundRequest,
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<Document> {
        let response: InboundResponse
        do {
            response = try await transport.send(request, deadline: call.deadline ?? .after(timeout))
        } catch {
            throw ServiceError(reaching: error, changing: request.head.method != .get)
        }
        guard response.head.status.kind == .successful else { throw problem(in: response) }
        guard let document = try? GatewayClient.decode(Document.self, response.body) else {
            throw ServiceError(.gatewayBadResponse, "The answer is not one of this gateway's documents.")
        }
        return ServiceAnswer(document, source: source(of: response))
    }

    private func source(of response: InboundResponse) -> SourceDocument {
        let age = Duration.seconds(response.head.headerFields[.age].flatMap { Int($0) } ?? 0)
        let isHit = response.head.headerFields[.cacheStatus]?.contains("hit") == true
        return SourceDocument(source: isHit ? .cache : .live, asOf: Date() - age.seconds, age: age)
    }

    private func problem(in response: InboundResponse) -> ServiceError {
        let status = response.head.status.code
        guard let problem = try? GatewayClient.decode(ProblemDocument.self, response.body) else {
            return ServiceError(.gatewayBadResponse, "The answer has the status \(status) and is not this gateway's.")
        }
        return ServiceError(
            problem.code,
            problem.detail ?? problem.code.title,
            faults: (problem.errors ?? []).map { ServiceError.Fault($0.pointer, $0.detail) },
            retryable: problem.retryable,
            retryAfter: response.head.headerFields[.retryAfter].flatMap { Int($0) }.map { .seconds($0) },
            traceID: problem.traceID
        )
    }

    private static func decode<Document: Decodable>(_ type: Document.Type, _ bytes: [UInt8]) throws -> Document {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = RFC3339.date(from: text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 date")
            }
            return date
        }
        return try decoder.decode(type, from: Data(bytes))
    }
}

/// The members of a problem that matter here.
private struct ProblemDocument: Decodable {
    struct Fault: Decodable {
        let pointer: String
        let detail: String
    }

    let code: ProblemCode
    let detail: String?
    let retryable: Bool?
    let errors: [Fault]?
    let traceID: String?

    private enum CodingKeys: String, CodingKey {
        case code, detail, retryable, errors
        case traceID = "trace_id"
    }
}

extension ServiceError {
    /// No answer of the gateway.
    fileprivate init(reaching error: HTTPTransportError, changing: Bool) {
        let code: ProblemCode =
            switch error.code {
            case .timeout, .connectionLost:
                changing && error.mayHaveBeenSent ? .outcomeUnknown : .gatewayUnreachable
            case .malformedResponse, .responseTooLarge: .gatewayBadResponse
            default: .gatewayUnreachable
            }
        self.init(code, "The gateway did not answer: \(error.detail).")
    }
}

extension HTTPField.Name {
    fileprivate static let cacheStatus = Self.known("Cache-Status")
    fileprivate static let idempotencyKey = Self.known("Idempotency-Key")
    fileprivate static let traceParent = Self.known("traceparent")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("not a field name: \(name)") }
        return name
    }
}
