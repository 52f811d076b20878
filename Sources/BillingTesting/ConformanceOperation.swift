import BillingCore

/// The three calls of a provider, as values.
enum ConformanceOperation: String, CaseIterable {
    case createPortalSession, fetchSubscription, checkCancellation

    var phrase: String {
        switch self {
        case .createPortalSession: "opening the portal"
        case .fetchSubscription: "fetching subscriptions"
        case .checkCancellation: "checking for a cancellation"
        }
    }

    /// Calls, and gives what was thrown.
    ///
    /// Nil when nothing was.
    func error(in setting: ConformanceSetting, _ context: CallContext) async -> BillingError? {
        do {
            switch self {
            case .createPortalSession:
                _ = try await setting.provider.createPortalSession(setting.portalRequest(.home), context)
            case .fetchSubscription: _ = try await setting.provider.fetchSubscription(setting.customer, context)
            case .checkCancellation: _ = try await setting.provider.checkCancellation(setting.customer, context)
            }
            return nil
        } catch {
            return error
        }
    }
}

extension ConformanceSetting {
    func portalRequest(
        _ flow: PortalFlow,
        subscription: SubscriptionID? = nil,
        price: ProviderPriceID? = nil
    ) -> PortalSessionRequest {
        PortalSessionRequest(
            customer: customer,
            returnURL: returnURL,
            flow: flow,
            subscription: flow.needsSubscription ? subscription : nil,
            price: flow == .subscriptionUpdateConfirm ? price : nil,
            quantity: flow == .subscriptionUpdateConfirm ? 1 : nil,
            tenantName: "Conformance"
        )
    }

    func snapshot() async throws(BillingError) -> SubscriptionSnapshot {
        try await provider.fetchSubscription(customer, .conformance())
    }
}

extension CallContext {
    /// A call that has time enough and a key of its own.
    static func conformance(
        within time: Duration = .seconds(30),
        key: String = "conformance-\(UInt64.random(in: .min ... .max))"
    ) throws(BillingError) -> CallContext {
        guard let tenant = try? TenantID("conformance") else { throw BillingError(.internal, "no tenant id") }
        return CallContext(tenant: tenant, deadline: .after(time), idempotencyKey: key)
    }
}
