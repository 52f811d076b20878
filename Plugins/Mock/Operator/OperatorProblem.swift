import BillingCore

/// Why something that an operator asked for was not done.
struct OperatorProblem: Error, Hashable {
    let code: Code
    /// One sentence.
    let detail: String
    /// What in the request was wrong: a JSON pointer.
    var pointer: String?

    enum Code: String, Sendable {
        case invalidRequest = "invalid-request"
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case conflict
        case unsupportedMediaType = "unsupported-media-type"
        case unavailable
    }

    init(_ code: Code, _ detail: String, pointer: String? = nil) {
        self.code = code
        self.detail = detail
        self.pointer = pointer
    }

    static func invalid(_ pointer: String, _ detail: String) -> OperatorProblem {
        OperatorProblem(.invalidRequest, detail, pointer: pointer)
    }

    static func nothing(_ what: String) -> OperatorProblem { OperatorProblem(.notFound, "There is no \(what).") }

    /// What the world has against it.
    init(_ failure: MockFailure) {
        switch failure {
        case .refused(let refusal): self.init(refusal)
        case .failed(let error): self.init(.unavailable, OperatorProblem.sentence(error.message))
        }
    }

    private init(_ refusal: MockRefusal) {
        let pointer = refusal.parameter.map { "/" + $0 }
        switch refusal.code {
        // What the request's body names and is not there is a mistake in the body.
        case .notFound where refusal.parameter == "price":
            self.init(.invalidRequest, OperatorProblem.sentence(refusal.message), pointer: pointer)
        case .notFound: self.init(.notFound, OperatorProblem.sentence(refusal.message))
        case .invalid: self.init(.invalidRequest, refusal.message, pointer: pointer)
        case .conflict, .cardDeclined: self.init(.conflict, refusal.message, pointer: pointer)
        }
    }

    /// With a capital letter and a full stop.
    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }
}
