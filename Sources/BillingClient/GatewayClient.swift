public import BillingCore
public import BillingHTTP
public import BillingRouter
import FoundationEssentials
import HTTPTypes

/// A running gateway, as the service that it is: the same calls and documents as in the gateway's own process.
public struct GatewayClient: BillingService {
    private let base: WebURL
    /// The path that the gateway's own paths go below; without a slash at its end.
    private let prefix: String
    private let apiKey: Secret
    private let transport: any HTTPTransport
    private let timeout: Duration

    /// - Parameters:
    ///   - url: where the gateway is, such as `https://billing.example.com`; plain `http` is for this machine only.
    ///   - apiKey: a server key of the tenant, `tg_…`.
    ///   - timeout: for one call, where the call itself has no deadline.
    public init(
        url: String,
        apiKey: Secret,
        transport: any HTTPTransport,
        timeout: Duration = .seconds(15)
    ) throws(InvalidGatewayURL) {
        do {
            base = try WebURL(url)
        } catch {
            throw InvalidGatewayURL(error.reason)
        }
        guard base.query == nil else { throw InvalidGatewayURL("has a query") }
        guard base.isHTTPS || base.isLoopback else {
            throw InvalidGatewayURL("is not `https`: the key would travel in clear")
        }
        var prefix = base.path
        while prefix.hasSuffix("/") { prefix.removeLast() }
        self.prefix = prefix
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
        var head = HTTPRequest(
            method: method,
            scheme: base.scheme,
            authority: base.authority,
            path: prefix + target
        )
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
        guard let problem = try? GatewayClient.decode(ProblemDocument.self, response.body),
            let code = problem.knownCode(status: status)
        else {
            return ServiceError(.gatewayBadResponse, "The answer has the status \(status) and is not this gateway's.")
        }
        return ServiceError(
            code,
            problem.detail ?? code.title,
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

    let type: String?
    let code: String
    let detail: String?
    let retryable: Bool?
    let errors: [Fault]?
    let traceID: String?

    private enum CodingKeys: String, CodingKey {
        case type, code, detail, retryable, errors
        case traceID = "trace_id"
    }

    /// The code; for one of a later version, what its status comes to.
    ///
    /// Nil for what is no problem of a gateway's.
    func knownCode(status: Int) -> ProblemCode? {
        if let known = ProblemCode(rawValue: code) { return known }
        guard type == "/problems/" + code else { return nil }
        return switch status {
        case 401: .unauthenticated
        case 403: .forbidden
        case 404: .notFound
        case 429: .quotaExceeded
        case 400..<500: .invalidRequest
        default: .gatewayBadResponse
        }
    }
}

extension ServiceError {
    /// No answer of the gateway.
    fileprivate init(reaching error: HTTPTransportError, changing: Bool) {
        let detail = "The gateway did not answer: \(error.detail)."
        switch error.code {
        case .cancelled:
            self.init(BillingError(.cancelled, error.detail, cause: error))
        case .timeout, .connectionLost:
            self.init(changing && error.mayHaveBeenSent ? .outcomeUnknown : .gatewayUnreachable, detail)
        case .malformedResponse, .responseTooLarge:
            self.init(.gatewayBadResponse, detail)
        case .invalidRequest, .tlsFailed, .trustUnavailable:
            self.init(.gatewayUnreachable, detail, retryable: false)
        case .resolveFailed, .proxyFailed, .connectFailed, .transportUnavailable:
            self.init(.gatewayUnreachable, detail)
        }
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
