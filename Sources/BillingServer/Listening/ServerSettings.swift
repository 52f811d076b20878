package import BillingRouter

/// Where a gateway listens, and how it stops.
package struct ServerSettings: Sendable {
    package var publicAddress: ListenAddress
    package var adminAddress: ListenAddress
    package var limits = ConnectionLimits()
    /// How long a node says that it will stop before it takes no more connections: the time that a load balancer needs
    /// to notice.
    package var drainNotice: Duration = .seconds(5)
    /// How long requests may still take after that.
    package var drainLimit: Duration = .seconds(25)

    package init(
        publicAddress: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8080),
        adminAddress: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8081)
    ) {
        self.publicAddress = publicAddress
        self.adminAddress = adminAddress
    }
}

/// Where the two listeners really are.
package struct BoundAddresses: Hashable, Sendable {
    package let publicAddress: ListenAddress
    package let adminAddress: ListenAddress
}

/// Why a gateway cannot listen.
package struct ListenFailure: Error, Hashable, CustomStringConvertible {
    package let address: ListenAddress
    /// One clause.
    package let reason: String

    package var description: String { "cannot listen on \(address): \(reason)" }
}
