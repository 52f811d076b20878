import BillingCore
import BillingRouter
import BillingServer

/// The customers that somebody can try things with, each with what its billing comes to.
struct KnownCustomers {
    /// By the tenant's own ids.
    let ids: [String]
    /// Such as `cho canceling`, for the first of them.
    let notes: [String]

    private static let limit = 12

    /// Those that the tenant's configuration names, or those of the mock's world.
    ///
    /// Only a mock is asked: it answers at once, and nobody counts its calls.
    ///
    /// - Throws: ``OperatorFailure`` or ``CommandFailure`` where the world cannot be opened.
    init(of tenant: Tenant, on instance: ProviderInstance, _ table: RoutingTable) async throws {
        var ids = tenant.customers.keys.map(\.rawValue).sorted()
        guard instance.kind.rawValue == OperatorAPI.kind else {
            (self.ids, notes) = (ids, [])
            return
        }
        if tenant.customerIDs == .provider {
            ids += try await OperatorAPI(instance).customers().map(\.id).filter { !ids.contains($0) }
        }
        // A service of its own: what it remembers is not what the gateway remembers.
        let service = BillingRouter(table: table)
        var notes: [String] = []
        for id in ids.prefix(KnownCustomers.limit) {
            guard let customer = try? CustomerID(id) else { continue }
            let reference = CustomerReference(tenant: tenant.id, customer: customer)
            guard let overview = try? await service.overview(of: reference, ServiceCall()) else { continue }
            notes.append("\(id) \(KnownCustomers.note(overview))".printable)
        }
        if ids.count > KnownCustomers.limit { notes.append("\(ids.count - KnownCustomers.limit) more") }
        (self.ids, self.notes) = (ids, notes)
    }

    private static func note(_ overview: BillingOverview) -> String {
        if overview.plan?.mapped == false { return "on an unmapped plan" }
        return overview.state == .none ? "free" : overview.state.rawValue.replacing("_", with: " ")
    }
}
