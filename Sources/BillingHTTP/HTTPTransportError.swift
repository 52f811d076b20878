/// Why there is no answer.
public struct HTTPTransportError: Error, Hashable {
    public let code: Code
    /// Whether the other side may have seen the request, and so may have acted on it. False only when that is certain.
    public let mayHaveBeenSent: Bool
    /// For the operator. It names no URL, because a URL may hold a secret.
    public let detail: String

    public init(_ code: Code, mayHaveBeenSent: Bool, _ detail: String) {
        self.code = code
        self.mayHaveBeenSent = mayHaveBeenSent
        self.detail = detail
    }

    public enum Code: String, Sendable, CaseIterable {
        /// The request cannot be sent at all: a scheme that is not allowed, a malformed URL.
        case invalidRequest
        case resolveFailed
        case proxyFailed
        case connectFailed
        /// The other side's certificate is not trusted, or no common TLS version was found.
        case tlsFailed
        /// The certificate authorities to trust could not be read.
        case trustUnavailable
        case timeout
        /// The task was cancelled.
        case cancelled
        /// The connection broke before the answer was whole.
        case connectionLost
        case responseTooLarge
        /// What came is not HTTP.
        case malformedResponse
        /// The transport is shut down, or out of memory or descriptors.
        case transportUnavailable
    }
}
