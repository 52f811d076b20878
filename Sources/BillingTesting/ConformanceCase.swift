/// One thing that every provider does alike: a sentence, and the check of it.
public struct ConformanceCase: Sendable, CustomStringConvertible {
    /// The sentence, such as "a trial reads as trialing".
    public let name: String
    /// What the provider is put into for it.
    public let scenario: ConformanceScenario

    let check: @Sendable (ConformanceSetting, any ConformanceSubject, inout ConformanceFindings) async throws -> Void

    /// The name, as a test shows it.
    public var description: String { name }

    /// Runs the case.
    ///
    /// Before it looks at its scenario, it sees that the same subject's active subscription is read: a provider that
    /// does nothing, or the same in every scenario, is found out by each case.
    ///
    /// - Throws: ``ConformanceFailure`` with all that is not as it should be, or what the subject threw while it
    ///   arranged the scenario.
    @discardableResult
    public func run(on subject: some ConformanceSubject) async throws -> ConformanceOutcome {
        let setting: ConformanceSetting
        switch try await subject.arrange(scenario) {
        case .ready(let ready): setting = ready
        case .notApplicable(let reason):
            if scenario.isCore {
                throw ConformanceFailure(name, ["every provider can be in `\(scenario.rawValue)`, but: \(reason)"])
            }
            print("not applicable: \(name): \(reason)")
            return .notApplicable(reason: reason)
        }

        var findings = ConformanceFindings()
        await ProviderConformance.checkControl(subject, &findings)
        if findings.problems.isEmpty {
            do {
                try await check(setting, subject, &findings)
            } catch let error {
                findings.fail("it threw \(ConformanceFindings.description(of: error))")
            }
        }
        guard findings.problems.isEmpty else { throw ConformanceFailure(name, findings.problems) }
        return .passed
    }
}

/// How a case ended that did not fail.
public enum ConformanceOutcome: Hashable, Sendable {
    case passed
    /// The provider cannot be in the scenario.
    case notApplicable(reason: String)
}

/// A provider does not do what it should.
public struct ConformanceFailure: Error, CustomStringConvertible {
    /// The case, in words.
    public let name: String
    /// Each a clause of its own.
    public let problems: [String]

    init(_ name: String, _ problems: [String]) {
        self.name = name
        self.problems = problems
    }

    /// The case and all of its problems, on one line.
    public var description: String { "\(name): " + problems.joined(separator: "; ") }
}
