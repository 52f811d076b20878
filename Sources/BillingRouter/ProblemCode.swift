package import BillingCore

/// What a caller is told when a call fails: the closed list of codes, as they stand in problem documents, in
/// `/problems/{code}` and in `tollgate explain`.
public enum ProblemCode: String, Hashable, Sendable, Codable, CaseIterable {
    // The caller's side.
    case invalidRequest = "invalid-request"
    case unauthenticated
    case forbidden
    case notFound = "not-found"
    case tenantNotFound = "tenant-not-found"
    case customerNotFound = "customer-not-found"
    case methodNotAllowed = "method-not-allowed"
    case notAcceptable = "not-acceptable"
    case customerNotLinked = "customer-not-linked"
    case portalUnavailable = "portal-unavailable"
    case idempotencyInFlight = "idempotency-in-flight"
    case payloadTooLarge = "payload-too-large"
    case unsupportedMediaType = "unsupported-media-type"
    case returnURLNotAllowed = "return-url-not-allowed"
    case flowNotSupported = "flow-not-supported"
    case idempotencyKeyReused = "idempotency-key-reused"
    case quotaExceeded = "quota-exceeded"
    case capabilityUnsupported = "capability-unsupported"

    // Between the gateway and a provider.
    case providerAuthFailed = "provider-auth-failed"
    case providerPermissionDenied = "provider-permission-denied"
    case providerMisconfigured = "provider-misconfigured"
    case providerBadResponse = "provider-bad-response"
    case providerTLSError = "provider-tls-error"
    case providerUnavailable = "provider-unavailable"
    case providerRateLimited = "provider-rate-limited"
    case providerTimeout = "provider-timeout"
    case outcomeUnknown = "outcome-unknown"

    // The gateway's own.
    case `internal`
    case overloaded
    case draining
    case storeUnavailable = "store-unavailable"

    // What a client of a gateway finds before any gateway has answered.
    case gatewayUnreachable = "gateway-unreachable"
    case gatewayBadResponse = "gateway-bad-response"

    /// The code that a provider's error comes to.
    ///
    /// Nil for a call that its own caller gave up.
    package init?(_ code: BillingError.Code) {
        switch code {
        case .customerNotFound: self = .customerNotFound
        case .portalUnavailable: self = .portalUnavailable
        case .returnURLNotAllowed: self = .returnURLNotAllowed
        case .flowNotSupported: self = .flowNotSupported
        case .capabilityUnsupported: self = .capabilityUnsupported
        case .providerAuthFailed: self = .providerAuthFailed
        case .providerPermissionDenied: self = .providerPermissionDenied
        case .providerMisconfigured: self = .providerMisconfigured
        case .providerTLSError: self = .providerTLSError
        case .providerBadResponse: self = .providerBadResponse
        case .providerRateLimited: self = .providerRateLimited
        case .providerUnavailable: self = .providerUnavailable
        case .providerTimeout: self = .providerTimeout
        case .outcomeUnknown: self = .outcomeUnknown
        case .internal: self = .internal
        case .cancelled: return nil
        }
    }

    /// Whether the same call may succeed later without anybody changing anything.
    package var isRetryable: Bool {
        switch self {
        case .providerBadResponse, .providerUnavailable, .providerRateLimited, .providerTimeout, .outcomeUnknown,
            .overloaded, .draining, .storeUnavailable, .quotaExceeded, .gatewayUnreachable, .idempotencyInFlight:
            true
        default: false
        }
    }
}
