import BillingCore
import BillingRouter
import HTTPTypes
import Logging

/// What is known of a request once it is answered, for one line in the log.
///
/// It holds no target, no query, no field and no body: a path may be a way into somebody's portal.
struct RequestFacts {
    let method: HTTPRequest.Method
    let requestID: String
    let traceID: String
    let started = ContinuousClock.now
    /// The route's template, such as `/v1/tenants/{tenant}/plans`.
    ///
    /// Nil for a path that nothing is at.
    var route: String?
    var isProbe = false
    var tenant: TenantID?
    var customer: CustomerID?
    var keyID: String?
    var error: ServiceError?

    init(method: HTTPRequest.Method, requestID: String, traceID: String) {
        self.method = method
        self.requestID = requestID
        self.traceID = traceID
    }
}

/// One structured line for each request.
struct AccessLog {
    let logger: Logger

    /// - Parameter status: nil where the connection was reset instead.
    func record(_ facts: RequestFacts, status: Int?) {
        let level = status.map { self.level(facts, status: $0) } ?? .info
        guard level >= logger.logLevel else { return }
        var metadata: Logger.Metadata = [
            "http.method": .string(facts.method.rawValue),
            "http.route": .string(facts.route ?? "-"),
            "duration.us": .stringConvertible(Int(facts.started.duration(to: .now).seconds * 1_000_000)),
            "request.id": .string(facts.requestID),
            "trace.id": .string(facts.traceID),
        ]
        if let status {
            metadata["http.status"] = .stringConvertible(status)
        } else {
            metadata["connection"] = "reset"
        }
        if let tenant = facts.tenant { metadata["tenant"] = .string(tenant.rawValue) }
        if let keyID = facts.keyID { metadata["key.id"] = .string(keyID) }
        if let status, let error = facts.error { add(error, facts, status: status, to: &metadata) }
        logger.log(level: level, "request", metadata: metadata)
    }

    private func add(_ error: ServiceError, _ facts: RequestFacts, status: Int, to metadata: inout Logger.Metadata) {
        metadata["problem.code"] = "\(error.code.rawValue)"
        // Whose trouble it is matters where something failed; ordinary traffic names no customer.
        if status >= 500 || error.cause != nil, let customer = facts.customer { metadata["customer"] = "\(customer)" }
        guard let cause = error.cause else { return }
        metadata["provider.error"] = "\(cause.code.rawValue)"
        metadata["provider.message"] = "\(cause.message)"
        if let code = cause.providerCode { metadata["provider.code"] = "\(code)" }
        if let id = cause.providerRequestID { metadata["provider.request.id"] = "\(id)" }
    }

    private func level(_ facts: RequestFacts, status: Int) -> Logger.Level {
        if let error = facts.error, error.isCancellation { return .debug }
        if facts.isProbe { return .debug }
        switch status {
        case 500: return .error
        case 501...: return .warning
        default: return .info
        }
    }
}
