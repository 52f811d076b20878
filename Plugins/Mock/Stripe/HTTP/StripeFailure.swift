import BillingCore

/// An answer that is an error, in Stripe's form.
struct StripeFailure: Error, Hashable {
    let status: Int
    let type: Kind
    var code: String?
    let message: String
    /// The parameter at fault, as it was written.
    var param: String?
    var declineCode: String?
    /// In seconds.
    var retryAfter: Int?

    enum Kind: String, Sendable {
        case api = "api_error"
        case card = "card_error"
        case idempotency = "idempotency_error"
        case invalidRequest = "invalid_request_error"
    }

    /// What is wrong with the request.
    static func invalid(
        _ message: String,
        code: String? = nil,
        param: String? = nil,
        status: Int = 400
    ) -> StripeFailure {
        StripeFailure(status: status, type: .invalidRequest, code: code, message: message, param: param)
    }

    /// Something that the request names is not there.
    ///
    /// - Parameter noun: what Stripe calls it, such as `price`.
    /// - Parameter param: `id` where the path names it: then the status is 404.
    static func missing(_ noun: String, _ id: String, param: String, status: Int? = nil) -> StripeFailure {
        .invalid(
            "No such \(noun): '\(id)'",
            code: "resource_missing",
            param: param,
            status: status ?? (param == "id" ? 404 : 400)
        )
    }

    /// Stripe could do it.
    static func unsupported(_ param: String) -> StripeFailure {
        .invalid("The mock does not support the parameter \(param).", param: param)
    }

    static func unrecognized(_ method: String, _ path: String) -> StripeFailure {
        .invalid(
            "Unrecognized request URL (\(method): \(path)). Please see https://stripe.com/docs or we can help at "
                + "https://support.stripe.com/.",
            status: 404
        )
    }

    /// What the world has against it.
    init(_ refusal: MockRefusal) {
        switch refusal.code {
        case .cardDeclined(let code):
            let isOwn = code == "expired_card"
            self.init(
                status: 402,
                type: .card,
                code: isOwn ? code : "card_declined",
                message: StripeFailure.sentence(ofDecline: code),
                param: "",
                declineCode: code
            )
        case .notFound:
            self = .invalid(refusal.message, code: "resource_missing", param: refusal.parameter)
        case .conflict where refusal.parameter == "id":
            self = .invalid(refusal.message, code: "resource_already_exists", param: "id")
        case .conflict, .invalid: self = .invalid(refusal.message, param: refusal.parameter)
        }
    }

    /// What became of a world that could not be reached.
    init(_ failure: MockFailure) {
        switch failure {
        case .refused(let refusal): self.init(refusal)
        case .failed(let error):
            self.init(
                status: error.code == .providerTimeout ? 504 : 500,
                type: .api,
                message: "The mock's world cannot be used now: \(error.message)"
            )
        }
    }

    init(
        status: Int,
        type: Kind,
        code: String? = nil,
        message: String,
        param: String? = nil,
        declineCode: String? = nil,
        retryAfter: Int? = nil
    ) {
        self.status = status
        self.type = type
        self.code = code
        self.message = message
        self.param = param
        self.declineCode = declineCode
        self.retryAfter = retryAfter
    }

    var json: JSONValue {
        var error: [JSONValue.Member] = []
        func append(_ name: String, _ value: String?) {
            if let value { error.append(JSONValue.Member(name: name, value: .text(value))) }
        }
        append("code", code)
        append("decline_code", declineCode)
        append(
            "doc_url",
            code.map { "https://stripe.com/docs/error-codes/\($0.replacing("_", with: "-"))" }
        )
        append("message", message)
        append("param", param)
        append("type", type.rawValue)
        return .members(["error": .object(error)])
    }

    private static func sentence(ofDecline code: String) -> String {
        switch code {
        case "insufficient_funds": "Your card has insufficient funds."
        case "expired_card": "Your card has expired."
        default: "Your card was declined."
        }
    }
}
