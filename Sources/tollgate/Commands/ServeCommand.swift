import ArgumentParser
import BillingConfiguration
import BillingCore
import BillingRouter
import BillingServer
import Logging
import ServiceLifecycle
import UnixSignals

/// `tollgate serve`.
struct ServeCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Start the gateway.",
        discussion: """
            It stops on SIGTERM or SIGINT: first it says so at /readyz, then it finishes what is under way.

            Examples:
              tollgate serve
              tollgate serve -c /etc/tollgate/providers.yaml
              tollgate serve --listen 127.0.0.1:9000 --admin 127.0.0.1:9001
            """
    )

    @OptionGroup var configurationOptions: ConfigurationOptions

    @Option(
        help: ArgumentHelp("Where the API listens, whatever the configuration says.", valueName: "host:port"),
        transform: address
    )
    var listen: ListenAddress?

    @Option(
        help: ArgumentHelp("Where the admin listener is, whatever the configuration says.", valueName: "host:port"),
        transform: address
    )
    var admin: ListenAddress?

    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws {
        let configuration = try configurationOptions.load(.standard(), secrets: .all, console)
        let settings = BillingServer.ServerSettings(
            publicAddress: listen ?? configuration.server.listen,
            adminAddress: admin ?? configuration.server.admin
        )
        let level: Logger.Level = output.debug ? .debug : output.quiet ? .warning : .info
        let logger = Logger(label: "tollgate") { _ in LogLine.standardErrorHandler(level: level) }
        let gateway = GatewayProcess(
            configuration: configuration,
            settings: settings,
            logger: logger,
            signals: [.sigterm, .sigint]
        )
        do {
            try await gateway.run((before: [HangupNotice(logger: logger)], after: [])) { table, addresses in
                announce(table, addresses, console)
            }
        } catch let failure as ListenFailure {
            throw CommandFailure(.unreachable, failure.description)
        } catch let errors as ConfigurationErrors {
            throw console.report(errors)
        }
    }

    /// What somebody needs who has just started it.
    private func announce(_ table: RoutingTable, _ addresses: BoundAddresses, _ console: Console) {
        let tenants = table.tenants.count == 1 ? "1 tenant" : "\(table.tenants.count) tenants"
        let providers = table.instances.count == 1 ? "1 provider" : "\(table.instances.count) providers"
        var rows = TextTable()
        rows.add(["  API", addresses.publicAddress.url])
        rows.add(["  OpenAPI", addresses.publicAddress.url + "/openapi.json"])
        rows.add(["  Admin", addresses.adminAddress.url])
        console.message(
            "\(console.emphasised("Tollgate \(Version.number)", in: .messages)), \(table.environment.rawValue): \(tenants), \(providers)\n"
                + rows.text
        )
    }

    private static func address(_ text: String) throws -> ListenAddress {
        guard let address = ListenAddress(text) else {
            throw ValidationError("an address is host:port, such as 127.0.0.1:8080, or port 0 for any that is free")
        }
        return address
    }
}

/// Says that a hang-up changes nothing: it would end the process otherwise, and with it every request under way.
private struct HangupNotice: Service {
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            logger.warning("SIGHUP is ignored: this version reads its configuration once, at the start")
        }
    }
}
