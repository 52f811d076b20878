package import BillingRouter
import HTTPTypes

/// A problem document (RFC 9457): the one place where an error gets a status.
package struct Problem: JSONDocument {
    let error: ServiceError
    let traceID: String?
    /// The same for customers, where a page asks.
    var message: FailureWords?

    package init(error: ServiceError, traceID: String?) {
        self.error = error
        self.traceID = traceID
    }

    var status: Int { Problem.status(of: error.code) }

    /// How to authenticate: every 401 says it.
    static let challenge = "Bearer realm=\"tollgate\""

    /// The status of each code.
    static func status(of code: ProblemCode) -> Int {
        switch code {
        case .invalidRequest: 400
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound, .tenantNotFound, .customerNotFound: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .customerNotLinked, .portalUnavailable, .idempotencyInFlight: 409
        case .payloadTooLarge: 413
        case .unsupportedMediaType: 415
        case .returnURLNotAllowed, .flowNotSupported, .idempotencyKeyReused: 422
        case .quotaExceeded: 429
        case .internal: 500
        case .capabilityUnsupported: 501
        case .providerAuthFailed, .providerPermissionDenied, .providerMisconfigured, .providerBadResponse,
            .providerTLSError, .gatewayUnreachable, .gatewayBadResponse:
            502
        case .providerUnavailable, .providerRateLimited, .overloaded, .draining, .storeUnavailable: 503
        case .providerTimeout, .outcomeUnknown: 504
        }
    }

    /// The answer that carries it.
    var response: ServerResponse {
        var fields: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if error.code == .unauthenticated { fields[.wwwAuthenticate] = Problem.challenge }
        if let seconds = RetryAfter.seconds(for: error) { fields[.retryAfter] = String(seconds) }
        return ServerResponse(HTTPResponse.Status(code: status), fields: fields, body: json())
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("type", "/problems/" + error.code.rawValue)
            json.member("title", error.code.title)
            json.member("status", status)
            json.member("code", error.code.rawValue)
            json.member("detail", error.detail)
            json.member("trace_id", traceID)
            json.member("retryable", error.retryable)
            json.member("errors", error.faults.map(FaultDocument.init))
            if let message { json.member("message", message) }
        }
    }

    private struct FaultDocument: JSONDocument {
        let fault: ServiceError.Fault

        func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("pointer", fault.pointer)
                json.member("detail", fault.detail)
            }
        }
    }
}

/// A method that a path does not have.
struct MethodNotAllowed: Error {
    let allowed: String

    /// The methods that some path or other has.
    static let anywhere = "GET, HEAD, POST, PUT, DELETE, OPTIONS"

    var error: ServiceError {
        ServiceError(.methodNotAllowed, "This path has the methods \(allowed).")
    }
}
