import BillingCore
import BillingHTTP

extension ProviderConformance {
    /// The portal: for whom it opens, with what, and where it leads.
    static let portalCases: [ConformanceCase] =
        [sessionShape, repeatedKey] + PortalFlow.allCases.map(flow)
        + ConformanceScenario.allCases.filter { $0.isState && $0 != .active }.map(opening)

    private static let sessionShape = ConformanceCase(
        name: "a portal session has a safe URL and says what it is",
        scenario: .active
    ) { setting, _, findings in
        let request = setting.portalRequest(.home)
        guard let portal = setting.provider.capabilities.portal else {
            try await expectNoPortal(setting, request, &findings)
            return
        }
        let session = try await setting.provider.createPortalSession(request, .conformance())
        check(session, of: .home, portal, &findings)
        let observedAt = try await setting.snapshot().observedAt
        findings.expect(session.expiresAt.map { $0 > observedAt } ?? true, "it has expired already")
    }

    private static let repeatedKey = ConformanceCase(
        name: "the same idempotency key twice is no error",
        scenario: .active
    ) { setting, _, findings in
        let request = setting.portalRequest(.home)
        guard let portal = setting.provider.capabilities.portal else {
            try await expectNoPortal(setting, request, &findings)
            return
        }
        let key = "conformance-\(UInt64.random(in: .min ... .max))"
        for _ in 1...2 {
            let session = try await setting.provider.createPortalSession(request, .conformance(key: key))
            check(session, of: .home, portal, &findings)
        }
    }

    /// A flow opens where it is claimed, and is refused where it is not.
    private static func flow(_ flow: PortalFlow) -> ConformanceCase {
        ConformanceCase(name: "the flow \(flow.rawValue) opens or is refused, as claimed", scenario: .active) {
            setting,
            _,
            findings in
            let current = try await setting.snapshot().current
            let request = setting.portalRequest(
                flow,
                subscription: setting.subscription ?? current?.id,
                price: setting.otherPrice ?? current?.items.first?.price
            )
            guard let portal = setting.provider.capabilities.portal else {
                try await expectNoPortal(setting, request, &findings)
                return
            }
            do throws(BillingError) {
                let session = try await setting.provider.createPortalSession(request, .conformance())
                findings.expect(portal.flows.contains(flow), "it opened, but is not claimed")
                check(session, of: flow, portal, &findings)
            } catch {
                findings.expect(
                    !portal.flows.contains(flow),
                    "it is claimed, but threw \(ConformanceFindings.description(of: error))"
                )
                findings.expectEqual(error.code.rawValue, BillingError.Code.flowNotSupported.rawValue, "the code")
                findings.expect(!error.retryable, "the error says that a retry may help")
            }
        }
    }

    /// Whoever owes money, or has left, still reaches the portal.
    private static func opening(_ scenario: ConformanceScenario) -> ConformanceCase {
        ConformanceCase(name: "the portal opens for \(scenario.phrase)", scenario: scenario) { setting, _, findings in
            let request = setting.portalRequest(.home)
            guard let portal = setting.provider.capabilities.portal else {
                try await expectNoPortal(setting, request, &findings)
                return
            }
            do throws(BillingError) {
                let session = try await setting.provider.createPortalSession(request, .conformance())
                check(session, of: .home, portal, &findings)
            } catch {
                // Some providers' portals begin with a subscription that runs.
                let mayRefuse = [.neverSubscribed, .ended, .incomplete].contains(scenario)
                findings.expect(
                    mayRefuse && error.code == .portalUnavailable,
                    "it threw \(ConformanceFindings.description(of: error))"
                )
            }
        }
    }

    private static func expectNoPortal(
        _ setting: ConformanceSetting,
        _ request: PortalSessionRequest,
        _ findings: inout ConformanceFindings
    ) async throws {
        do throws(BillingError) {
            _ = try await setting.provider.createPortalSession(request, .conformance())
            findings.fail("it has a portal, but claims none")
        } catch {
            findings.expectEqual(error.code.rawValue, BillingError.Code.capabilityUnsupported.rawValue, "the code")
        }
    }

    private static func check(
        _ session: PortalSession,
        of flow: PortalFlow,
        _ portal: ProviderCapabilities.Portal,
        _ findings: inout ConformanceFindings
    ) {
        findings.expectEqual(session.flow, flow, "the flow")
        findings.expectEqual(session.returnURLHonoured, portal.honoursReturnURL, "whether the return URL is honoured")
        switch session.url {
        case .absolute(let url):
            guard let url = try? WebURL(url.reveal(), allowsFragment: true) else {
                findings.fail("its URL is not a plain http or https URL")
                return
            }
            findings.expect(url.isHTTPS || url.isLoopback, "its URL is not https")
            findings.expect(portal.origins.contains(url.origin), "its URL is at \(url.origin), which is not claimed")
        case .hosted(let path):
            let path = path.reveal()
            findings.expect(path.hasPrefix("/") && !path.hasPrefix("//"), "its path does not start with one slash")
            findings.expect(
                path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") },
                "its path has characters that a URL cannot have"
            )
            let segments = path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
            findings.expect(!segments.contains("..") && !segments.contains("."), "its path leads elsewhere")
        }
    }
}
