import BillingCore
import BillingTesting
import Foundation
import Testing

/// The kit is worth something only if it fails providers that are wrong.
@Suite("Conformance kit")
struct ConformanceKitTests {
    @Test(
        "a provider that does nothing fails every case",
        .timeLimit(.minutes(1)),
        arguments: ProviderConformance.cases
    )
    func idle(_ conformanceCase: ConformanceCase) async {
        await #expect(throws: ConformanceFailure.self) {
            try await conformanceCase.run(on: FixedSubject(provider: FixedProvider(subscriptions: [])))
        }
    }

    @Test(
        "a provider that always throws fails every case",
        .timeLimit(.minutes(1)),
        arguments: BillingError.Code.allCases
    )
    func throwing(_ code: BillingError.Code) async {
        for conformanceCase in ProviderConformance.cases {
            await #expect(throws: ConformanceFailure.self, "\(conformanceCase)") {
                try await conformanceCase.run(on: FixedSubject(provider: ThrowingProvider(code: code)))
            }
        }
    }

    @Test("a provider that says active to everything fails each case about something else", .timeLimit(.minutes(1)))
    func alwaysActive() async throws {
        let provider = FixedProvider(subscriptions: [try FixedProvider.active("sub_1")])
        for conformanceCase in ProviderConformance.cases {
            let isAboutReading = !conformanceCase.name.contains("portal") && !conformanceCase.name.contains("flow")
            guard isAboutReading, conformanceCase.scenario != .active else { continue }
            let agrees = conformanceCase.name.contains("agrees")
            let changesCancellation: [ConformanceScenario] = [
                .cancelScheduledAtPeriodEnd, .cancelScheduledAtFixedDate, .ended,
            ]
            // Their cancellation is that of an active subscription: what else is wrong, other cases find.
            if agrees && !changesCancellation.contains(conformanceCase.scenario) { continue }
            await #expect(throws: ConformanceFailure.self, "\(conformanceCase)") {
                try await conformanceCase.run(on: FixedSubject(provider: provider))
            }
        }
    }

    @Test(
        "each mistake about the portal is found",
        arguments: [
            (.absolute(Secret("http://portal.example/x")), .home, "is not https"),
            (.absolute(Secret("https://other.example/x")), .home, "is not claimed"),
            (.absolute(Secret("https://u@portal.example/x")), .home, "plain"),
            (.hosted(path: Secret("portal")), .home, "one slash"),
            (.hosted(path: Secret("//evil.example")), .home, "one slash"),
            (.hosted(path: Secret("/a/../b")), .home, "elsewhere"),
            (.absolute(Secret("https://portal.example/x")), .customerUpdate, "the flow is"),
        ] as [(PortalSession.URL, PortalFlow, String)]
    )
    func portal(_ url: PortalSession.URL, _ flow: PortalFlow, _ problem: String) async throws {
        var provider = FixedProvider(subscriptions: [try FixedProvider.active("sub_1")])
        provider.portalURL = url
        provider.answeredFlow = flow
        let name = "a portal session has a safe URL and says what it is"
        let shape = try #require(ProviderConformance.cases.first { $0.name == name })
        let error = await #expect(throws: ConformanceFailure.self) {
            try await shape.run(on: FixedSubject(provider: provider))
        }
        #expect(error?.description.contains(problem) == true)
    }

    @Test("a secret in an error is found")
    func secrecy() async throws {
        let name = "no error and no session shows a secret or a portal URL"
        let secrecy = try #require(ProviderConformance.cases.first { $0.name == name })
        let provider = FixedProvider(subscriptions: [try FixedProvider.active("sub_1")])
        try await secrecy.run(on: FixedSubject(provider: provider, inTrouble: ThrowingProvider(code: .internal)))
        await #expect(throws: ConformanceFailure.self) {
            try await secrecy.run(
                on: FixedSubject(
                    provider: provider,
                    inTrouble: ThrowingProvider(code: .internal, message: "sk_planted")
                )
            )
        }
    }

    @Test("a subject may leave out what it cannot be in, except the core")
    func optingOut() async throws {
        let provider = FixedProvider(subscriptions: [try FixedProvider.active("sub_1")])
        for conformanceCase in ProviderConformance.cases where conformanceCase.scenario != .active {
            let subject = FixedSubject(provider: provider, optsOut: true)
            if conformanceCase.scenario.isCore {
                await #expect(throws: ConformanceFailure.self) { try await conformanceCase.run(on: subject) }
            } else {
                let outcome = try await conformanceCase.run(on: subject)
                #expect(outcome == .notApplicable(reason: "it cannot"))
            }
        }
    }

    @Test("every scenario has a case, and no two cases have one name")
    func coverage() {
        #expect(Set(ProviderConformance.cases.map(\.scenario)) == Set(ConformanceScenario.allCases))
        #expect(Set(ProviderConformance.cases.map(\.name)).count == ProviderConformance.cases.count)
    }
}

/// Puts one provider into every scenario, without doing anything to it.
private struct FixedSubject: ConformanceSubject {
    let provider: any BillingProvider
    /// In its place where a scenario is about trouble.
    var inTrouble: (any BillingProvider)?
    var optsOut = false

    let secrets = ["sk_planted"]

    func arrange(_ scenario: ConformanceScenario) async throws -> ConformanceArrangement {
        if optsOut, scenario != .active { return .notApplicable(reason: "it cannot") }
        let isTrouble = [.unavailable, .rateLimited, .authenticationFailed].contains(scenario)
        return .ready(
            ConformanceSetting(
                provider: (isTrouble ? inTrouble : nil) ?? provider,
                customer: ProviderCustomer(id: try ProviderCustomerID("cus_1"))
            )
        )
    }
}

/// Answers always the same.
private struct FixedProvider: BillingProvider {
    let subscriptions: [Subscription]
    var portalURL = PortalSession.URL.absolute(Secret("https://portal.example/x"))
    var answeredFlow = PortalFlow.home

    static let now = Date(timeIntervalSince1970: 1_782_907_200)

    var capabilities: ProviderCapabilities {
        let origins = ["https://portal.example", "http://portal.example"]
        return ProviderCapabilities(portal: .init(flows: [.home], honoursReturnURL: true, origins: origins))
    }

    static func active(_ id: String) throws -> Subscription {
        let period = Period(start: now.addingTimeInterval(-86_400), end: now.addingTimeInterval(86_400))
        return Subscription(
            id: try SubscriptionID(id),
            status: .active,
            providerStatus: "active",
            items: [SubscriptionItem(price: try ProviderPriceID("price_1"), period: period)]
        )
    }

    func createPortalSession(
        _ request: PortalSessionRequest,
        _ context: CallContext
    ) async throws(BillingError) -> PortalSession {
        PortalSession(
            id: nil,
            url: portalURL,
            kind: .session,
            expiresAt: nil,
            returnURLHonoured: true,
            flow: answeredFlow
        )
    }

    func fetchSubscription(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> SubscriptionSnapshot {
        SubscriptionSnapshot(subscriptions: subscriptions, observedAt: Self.now)
    }

    func checkCancellation(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> Cancellation { .none }
}

/// Throws always the same.
private struct ThrowingProvider: BillingProvider {
    let code: BillingError.Code
    var message = "no"

    var capabilities: ProviderCapabilities { ProviderCapabilities(portal: nil) }

    func createPortalSession(
        _ request: PortalSessionRequest,
        _ context: CallContext
    ) async throws(BillingError) -> PortalSession { throw BillingError(code, message) }

    func fetchSubscription(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> SubscriptionSnapshot { throw BillingError(code, message) }

    func checkCancellation(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> Cancellation { throw BillingError(code, message) }
}
