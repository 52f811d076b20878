import BillingHTTP
import HTTPTypes

/// What every answer of the door has in common, and what it takes from the request.
struct StripeReply {
    let requestID: String
    let askedVersion: String?
    var version = StripeVersion.newest
    /// The id of the request that this answer was first given to.
    var replayed: String?
    private let idempotencyKey: String?
    private let isPost: Bool

    init(_ head: HTTPRequest) {
        requestID = "req_" + String((0..<14).map { _ in StripeReply.alphabet.randomElement() ?? "0" })
        askedVersion = head.value("Stripe-Version")
        idempotencyKey = head.value("Idempotency-Key")
        isPost = head.method == .post
    }

    /// What was asked for.
    func response(_ body: [UInt8]) -> HostedPageResponse { response(200, body, retry: isPost ? false : nil) }

    func response(_ failure: StripeFailure) -> HostedPageResponse {
        // As far as Stripe has looked at it and would say the same again.
        let retry: Bool? =
            switch failure.status {
            case 409: true
            case 400, 402: isPost ? false : nil
            default: nil
            }
        var response =
            failure.status == 401
            ? StripeReply.refusal(failure) : response(failure.status, Array(failure.json.readable.utf8), retry: retry)
        response.head.headerFields[.retryAfter] = failure.retryAfter.map(String.init)
        return response
    }

    /// An error without any of the fields that a request known to Stripe has.
    static func refusal(_ failure: StripeFailure) -> HostedPageResponse {
        var fields = common
        if failure.status == 401 { fields[.wwwAuthenticate] = "Bearer realm=\"Stripe\"" }
        return HostedPageResponse(
            head: HTTPResponse(status: HTTPResponse.Status(code: failure.status), headerFields: fields),
            body: Array(failure.json.readable.utf8)
        )
    }

    private func response(_ status: Int, _ body: [UInt8], retry: Bool?) -> HostedPageResponse {
        var fields = StripeReply.common
        func set(_ name: String, _ value: String?) {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        set("Request-Id", requestID)
        set("Stripe-Version", version.text)
        set("Idempotency-Key", idempotencyKey)
        set("Original-Request", isPost && idempotencyKey != nil ? replayed ?? requestID : nil)
        set("Idempotent-Replayed", replayed == nil ? nil : "true")
        set("Stripe-Should-Retry", retry.map { $0 ? "true" : "false" })
        return HostedPageResponse(
            head: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: fields),
            body: body
        )
    }

    private static let common: HTTPFields = [
        .contentType: "application/json", .cacheControl: "no-cache, no-store",
    ]
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}

extension HTTPRequest {
    /// A field by its name.
    func value(_ name: String) -> String? { HTTPField.Name(name).flatMap { headerFields[$0] } }
}

extension StripeFailure {
    /// An error that somebody asked for.
    static func fault(_ status: Int, retryAfter: Int? = nil) -> StripeFailure {
        let (type, code): (Kind, String?) =
            switch status {
            case 402: (.card, "card_declined")
            case 409: (.idempotency, "idempotency_key_in_use")
            case 429: (.invalidRequest, "rate_limit")
            case 500...: (.api, nil)
            default: (.invalidRequest, nil)
            }
        return StripeFailure(
            status: status,
            type: type,
            code: code,
            message: "A fault that was asked for: status \(status).",
            declineCode: status == 402 ? "generic_decline" : nil,
            retryAfter: retryAfter
        )
    }
}
