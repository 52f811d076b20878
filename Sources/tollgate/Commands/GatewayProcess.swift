import BillingConfiguration
import BillingRouter
import BillingServer
import Logging
import ServiceLifecycle
import UnixSignals

/// A gateway in this process, from its configuration to its last answer.
struct GatewayProcess {
    let configuration: GatewayConfiguration
    let settings: BillingServer.ServerSettings
    let logger: Logger
    /// What ends it, gracefully.
    let signals: [UnixSignal]
    /// Whether its pages let everybody in who names a customer.
    var isForDevelopment = false

    /// Runs until one of the signals, or until one of the services ends.
    ///
    /// - Parameters:
    ///   - services: those that start before the gateway, and stop after it; then those the other way round.
    ///   - onStart: called once both listeners are bound. What connects from then on is answered.
    /// - Throws: ``ListenFailure``, ``ConfigurationErrors``, or what a service throws.
    func run(
        _ services: (before: [any Service], after: [any Service]),
        onStart: @escaping @Sendable (RoutingTable, BoundAddresses) -> Void
    ) async throws {
        let (configuration, settings, isForDevelopment) = (configuration, settings, isForDevelopment)
        let server = GatewayServer(settings, logger: logger) { addresses in
            let url = configuration.server.publicURL ?? addresses.publicAddress.url
            let table = try configuration.makeRoutingTable(publicURL: url, secrets: .all)
            onStart(table, addresses)
            let router = BillingRouter(table: table)
            return Gateway(
                table: table,
                service: router,
                version: Version.number,
                noteChange: router.noteChange(at:),
                developmentLogin: isForDevelopment ? DevelopmentLogin(of: table) : nil
            )
        }
        var group = ServiceGroupConfiguration(
            services: (services.before + [server] + services.after).map { service in
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: service,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            },
            gracefulShutdownSignals: signals,
            logger: Logger(label: "tollgate") { _ in LogLine.standardErrorHandler(level: .critical) }
        )
        group.maximumGracefulShutdownDuration = settings.drainNotice + settings.drainLimit
        try await ServiceGroup(configuration: group).run()
    }
}
