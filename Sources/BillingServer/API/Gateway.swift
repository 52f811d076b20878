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
    /// What the sessions of the pages are signed with.
    let sessionKey: SessionKey
    let clock: any WallClock
    /// Nil outside development.
    let developmentLogin: DevelopmentLogin?

    package init(
        table: RoutingTable,
        service: any BillingService,
        version: String,
        noteChange: @escaping @Sendable (ProviderID) -> Void = { _ in },
        sessionKey: SessionKey = SessionKey(),
        clock: any WallClock = SystemClock(),
        developmentLogin: DevelopmentLogin? = nil
    ) {
        self.sessionKey = sessionKey
        self.clock = clock
        self.developmentLogin = developmentLogin
        self.table = table
        self.service = service
        self.version = version
        self.noteChange = noteChange
        hostedPages = table.instances.compactMapValues { instance in
            instance.extensions.lazy.compactMap { $0 as? any HostedPages }.first
        }
    }
}
