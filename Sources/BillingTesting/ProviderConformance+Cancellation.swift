import BillingCore

extension ProviderConformance {
    /// The two ways to ask for a cancellation agree.
    static let cancellationCases: [ConformanceCase] = ConformanceScenario.allCases.filter(\.isState).map { scenario in
        ConformanceCase(
            name: "the cancellation of \(scenario.phrase) agrees with the snapshot",
            scenario: scenario
        ) { setting, _, findings in
            let cancellation = try await setting.provider.checkCancellation(setting.customer, .conformance())
            let snapshot = try await setting.snapshot()
            findings.expectEqual(cancellation, Cancellation(derivedFrom: snapshot), "the cancellation")
            let isScheduled = [.cancelScheduledAtPeriodEnd, .cancelScheduledAtFixedDate].contains(scenario)
            findings.expectEqual(cancellation.isScheduled, isScheduled, "whether it is scheduled")
            let hasEnded = if case .ended = cancellation { true } else { false }
            findings.expectEqual(hasEnded, scenario == .ended, "whether it has ended")
        }
    }
}
