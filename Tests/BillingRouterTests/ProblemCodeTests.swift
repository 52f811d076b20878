import BillingCore
import Testing

@testable import BillingRouter

@Suite("Problem codes")
struct ProblemCodeTests {
    @Test("every code of a provider has one of the service, spelled alike", arguments: BillingError.Code.allCases)
    func providerCodes(_ code: BillingError.Code) {
        let error = ServiceError(BillingError(code, "provider's words"))
        #expect(error.isCancellation == (code == .cancelled))
        if code != .cancelled { #expect(error.code.rawValue == code.rawValue) }
        #expect(!error.detail.contains("provider's words"))
        #expect(!error.detail.isEmpty)
    }

    @Test("every code is explained", arguments: ProblemCode.allCases)
    func explained(_ code: ProblemCode) {
        let (title, meaning, remedy) = code.explanation
        #expect(!title.isEmpty && !title.hasSuffix("."))
        #expect(meaning.hasSuffix(".") && remedy.hasSuffix("."))
        #expect(code.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
    }
}
