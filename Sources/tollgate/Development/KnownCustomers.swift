import BillingCore
import BillingRouter
import BillingServer

/// The customers that somebody can try things with, each with what its billing comes to.
struct KnownCustomers {
    /// By the tenant's own ids.
    let ids: [String]
    /// Such as `canceling`, for the first of them.
    let notes: [(id: String, text: String)]

    private let more: Int

    private static let limit = 12

    /// Those that the tenant's configuration names, or those of the mock's world.
    ///
    /// Only a mock is asked: it answers at once, and nobody counts its calls.
    ///
    /// - Throws: ``OperatorFailure`` or ``CommandFailure`` where the world cannot be opened.
    init(of tenant: Tenant, on instance: ProviderInstance, _ table: RoutingTable) async throws {
        var ids = tenant.customers.keys.map(\.rawValue).sorted()
        guard instance.kind.rawValue == OperatorAPI.kind else {
            (self.ids, notes, more) = (ids, [], 0)
            return
        }
        if tenant.customerIDs == .provider {
            ids += try await OperatorAPI(instance).customers().map(\.id).filter { !ids.contains($0) }
        }
        // A service of its own: what it remembers is not what the gateway remembers.
        let service = BillingRouter(table: table)
        var notes: [(id: String, text: String)] = []
        for id in ids.prefix(KnownCustomers.limit) {
            guard let customer = try? CustomerID(id) else { continue }
            let reference = CustomerReference(tenant: tenant.id, customer: customer)
            guard let overview = try? await service.overview(of: reference, ServiceCall()) else { continue }
            notes.append((id, KnownCustomers.note(overview)))
        }
        (self.ids, self.notes, more) = (ids, notes, max(0, ids.count - KnownCustomers.limit))
    }

    /// Such as `cho canceling`, for the first of them; then how many there are besides.
    var lines: [String] {
        notes.map { "\($0.id) \($0.text)".printable } + (more > 0 ? ["\(more) more"] : [])
    }

    private static func note(_ overview: BillingOverview) -> String {
        if overview.plan?.mapped == false { return "on an unmapped plan" }
        return overview.state == .none ? "free" : overview.state.rawValue.replacing("_", with: " ")
    }
}

extension DevelopmentLogin {
    /// Offers the customers that are known now, each with what its billing comes to.
    init(of table: RoutingTable) {
        self.init { id in
            guard let tenant = table.tenants[id], let instance = table.instances[tenant.provider],
                let known = try? await KnownCustomers(of: tenant, on: instance, table)
            else { return [] }
            guard !known.notes.isEmpty else { return known.ids.prefix(12).map { Customer(id: $0, note: "") } }
            return known.notes.map { Customer(id: $0.id, note: $0.text) }
        }
    }
}
