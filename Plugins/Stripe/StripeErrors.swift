import BillingCore
import BillingHTTP
import FoundationEssentials
import HTTPTypes

extension BillingError {
    /// What an answer of Stripe's that is not a success comes to.
    ///
    /// - Parameter path: of the request, because `resource_missing` with `param: id` means the customer only there.
    init(stripe response: InboundResponse, path: String, apiKey: Secret, now: Date) {
        let status = response.head.status.code
        let body = StripeErrorBody(of: response)
        let code = Code(status: status, body, path: path)
        // All of it, because whatever stands between may answer in Stripe's place.
        let providerCode = (body.code ?? body.type).map { StripeRedaction.redact($0, apiKey: apiKey) }
        let said = body.message.map { StripeRedaction.redact($0, apiKey: apiKey) } ?? "no message"
        self.init(
            code,
            "Stripe answered \(status) (\(providerCode ?? "no code")): \(said)",
            providerCode: providerCode,
            providerRequestID: response.stripeRequestID,
            retryable: response.stripeShouldRetry,
            retryAfter: RetryAfter.duration(in: response.head, now: now)
        )
    }
}

extension BillingError.Code {
    /// The first row that holds: their order matters.
    fileprivate init(status: Int, _ body: StripeErrorBody, path: String) {
        let code = body.code ?? ""
        let param = body.param ?? ""
        let message = body.message ?? ""
        self =
            switch status {
            case ..<400: .providerBadResponse
            case 409 where code == "idempotency_key_in_use" || code == "lock_timeout": .providerUnavailable
            case 429 where code == "lock_timeout": .providerRateLimited
            // Before the missing customer: a customer of the other mode is a mistake in the settings, and must not
            // read as one who has left.
            case _ where message.contains("a similar object exists in"): .providerMisconfigured
            case _ where code == "resource_missing" && StripeErrorBody.meansCustomer(param, path: path):
                .customerNotFound
            case _ where code == "resource_missing" && param == "configuration": .providerMisconfigured
            case _ where code == "resource_missing" && param.hasPrefix("flow_data"): .flowNotSupported
            case 400 where StripeErrorBody.meansPortalSettings(message): .providerMisconfigured
            case _ where code == "url_invalid" && param == "return_url": .returnURLNotAllowed
            case _ where code.hasPrefix("parameter_") || body.type == "idempotency_error": .internal
            case 401: .providerAuthFailed
            case 403: .providerPermissionDenied
            case _ where message.contains("does not have the required permissions"): .providerPermissionDenied
            case 429: .providerRateLimited
            case 400 where code == "rate_limit": .providerRateLimited
            case 424, 500...: .providerUnavailable
            case _ where body.type == "api_error": .providerUnavailable
            // What Stripe has against a flow for this subscription (it ends already, it has several items, the portal's
            // settings do not allow it) comes without a code.
            case 400 where code.isEmpty && param.hasPrefix("flow_data"): .flowNotSupported
            // Not in Stripe's form, so not Stripe's: something in between has answered.
            case 404 where !body.isStripes && path.contains("/v1/customers/"): .customerNotFound
            case _ where !body.isStripes: .providerBadResponse
            default: .internal
            }
    }
}

extension StripeErrorBody {
    /// Whether the answer has the form of Stripe's errors: each has a type.
    fileprivate var isStripes: Bool { type != nil }

    /// Whatever can be read: the page of a proxy and half an answer are errors too, by their status.
    fileprivate init(of response: InboundResponse) {
        var reader = JSONReader(response.body)
        if let body = try? StripeErrorBody(from: &reader), (try? reader.finish()) != nil {
            self = body
        } else {
            self.init()
        }
    }

    fileprivate static func meansCustomer(_ param: String, path: String) -> Bool {
        param == "customer" || param == "customer_account" || param == "id" && path.contains("/v1/customers/")
    }

    /// Stripe has worded this in two ways, and gives no code with either.
    fileprivate static func meansPortalSettings(_ message: String) -> Bool {
        message.contains("No configuration provided") || message.contains("save your customer portal settings")
    }
}

extension InboundResponse {
    /// Stripe's id of the request, in its own form: it goes to a log, and whoever answered may not be Stripe.
    var stripeRequestID: String? {
        guard let id = HTTPField.Name("Request-Id").flatMap({ head.headerFields[$0] }), id.hasPrefix("req_"),
            id.utf8.count <= 68, id.utf8.dropFirst(4).allSatisfy(InboundResponse.isIDByte)
        else { return nil }
        return id
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    /// Stripe's own word on whether to try again, which overrides every other.
    fileprivate var stripeShouldRetry: Bool? {
        switch HTTPField.Name("Stripe-Should-Retry").flatMap({ head.headerFields[$0] }) {
        case "true": true
        case "false": false
        default: nil
        }
    }
}
