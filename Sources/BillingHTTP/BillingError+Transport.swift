public import BillingCore

extension BillingError {
    /// What a call came to when its request has no answer: one reading for every provider that speaks HTTP.
    ///
    /// - Parameter createsSomething: whether the request would have created or changed something. If so, and if it may
    ///   have been sent, silence is `outcome-unknown`; otherwise it is `provider-timeout` or `provider-unavailable`. An
    ///   answer that came but cannot be read is `provider-bad-response` for both: there was one.
    public init(transport error: HTTPTransportError, createsSomething: Bool) {
        let mayHaveActed = createsSomething && error.mayHaveBeenSent
        let code: Code =
            switch error.code {
            case .invalidRequest: .internal
            // libcurl sends a request again where a kept connection breaks: what failed to connect may have been sent.
            case .resolveFailed, .proxyFailed, .connectFailed, .transportUnavailable:
                mayHaveActed ? .outcomeUnknown : .providerUnavailable
            case .tlsFailed: mayHaveActed ? .outcomeUnknown : .providerTLSError
            case .trustUnavailable: .providerMisconfigured
            case .timeout: mayHaveActed ? .outcomeUnknown : .providerTimeout
            case .cancelled: .cancelled
            case .connectionLost: mayHaveActed ? .outcomeUnknown : .providerUnavailable
            case .responseTooLarge, .malformedResponse: .providerBadResponse
            }
        self.init(code, error.detail, cause: error)
    }
}
