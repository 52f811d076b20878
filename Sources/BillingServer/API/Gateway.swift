package import BillingCore
import BillingHTTP
package import BillingRouter

/// What the two listeners serve: the service, and the table that it goes by.
package struct Gateway: Sendable {
    let table: RoutingTable
    let service: any BillingService
    /// Of this program, for `/version`.
    let version: String
    /// Told of every change that a provider's own pages may have made there.
    let noteChange: @Sendable (ProviderID) -> Void
    let hostedPages: [ProviderID: any HostedPages]

    package init(
        table: RoutingTable,
        service: any BillingService,
        version: String,
        noteChange: @escaping @Sendable (ProviderID) -> Void = { _ in }
    ) {
        self.table = table
        self.service = service
        self.version = version
        self.noteChange = noteChange
        hostedPages = table.instances.compactMapValues { instance in
            instance.extensions.lazy.compactMap { $0 as? any HostedPages }.first
        }
    }
}
