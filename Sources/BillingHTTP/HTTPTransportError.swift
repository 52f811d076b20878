/// Why there is no answer.
public struct HTTPTransportError: Error, Hashable {
    /// What sort of failure it is.
    public let code: Code

    /// Whether the other side may have seen the request, and so may have acted on it.
    ///
    /// False only when it certainly has not.
    public let mayHaveBeenSent: Bool

    /// What happened, for the operator.
    ///
    /// It names no URL, because a URL may hold a secret.
    public let detail: String

    /// Says why there is no answer; where it is not certain that nothing was sent, something may have been.
    public init(_ code: Code, mayHaveBeenSent: Bool, _ detail: String) {
        self.code = code
        self.mayHaveBeenSent = mayHaveBeenSent
        self.detail = detail
    }

    /// The closed list of why there is no answer.
    public enum Code: String, Sendable, CaseIterable {
        /// The request cannot be sent at all: a scheme that is not allowed, a malformed URL.
        case invalidRequest
        /// The host's name has no address.
        case resolveFailed
        /// The proxy cannot be reached, or refuses.
        case proxyFailed
        /// No connection to the host.
        case connectFailed
        /// The other side's certificate is not trusted, or no common TLS version was found.
        case tlsFailed
        /// The certificate authorities to trust could not be read.
        case trustUnavailable
        /// The deadline passed, or the time to connect.
        case timeout
        /// The task was cancelled.
        case cancelled
        /// The connection broke before the answer was whole.
        case connectionLost
        /// The body has more than ``OutboundRequest/maximumResponseBytes``.
        case responseTooLarge
        /// What came is not HTTP.
        case malformedResponse
        /// The transport is shut down, or out of memory or descriptors.
        case transportUnavailable
    }
}
