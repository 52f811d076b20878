import BillingCore
import FoundationEssentials
import GRDB

/// Answers the gateway out of a ``MockWorld``.
///
/// The provider's id of a customer is its plain name, such as `ada`.
struct MockProvider: BillingProvider {
    let world: MockWorld

    var capabilities: ProviderCapabilities {
        ProviderCapabilities(
            portal: ProviderCapabilities.Portal(
                flows: Set(PortalFlow.allCases),
                honoursReturnURL: true,
                origins: []
            )
        )
    }

    func fetchSubscription(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> SubscriptionSnapshot {
        try await call(.subscriptionFetch, context) { () throws(MockFailure) in
            try await snapshot(of: customer, context)
        }
    }

    func checkCancellation(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> Cancellation {
        let found = try await call(.cancellationCheck, context) {
            () async throws(MockFailure) -> SubscriptionSnapshot in
            try await snapshot(of: customer, context)
        }
        return Cancellation(derivedFrom: found)
    }

    private func snapshot(
        of customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(MockFailure) -> SubscriptionSnapshot {
        try await world.read(until: context.deadline) { world in
            let known = try MockProvider.requireCustomer(customer, world)
            return SubscriptionSnapshot(
                subscriptions: try MockSubscription.fetch(of: customer.id, world.db).map(Subscription.init),
                observedAt: try world.now(for: known)
            )
        }
    }

    static func requireCustomer(_ customer: ProviderCustomer, _ world: MockTransaction) throws -> MockCustomer {
        guard let known = try MockCustomer.fetch(id: customer.id, world.db) else {
            throw BillingError(
                .customerNotFound,
                "the mock has no customer `\(customer.id)`",
                providerCode: "resource_missing"
            )
        }
        return known
    }
}
