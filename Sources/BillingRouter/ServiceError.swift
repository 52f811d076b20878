public import BillingCore

/// Why a call to the service failed: a code, and a sentence that its caller may see.
public struct ServiceError: Error, Sendable {
    /// Which problem it is.
    public let code: ProblemCode
    /// For the caller.
    ///
    /// It holds nothing that a provider said.
    public let detail: String
    /// The fields at fault.
    public let faults: [Fault]
    /// Whether the same call may succeed later.
    public let retryable: Bool
    /// How long to wait before it.
    public let retryAfter: Duration?
    /// The id under which the gateway that answered has logged it.
    ///
    /// Nil in the process that found it.
    public let traceID: String?
    /// The provider's side of it, for the operator's log only.
    public let cause: BillingError?
    /// Set when nobody waits for the answer any more; such an error is neither shown nor counted.
    public let isCancellation: Bool

    /// One field at fault.
    public struct Fault: Hashable, Sendable {
        /// A JSON pointer into the body, such as `/flow`; or the name of a parameter or header field.
        public let pointer: String
        /// What is wrong with it, in a sentence.
        public let detail: String

        /// A field and what is wrong with it.
        public init(_ pointer: String, _ detail: String) {
            self.pointer = pointer
            self.detail = detail
        }
    }

    /// An error of the service's own; one without a provider behind it.
    public init(
        _ code: ProblemCode,
        _ detail: String,
        faults: [Fault] = [],
        retryable: Bool? = nil,
        retryAfter: Duration? = nil,
        traceID: String? = nil
    ) {
        self.code = code
        self.detail = detail
        self.faults = faults
        self.retryable = retryable ?? code.isRetryable
        self.retryAfter = retryAfter
        self.traceID = traceID
        cause = nil
        isCancellation = false
    }

    /// What a provider's error comes to for a caller: its code, our own words, and nothing of the provider's.
    package init(_ error: BillingError) {
        let code = ProblemCode(error.code)
        self.code = code ?? .internal
        detail = self.code.explanation.meaning
        faults = []
        retryable = error.retryable
        retryAfter = error.retryAfter
        traceID = nil
        cause = error
        isCancellation = code == nil
    }

    /// A field of the request that is not valid.
    package static func invalid(_ pointer: String, _ detail: String) -> ServiceError {
        ServiceError(.invalidRequest, detail, faults: [Fault(pointer, detail)])
    }
}
