import BillingCore
import BillingHTTP
import HTTPTypes

/// Speaks Stripe's HTTP: one request, one answer or one classified error.
///
/// It retries nothing.
struct StripeAPI: Sendable {
    let settings: StripeSettings
    let transport: any HTTPTransport
    let clock: any WallClock

    /// Reads an object.
    ///
    /// - Parameter path: such as `["subscriptions", "sub_1"]`, below `/v1`.
    func get<Object: StripeObject>(
        _ path: [String],
        query: FormParameters = FormParameters(),
        _ context: CallContext
    ) async throws(BillingError) -> StripeAnswer<Object> {
        var head = head(.get, path)
        if !query.encoded.isEmpty { head.path? += "?" + query.encoded }
        return try await send(OutboundRequest(head: head), attempt: .seconds(4), context)
    }

    /// Creates an object.
    ///
    /// Two calls with one key create one.
    func post<Object: StripeObject>(
        _ path: [String],
        _ form: FormParameters,
        _ context: CallContext
    ) async throws(BillingError) -> StripeAnswer<Object> {
        var head = head(.post, path)
        head.headerFields[.contentType] = "application/x-www-form-urlencoded"
        head.set("Idempotency-Key", context.idempotencyKey)
        return try await send(
            OutboundRequest(head: head, body: Array(form.encoded.utf8)),
            attempt: .seconds(8),
            context
        )
    }

    private func head(_ method: HTTPRequest.Method, _ path: [String]) -> HTTPRequest {
        let base = settings.baseURL.path.hasSuffix("/") ? settings.baseURL.path.dropLast() : settings.baseURL.path[...]
        var head = HTTPRequest(
            method: method,
            scheme: settings.baseURL.scheme,
            authority: settings.baseURL.authority,
            path: "\(base)/v1/" + path.map(PercentEncoding.encode).joined(separator: "/")
        )
        head.headerFields[.authorization] = "Bearer \(settings.apiKey.reveal())"
        head.headerFields[.accept] = "application/json"
        head.headerFields[.userAgent] = "Tollgate"
        head.set("Stripe-Version", settings.apiVersion)
        if let account = settings.account { head.set("Stripe-Account", account) }
        return head
    }

    private func send<Object: StripeObject>(
        _ request: OutboundRequest,
        attempt: Duration,
        _ context: CallContext
    ) async throws(BillingError) -> StripeAnswer<Object> {
        var request = request
        request.connection = settings.connection
        let deadline = min(context.deadline, .after(settings.timeout ?? attempt))
        let response: InboundResponse
        do {
            response = try await transport.send(request, deadline: deadline)
        } catch {
            throw BillingError(transport: error, createsSomething: request.head.method == .post)
        }
        guard response.head.status.kind == .successful else {
            throw BillingError(
                stripe: response,
                path: request.head.path ?? "",
                apiKey: settings.apiKey,
                now: clock.now()
            )
        }
        var reader = JSONReader(response.body)
        do throws(JSONSyntaxError) {
            let object = try Object(from: &reader)
            try reader.finish()
            return StripeAnswer(object: object, requestID: response.stripeRequestID)
        } catch {
            throw BillingError(
                .providerBadResponse,
                "Stripe's answer is not JSON: \(error)",
                providerRequestID: response.stripeRequestID,
                cause: error
            )
        }
    }
}

/// An object, and the id of the request that it came with.
struct StripeAnswer<Object: StripeObject> {
    let object: Object
    let requestID: String?

    /// An error about the object.
    func error(_ code: BillingError.Code, _ message: String) -> BillingError {
        BillingError(code, message, providerRequestID: requestID)
    }
}

extension HTTPRequest {
    fileprivate mutating func set(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { headerFields[name] = value }
    }
}
