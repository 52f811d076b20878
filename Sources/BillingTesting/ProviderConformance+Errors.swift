import BillingCore

extension ProviderConformance {
    /// How trouble is named, for each of the three calls.
    static let errorCases: [ConformanceCase] =
        errors(.unknownCustomer, .customerNotFound)
        + errors(.unavailable, .providerUnavailable)
        + errors(.rateLimited, .providerRateLimited)
        + errors(.authenticationFailed, .providerAuthFailed)
        + errors(.permissionDenied, .providerPermissionDenied)
        + errors(.malformedAnswer, .providerBadResponse)
        + [secrecy]

    private static func errors(_ scenario: ConformanceScenario, _ code: BillingError.Code) -> [ConformanceCase] {
        ConformanceOperation.allCases.map { operation in
            ConformanceCase(
                name: "\(scenario.phrase) is \(code.rawValue) when \(operation.phrase)",
                scenario: scenario
            ) { setting, _, findings in
                let expected = expectedCode(code, for: operation, in: setting)
                guard let error = try await operation.error(in: setting, .conformance()) else {
                    findings.fail("nothing was thrown")
                    return
                }
                findings.expectEqual(error.code.rawValue, expected.rawValue, "the code")
                findings.expectEqual(error.retryable, expected.isRetryable, "whether a retry may help")
                findings.expect(!error.message.isEmpty, "the message is empty")
            }
        }
    }

    private static func expectedCode(
        _ code: BillingError.Code,
        for operation: ConformanceOperation,
        in setting: ConformanceSetting
    ) -> BillingError.Code {
        let hasPortal = setting.provider.capabilities.portal != nil
        return operation == .createPortalSession && !hasPortal ? .capabilityUnsupported : code
    }

    private static let secrecy = ConformanceCase(
        name: "no error and no session shows a secret or a portal URL",
        scenario: .active
    ) { setting, subject, findings in
        var secrets = subject.secrets
        if setting.provider.capabilities.portal != nil {
            let session = try await setting.provider.createPortalSession(setting.portalRequest(.home), .conformance())
            secrets.append(session.url.text)
            findings.expect(!mentions(secrets, session), "the description of a session shows a secret")
        }
        for scenario in ConformanceScenario.allCases where !scenario.isState && scenario != .hangingAnswer {
            guard case .ready(let setting) = try await subject.arrange(scenario) else { continue }
            for operation in ConformanceOperation.allCases {
                guard let error = try await operation.error(in: setting, .conformance()) else { continue }
                findings.expect(
                    !mentions(secrets, error),
                    "the error of \(scenario.phrase) when \(operation.phrase) shows a secret"
                )
            }
        }
    }

    private static func mentions(_ secrets: [String], _ value: Any) -> Bool {
        var dumped = ""
        dump(value, to: &dumped)
        let shown = [dumped, String(describing: value), String(reflecting: value)].joined(separator: "\n")
        return secrets.contains { !$0.isEmpty && shown.contains($0) }
    }
}

extension PortalSession.URL {
    var text: String {
        switch self {
        case .absolute(let url): url.reveal()
        case .hosted(let path): path.reveal()
        }
    }
}
