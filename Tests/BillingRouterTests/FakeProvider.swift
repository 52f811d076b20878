import BillingCore
import Foundation
import Synchronization

@testable import BillingRouter

/// A provider that says what a test tells it to, and counts what it is asked.
final class FakeProvider: BillingProvider {
    let capabilities: ProviderCapabilities
    private let state = Mutex(State())

    struct State {
        var snapshots: [String: SubscriptionSnapshot] = [:]
        var failure: BillingError?
        var fetches: [CallContext] = []
        var checks: [CallContext] = []
        var portalRequests: [(request: PortalSessionRequest, context: CallContext)] = []
        var portalURL = PortalSession.URL.absolute(Secret("https://portal.example/s/1"))
    }

    init(
        portal: ProviderCapabilities.Portal? = ProviderCapabilities.Portal(
            flows: Set(PortalFlow.allCases),
            honoursReturnURL: true,
            origins: ["https://portal.example"]
        )
    ) {
        capabilities = ProviderCapabilities(portal: portal)
    }

    var seen: State { state.withLock { $0 } }

    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    func createPortalSession(
        _ request: PortalSessionRequest,
        _ context: CallContext
    ) async throws(BillingError) -> PortalSession {
        let (failure, url) = state.withLock { state in
            state.portalRequests.append((request, context))
            return (state.failure, state.portalURL)
        }
        if let failure { throw failure }
        return PortalSession(
            id: "ps_1",
            url: url,
            kind: .session,
            expiresAt: nil,
            returnURLHonoured: capabilities.portal?.honoursReturnURL ?? false,
            flow: request.flow
        )
    }

    func fetchSubscription(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> SubscriptionSnapshot {
        let (failure, snapshot) = state.withLock { state in
            state.fetches.append(context)
            return (state.failure, state.snapshots[customer.id.rawValue])
        }
        if let failure { throw failure }
        guard let snapshot else { throw BillingError(.customerNotFound, "no such customer") }
        return snapshot
    }

    func checkCancellation(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> Cancellation {
        let (failure, snapshot) = state.withLock { state in
            state.checks.append(context)
            return (state.failure, state.snapshots[customer.id.rawValue])
        }
        if let failure { throw failure }
        guard let snapshot else { throw BillingError(.customerNotFound, "no such customer") }
        return Cancellation(derivedFrom: snapshot)
    }
}

extension Date {
    /// 22 November 2026, 12:00 UTC: today, in these tests.
    static let noon = Date(timeIntervalSince1970: 1_795_348_800)

    static func days(_ days: Double) -> Date { noon + days * 86_400 }
}
