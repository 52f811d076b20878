import BillingCore
import Testing

@Suite("A billing error")
struct BillingErrorTests {
    /// Every code, its name, and whether trying again may help.
    static let table: [(BillingError.Code, String, Bool)] = [
        (.customerNotFound, "customer-not-found", false),
        (.portalUnavailable, "portal-unavailable", false),
        (.returnURLNotAllowed, "return-url-not-allowed", false),
        (.flowNotSupported, "flow-not-supported", false),
        (.capabilityUnsupported, "capability-unsupported", false),
        (.providerAuthFailed, "provider-auth-failed", false),
        (.providerPermissionDenied, "provider-permission-denied", false),
        (.providerMisconfigured, "provider-misconfigured", false),
        (.providerTLSError, "provider-tls-error", false),
        (.providerBadResponse, "provider-bad-response", true),
        (.providerRateLimited, "provider-rate-limited", true),
        (.providerUnavailable, "provider-unavailable", true),
        (.providerTimeout, "provider-timeout", true),
        (.outcomeUnknown, "outcome-unknown", true),
        (.internal, "internal", false),
        (.cancelled, "cancelled", false),
    ]

    @Test("has a code of the closed list, named in kebab case", arguments: table)
    func names(code: BillingError.Code, name: String, retryable: Bool) {
        #expect(code.rawValue == name)
        #expect(BillingError.Code(rawValue: name) == code)
        #expect(name.utf8.allSatisfy { ("a"..."z").contains(Character(UnicodeScalar($0))) || $0 == UInt8(ascii: "-") })
    }

    @Test("the list has no other code")
    func closed() {
        #expect(BillingError.Code.allCases == Self.table.map(\.0))
    }

    @Test("is as retryable as its code, unless the provider says otherwise", arguments: table)
    func retryable(code: BillingError.Code, name: String, retryable: Bool) {
        #expect(code.isRetryable == retryable)
        #expect(BillingError(code, "words").retryable == retryable)
        #expect(BillingError(code, "words", retryable: true).retryable)
        #expect(!BillingError(code, "words", retryable: false).retryable)
    }

    @Test("carries what the provider said")
    func parts() {
        struct Below: Error {}
        let error = BillingError(
            .providerRateLimited,
            "too many requests",
            providerCode: "rate_limit",
            providerRequestID: "req_1",
            retryAfter: .seconds(3),
            cause: Below()
        )
        #expect(error.message == "too many requests")
        #expect(error.providerCode == "rate_limit")
        #expect(error.providerRequestID == "req_1")
        #expect(error.retryAfter == .seconds(3))
        #expect(error.cause is Below)
    }
}
