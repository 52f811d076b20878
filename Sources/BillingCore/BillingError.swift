/// What went wrong in a call to a provider: a code from a closed list, and what an operator needs to know.
///
/// A provider **classifies** and nothing more. It does not retry, wait, count or give up on a credential: the gateway's
/// policies do, and they go by ``code``, ``retryable`` and ``retryAfter``. See <doc:TheErrorContract>.
public struct BillingError: Error, Sendable {
    /// What sort of failure it is: the one thing that policies and callers go by.
    public let code: Code

    /// What happened, for the operator's log only.
    ///
    /// It may hold the provider's words, and so it never reaches a caller. It holds no secret and no portal URL.
    public let message: String

    /// The provider's own code, such as `resource_missing`.
    public let providerCode: String?

    /// The provider's id of the request, for its support.
    public let providerRequestID: String?

    /// Whether the same call may succeed later without anybody changing anything.
    public let retryable: Bool

    /// How long the provider asked to wait.
    public let retryAfter: Duration?

    /// What was thrown below, such as a transport error.
    public let cause: (any Error)?

    /// Classifies a failure.
    ///
    /// - Parameters:
    ///   - code: the first row of the table in <doc:TheErrorContract> that fits.
    ///   - message: for the operator: what was asked and what came, without a secret or a portal URL.
    ///   - providerCode: the provider's own code for it.
    ///   - providerRequestID: the provider's id of the request.
    ///   - retryable: only where the provider itself says so; nil takes the code's own answer, ``Code/isRetryable``.
    ///   - retryAfter: only where the provider names a time.
    ///   - cause: what was thrown below.
    public init(
        _ code: Code,
        _ message: String,
        providerCode: String? = nil,
        providerRequestID: String? = nil,
        retryable: Bool? = nil,
        retryAfter: Duration? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.providerCode = providerCode
        self.providerRequestID = providerRequestID
        self.retryable = retryable ?? code.isRetryable
        self.retryAfter = retryAfter
        self.cause = cause
    }

    /// The closed list of what can go wrong between the gateway and a provider.
    ///
    /// The raw value is the code on the wire and in `tollgate explain`.
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// The provider has no such customer, or has deleted it.
        case customerNotFound = "customer-not-found"
        /// This customer cannot have a portal now.
        case portalUnavailable = "portal-unavailable"
        /// The provider refuses the return URL.
        case returnURLNotAllowed = "return-url-not-allowed"
        /// The provider has no such flow, or not for this subscription.
        case flowNotSupported = "flow-not-supported"
        /// The provider cannot do this at all.
        case capabilityUnsupported = "capability-unsupported"
        /// The provider does not accept the credential.
        case providerAuthFailed = "provider-auth-failed"
        /// The credential is good but not for this.
        case providerPermissionDenied = "provider-permission-denied"
        /// The provider's account, or our settings of it, are not as this call needs them.
        case providerMisconfigured = "provider-misconfigured"
        /// The provider's certificate cannot be trusted.
        case providerTLSError = "provider-tls-error"
        /// The answer is not one: not JSON, a required field missing, too large, a redirect.
        case providerBadResponse = "provider-bad-response"
        /// The provider asks for fewer requests.
        case providerRateLimited = "provider-rate-limited"
        /// The provider cannot be reached, or fails.
        case providerUnavailable = "provider-unavailable"
        /// No answer in time to a call that changes nothing, or to one that was never sent.
        case providerTimeout = "provider-timeout"
        /// No answer to a call that may have been carried out.
        case outcomeUnknown = "outcome-unknown"
        /// A mistake of ours: the provider says that the request is malformed.
        case `internal` = "internal"
        /// The caller went away. Never counted, never shown.
        case cancelled = "cancelled"

        /// Whether trying again may help, unless the provider says otherwise.
        public var isRetryable: Bool {
            switch self {
            case .providerBadResponse, .providerRateLimited, .providerUnavailable, .providerTimeout, .outcomeUnknown:
                true
            case .customerNotFound, .portalUnavailable, .returnURLNotAllowed, .flowNotSupported, .capabilityUnsupported,
                .providerAuthFailed, .providerPermissionDenied, .providerMisconfigured, .providerTLSError, .internal,
                .cancelled:
                false
            }
        }
    }
}
