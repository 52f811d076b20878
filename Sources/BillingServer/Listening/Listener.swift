import BillingRouter
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// One of the two listeners.
struct Listener: Service {
    let address: ListenAddress
    private let server: Server<GatewayChannel>

    init(
        _ address: ListenAddress,
        channel: GatewayChannel,
        group: any EventLoopGroup,
        logger: Logger,
        onBound: @escaping @Sendable (ListenAddress) -> Void
    ) {
        self.address = address
        // What the library has to say at lower levels, the caller says itself, with both addresses.
        var logger = logger
        logger.logLevel = .critical
        server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(channel.limits.connections, logger: logger)
            ),
            onServerRunning: { channel in
                onBound(ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            eventLoopGroup: group,
            logger: logger
        )
    }

    func run() async throws {
        do {
            try await server.run()
        } catch let error as IOError {
            throw ListenFailure(address: address, reason: reason(error))
        } catch is SocketAddressError {
            throw ListenFailure(address: address, reason: "there is no such host")
        }
    }

    private func reason(_ error: IOError) -> String {
        switch error.errnoCode {
        case EADDRINUSE: "another process listens there already"
        case EACCES, EPERM: "this process may not use that port"
        case EADDRNOTAVAIL: "this machine has no such address"
        default: "\(error)"
        }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
