import BillingCore
import BillingRouter
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Both listeners, from binding to draining.
///
/// The ports are bound first. Then ``Prepare`` makes the gateway, which may need to know them (a public URL with a port
/// that the system chose); connections that come in between wait. It runs until its task is cancelled or, in a
/// `ServiceGroup`, until a graceful shutdown: first `/readyz` turns 503 and every answer closes its connection, then no
/// more connections are taken, and what is under way is answered.
package struct GatewayServer: Service {
    /// Makes the gateway once both listeners are bound.
    package typealias Prepare = @Sendable (BoundAddresses) async throws -> Gateway

    private let settings: ServerSettings
    private let logger: Logger
    private let readiness: Readiness
    private let prepare: Prepare

    package init(
        _ settings: ServerSettings,
        logger: Logger,
        readiness: Readiness = Readiness(),
        prepare: @escaping Prepare
    ) {
        self.settings = settings
        self.logger = logger
        self.readiness = readiness
        self.prepare = prepare
    }

    /// - Throws: ``ListenFailure``, or what `prepare` throws.
    package func run() async throws {
        guard settings.adminAddress.isLoopback else {
            throw ListenFailure(
                address: settings.adminAddress,
                reason:
                    "the admin listener has no password, so it is for this machine only: `127.0.0.1`, `::1` or `localhost`"
            )
        }
        let group = MultiThreadedEventLoopGroup.singleton
        let publicSite = group.any().makePromise(of: (any Site).self)
        let adminSite = group.any().makePromise(of: (any Site).self)
        defer {
            publicSite.fail(CancellationError())
            adminSite.fail(CancellationError())
        }
        let (bound, binding) = AsyncStream.makeStream(of: Binding.self)
        let publicListener = Listener(
            settings.publicAddress,
            channel: channel(publicSite.futureResult, hosts: .any),
            group: group,
            logger: logger
        ) { binding.yield(.public($0)) }
        let adminListener = Listener(
            settings.adminAddress,
            channel: channel(adminSite.futureResult, hosts: .loopback),
            group: group,
            logger: logger
        ) { binding.yield(.admin($0)) }

        // Services stop in reverse: the notice, then the public listener, and the operator's last.
        let services = ServiceGroup(
            configuration: configuration([
                adminListener, publicListener, DrainNotice(readiness: readiness, duration: settings.drainNotice),
            ])
        )
        try await withThrowingTaskGroup(of: Bool.self) { tasks in
            tasks.addTask {
                try await services.run()
                return true
            }
            tasks.addTask {
                guard let addresses = await GatewayServer.both(bound) else { return false }
                let gateway = try await prepare(addresses)
                publicSite.succeed(PublicSite(gateway, readiness: readiness, logger: logger))
                adminSite.succeed(AdminSite(gateway, readiness: readiness, logger: logger))
                return false
            }
            while let isOver = try await tasks.next() {
                if isOver { tasks.cancelAll() }
            }
        }
    }

    private enum Binding: Sendable {
        case `public`(ListenAddress)
        case admin(ListenAddress)
    }

    private static func both(_ bound: AsyncStream<Binding>) async -> BoundAddresses? {
        var publicAddress: ListenAddress?
        var adminAddress: ListenAddress?
        for await binding in bound {
            switch binding {
            case .public(let address): publicAddress = address
            case .admin(let address): adminAddress = address
            }
            if let publicAddress, let adminAddress {
                return BoundAddresses(publicAddress: publicAddress, adminAddress: adminAddress)
            }
        }
        return nil
    }

    private func channel(_ site: EventLoopFuture<any Site>, hosts: RequestHead.Hosts) -> GatewayChannel {
        var limits = settings.limits
        // Operators are few, and must not take from customers.
        if hosts == .loopback { limits.connections = min(limits.connections, 64) }
        return GatewayChannel(site: site, hosts: hosts, limits: limits, readiness: readiness, logger: logger)
    }

    private func configuration(_ services: [any Service]) -> ServiceGroupConfiguration {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(services: services, logger: quiet)
        configuration.maximumGracefulShutdownDuration = settings.drainNotice + settings.drainLimit
        return configuration
    }
}

/// Says that the node is about to stop, for as long as a load balancer needs to notice.
private struct DrainNotice: Service {
    let readiness: Readiness
    let duration: Duration

    func run() async throws {
        try await gracefulShutdown()
        readiness.drain()
        try await Task.sleep(for: duration)
    }
}
