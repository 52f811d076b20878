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

/// A host and a port to listen on.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; an IPv6 address without brackets.
    package let host: String
    /// 0: any that is free.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Where a browser finds what listens there.
    package var url: String {
        let isAny = host == "0.0.0.0" || host == "::"
        return "http://" + ListenAddress(host: isAny ? "localhost" : host, port: port).description
    }

    /// Whether only this machine reaches it.
    var isLoopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
        return isIPv4 || host == "::1" || host.lowercased() == "localhost"
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
