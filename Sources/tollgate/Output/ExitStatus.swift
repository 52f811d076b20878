import ArgumentParser
import BillingRouter

/// What the process ends with, after `sysexits.h`: for scripts, which cannot read sentences.
enum ExitStatus {
    static let failure = ExitCode(1)
    static let usage = ExitCode(64)
    static let badInput = ExitCode(65)
    static let unreachable = ExitCode(69)
    static let bug = ExitCode(70)
    static let tryAgain = ExitCode(75)
    static let permission = ExitCode(77)
    static let configuration = ExitCode(78)
    static let commandNotStarted = ExitCode(126)
    static let commandNotFound = ExitCode(127)

    /// By the code of a problem.
    static func status(for code: ProblemCode) -> ExitCode {
        switch code {
        case .notFound, .tenantNotFound, .customerNotFound, .customerNotLinked, .portalUnavailable, .flowNotSupported,
            .capabilityUnsupported:
            failure
        case .invalidRequest, .returnURLNotAllowed, .idempotencyKeyReused, .payloadTooLarge:
            badInput
        case .providerUnavailable, .providerTimeout, .outcomeUnknown, .providerBadResponse, .gatewayUnreachable,
            .gatewayBadResponse:
            unreachable
        // Requests of our own making: the caller could not have worded them otherwise.
        case .internal, .methodNotAllowed, .notAcceptable, .unsupportedMediaType:
            bug
        case .providerRateLimited, .overloaded, .draining, .quotaExceeded, .idempotencyInFlight, .storeUnavailable:
            tryAgain
        case .unauthenticated, .forbidden, .providerAuthFailed, .providerPermissionDenied:
            permission
        case .providerMisconfigured, .providerTLSError:
            configuration
        }
    }
}
