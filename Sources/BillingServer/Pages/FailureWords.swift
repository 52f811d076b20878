import BillingRouter

/// What a customer is told of a failure: what it means for them, and nothing of where it comes from.
struct FailureWords: Hashable, Sendable, JSONDocument {
    let title: String
    let text: String
    /// Whether the same may well succeed a moment later.
    let canRetry: Bool

    private init(_ title: String, _ text: String, canRetry: Bool = true) {
        self.title = title
        self.text = text
        self.canRetry = canRetry
    }

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("title", title)
            json.member("text", text)
            json.member("can_retry", canRetry)
        }
    }

    /// Why billing cannot be shown.
    init(showing code: ProblemCode) {
        switch code {
        case .unauthenticated: self = .notSignedIn
        case .forbidden: self = .noRole
        case .notFound, .tenantNotFound: self = .notFound
        case .quotaExceeded: self = .tooMany
        case .invalidRequest, .methodNotAllowed, .notAcceptable, .payloadTooLarge, .unsupportedMediaType:
            self.init("This address does not work", "Open billing again from its first page.", canRetry: false)
        case .internal:
            self.init(
                "Something went wrong on our side",
                "Please try again. If it stays like this, tell us the reference."
            )
        default:
            self.init(
                "Billing is temporarily unavailable",
                "Your plan is not affected. Please try again in a few minutes."
            )
        }
    }

    /// Why the portal did not open.
    init(opening code: ProblemCode) {
        switch code {
        case .unauthenticated: self = .notSignedIn
        case .quotaExceeded: self = .tooMany
        case .forbidden:
            self.init("The portal was not opened", "We could not tell that it was you who asked. Please try again.")
        case .customerNotFound, .customerNotLinked:
            self.init(
                "Your billing account is not ready yet",
                "There is nothing to manage for now. If you have just subscribed, wait a few minutes.",
                canRetry: false
            )
        case .portalUnavailable, .capabilityUnsupported:
            self.init("There is no customer portal for your plan", "Nothing was changed.", canRetry: false)
        case .flowNotSupported:
            self.init("This cannot be done with your plan right now", "Your plan may have changed meanwhile.")
        case .idempotencyInFlight:
            self.init("The portal is already being opened", "Wait a moment. If it does not appear, try again.")
        case .providerTimeout, .outcomeUnknown:
            self.init("The portal took too long to open", "Nothing was changed. Please try again.")
        case .providerUnavailable, .providerBadResponse, .storeUnavailable:
            self.init("The portal cannot be reached right now", "Nothing was changed. Please try again in a moment.")
        case .providerRateLimited, .overloaded, .draining:
            self.init("There are too many requests right now", "Nothing was changed. Please try again in a moment.")
        case .providerAuthFailed, .providerPermissionDenied, .providerMisconfigured, .providerTLSError,
            .returnURLNotAllowed:
            self.init(
                "The portal cannot be opened because of a problem on our side",
                "Nothing was changed. Please tell us the reference."
            )
        case .notFound, .tenantNotFound: self = .notFound
        case .invalidRequest, .methodNotAllowed, .notAcceptable, .payloadTooLarge, .unsupportedMediaType,
            .idempotencyKeyReused, .internal, .gatewayUnreachable, .gatewayBadResponse:
            self.init("The portal was not opened", "Something went wrong on our side. Please try again.")
        }
    }

    private static let notSignedIn = FailureWords(
        "You are not signed in",
        "Sign in to see your billing.",
        canRetry: false
    )
    private static let noRole = FailureWords(
        "You cannot manage billing",
        "Ask an owner of your workspace to manage billing.",
        canRetry: false
    )
    private static let notFound = FailureWords("Page not found", "There is nothing at this address.", canRetry: false)
    private static let tooMany = FailureWords(
        "There were too many requests",
        "Please wait a minute, then try again."
    )
}
