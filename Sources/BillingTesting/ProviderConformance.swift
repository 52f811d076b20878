import BillingCore

/// What every billing provider does alike, as cases for a parameterised test.
///
/// ```swift
/// @Test(arguments: ProviderConformance.cases)
/// func conforms(_ conformanceCase: ConformanceCase) async throws {
///     try await conformanceCase.run(on: AcmeSubject())
/// }
/// ```
/// A provider is done when they pass.
public enum ProviderConformance {
    /// All cases.
    ///
    /// New versions add to them.
    public static let cases: [ConformanceCase] =
        readingCases + cancellationCases + portalCases + errorCases + enduranceCases

    /// Sees that the subject's active subscription is read at all.
    static func checkControl(_ subject: some ConformanceSubject, _ findings: inout ConformanceFindings) async {
        do {
            guard case .ready(let setting) = try await subject.arrange(.active) else {
                findings.fail("every provider can have an active subscription")
                return
            }
            let snapshot = try await setting.snapshot()
            findings.expectEqual(
                snapshot.current?.status.name,
                SubscriptionStatus.active.name,
                "the status of an active subscription"
            )
        } catch {
            findings.fail("reading an active subscription threw \(ConformanceFindings.description(of: error))")
        }
    }
}
