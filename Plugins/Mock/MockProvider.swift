import BillingCore
import FoundationEssentials
import GRDB

/// Answers the gateway out of a ``MockWorld``.
///
/// The provider's id of a customer is its plain name, such as `ada`.
struct MockProvider: BillingProvider {
    let world: MockWorld
    let catalogue: MockCatalogue

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
        try await world.read(until: context.deadline) { db, time in
            try MockProvider.requireCustomer(customer, db)
            return SubscriptionSnapshot(
                subscriptions: try MockSubscription.fetch(of: customer.id, db).map(Subscription.init),
                observedAt: time.world
            )
        }
    }

    func checkCancellation(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> Cancellation {
        Cancellation(derivedFrom: try await fetchSubscription(customer, context))
    }

    static func requireCustomer(_ customer: ProviderCustomer, _ db: Database) throws {
        let sql = "SELECT EXISTS (SELECT 1 FROM customers WHERE id = ?)"
        let request = SQLRequest<Bool>(sql: sql, arguments: [customer.id.rawValue], cached: true)
        guard try request.fetchOne(db) == true else {
            throw BillingError(
                .customerNotFound,
                "the mock has no customer `\(customer.id)`",
                providerCode: "resource_missing"
            )
        }
    }
}
