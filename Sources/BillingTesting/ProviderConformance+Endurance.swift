import BillingCore

extension ProviderConformance {
    /// Deadlines, cancellation, and many calls at once.
    static let enduranceCases: [ConformanceCase] =
        ConformanceOperation.allCases.map(deadline) + ConformanceOperation.allCases.map(cancelling) + [manyAtOnce]

    /// How late an answer may be: enough for a busy machine, too little for a call that goes on.
    private static let lateness = Duration.seconds(5)

    private static func deadline(_ operation: ConformanceOperation) -> ConformanceCase {
        ConformanceCase(name: "the deadline is kept when \(operation.phrase)", scenario: .hangingAnswer) {
            setting,
            _,
            findings in
            let context = try CallContext.conformance(within: .milliseconds(200))
            let error = await operation.error(in: setting, context)
            let late = context.deadline.instant.duration(to: .now)
            findings.expect(late < lateness, "it came \(late) after the deadline")
            findings.expect(
                allowedAfterDeadline(operation, setting).contains(error?.code),
                "it gave \(name(of: error))"
            )
        }
    }

    private static func cancelling(_ operation: ConformanceOperation) -> ConformanceCase {
        ConformanceCase(name: "cancelling the task ends the call when \(operation.phrase)", scenario: .hangingAnswer) {
            setting,
            _,
            findings in
            let context = try CallContext.conformance()
            let error = await withTaskGroup(of: BillingError?.self) { group in
                group.addTask { await operation.error(in: setting, context) }
                // So that the call is under way; the answer is the same when it is not yet.
                try? await Task.sleep(for: .milliseconds(20))
                group.cancelAll()
                return await group.next() ?? nil
            }
            findings.expect(!context.deadline.hasPassed, "it went on to its deadline")
            let hasPortal = setting.provider.capabilities.portal != nil
            let expected: BillingError.Code =
                operation == .createPortalSession && !hasPortal ? .capabilityUnsupported : .cancelled
            findings.expect(error?.code == expected, "it gave \(name(of: error)), not \(expected.rawValue)")
        }
    }

    private static let manyAtOnce = ConformanceCase(
        name: "64 calls at once give 64 right answers",
        scenario: .active
    ) { setting, _, findings in
        let expected = try await setting.snapshot()
        let hasPortal = setting.provider.capabilities.portal != nil
        let wrong = await withTaskGroup(of: String?.self) { group in
            for number in 0..<64 {
                group.addTask {
                    do {
                        switch ConformanceOperation.allCases[number % 3] {
                        case .createPortalSession:
                            guard hasPortal else { return nil }
                            let request = setting.portalRequest(.home)
                            _ = try await setting.provider.createPortalSession(request, .conformance())
                        case .fetchSubscription:
                            let snapshot = try await setting.snapshot()
                            if snapshot.subscriptions != expected.subscriptions { return "a snapshot differs" }
                        case .checkCancellation:
                            let cancellation = try await setting.provider.checkCancellation(
                                setting.customer,
                                .conformance()
                            )
                            if cancellation != Cancellation(derivedFrom: expected) { return "a cancellation differs" }
                        }
                        return nil
                    } catch {
                        return "a call threw \(ConformanceFindings.description(of: error))"
                    }
                }
            }
            return await group.reduce(into: [String]()) { if let problem = $1 { $0.append(problem) } }
        }
        findings.expect(wrong.isEmpty, "\(wrong.count) of 64 were wrong, the first: \(wrong.first ?? "")")
    }

    private static func allowedAfterDeadline(
        _ operation: ConformanceOperation,
        _ setting: ConformanceSetting
    ) -> [BillingError.Code?] {
        guard operation == .createPortalSession else { return [.providerTimeout] }
        return setting.provider.capabilities.portal == nil
            ? [.capabilityUnsupported] : [.providerTimeout, .outcomeUnknown]
    }

    private static func name(of error: BillingError?) -> String { error?.code.rawValue ?? "no error" }
}
