import ArgumentParser
import BillingConfiguration
import BillingCore
import BillingRouter
import BillingServer
import Foundation
import Logging
import UnixSignals

/// `tollgate dev`.
struct DevCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev",
        abstract: "Start a gateway to develop with: on the mock, with no file, no account and no network.",
        discussion: """
            Without a configuration it has one of its own: what `tollgate init` writes. It is for this machine only.

            Examples:
              tollgate dev
              tollgate dev -c providers.yaml --open
              tollgate dev --ephemeral --port 0 -- npm test
              tollgate dev --ephemeral --port 0 --ready-file gateway.json &

            A command after -- runs beside the gateway, with TOLLGATE_URL, TOLLGATE_ADMIN_URL and TOLLGATE_API_KEY in its
            environment. When it ends the gateway stops, and its exit status is that of this command.
            """
    )

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The configuration; - for standard input. Also TOLLGATE_CONFIG; otherwise ./providers.yaml, or the built-in "
                + "one.",
            valueName: "path"
        )
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Where the API listens, whatever the configuration says; the admin listener has the next port. 0: any two "
                + "that are free.",
            valueName: "port"
        ),
        transform: { text in
            guard let port = Int(text), 0..<65_535 ~= port else {
                throw ValidationError("a port is a number from 0 to 65534")
            }
            return port
        }
    )
    var port: Int?

    @Flag(help: "Keep nothing on the disk.") var ephemeral = false

    @Option(
        help: ArgumentHelp(
            "A file to write, for as long as the gateway answers: JSON with url, admin_url, api_key and more.",
            valueName: "path"
        ),
        completion: .file()
    )
    var readyFile: String?

    @Flag(help: "Open the first page of the table in the browser.") var open = false

    @OptionGroup var output: OutputOptions

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("A command to run beside the gateway, and its arguments.", valueName: "command")
    )
    var command: [String] = []

    func validate() throws {
        if open, !command.isEmpty { throw ValidationError("--open is for a gateway without a command") }
    }

    /// Takes away a ready file that is there already: it is no sign of this gateway.
    ///
    /// Nothing but a file is ever removed, and a file of something else is left alone.
    private static func removeStale(_ path: String) throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let attributes else { return }
        let isOurs =
            attributes[.type] as? FileAttributeType == .typeRegular
            && FileManager.default.contents(atPath: path).map(RunningGateway.isDocument) ?? false
        guard isOurs, unsafe unlink(path) == 0 else {
            throw CommandFailure(
                .usage,
                "--ready-file `\(path)`: there is something else already, and it is left alone; name another file"
            )
        }
    }

    func perform(_ console: Console) async throws {
        let source = try self.source()
        let configuration = try console.load(source, .standard(keepsState: !ephemeral), secrets: .all)
        try DevCommand.insist(on: configuration, source.name)
        if let readyFile { try DevCommand.removeStale(readyFile) }

        let level: Logger.Level = output.debug ? .debug : output.quiet || !command.isEmpty ? .warning : .info
        let gateway = GatewayProcess(
            configuration: configuration,
            settings: settings(configuration.server),
            logger: Logger(label: "tollgate") { _ in LogLine.standardErrorHandler(level: level) },
            // With a command beside it, it is the command that they are for.
            signals: command.isEmpty ? [.sigint, .sigterm, .sighup] : [],
            isForDevelopment: true
        )
        let (started, continuation) = AsyncStream.makeStream(of: (table: RoutingTable, addresses: BoundAddresses).self)
        let session = DevelopmentSession(
            configuration: configuration,
            file: source.path,
            name: source.name,
            keepsState: !ephemeral,
            readyFile: readyFile,
            opensBrowser: open,
            command: command,
            started: started,
            console: console
        )
        do {
            try await gateway.run((before: [], after: [session])) { continuation.yield(($0, $1)) }
        } catch let failure as ListenFailure {
            let help = RunningGateway.here().map { "a `tollgate dev` of this folder is at \($0.url)" }
            throw CommandFailure(
                .unreachable,
                "\(failure.description); \(help.map { "\($0), and " } ?? "")`--port 0` takes ports that are free"
            )
        } catch let errors as ConfigurationErrors {
            throw console.report(errors)
        }
    }

    private func source() throws -> ConfigurationLoader.Source {
        var options = ConfigurationOptions()
        options.config = config
        if let nearby = options.nearbySource() { return nearby }
        return .bytes(Array(StarterConfiguration.mock.text.utf8), name: "the built-in configuration")
    }

    private func settings(_ configured: BillingConfiguration.ServerSettings) -> BillingServer.ServerSettings {
        var settings = BillingServer.ServerSettings(publicAddress: configured.listen, adminAddress: configured.admin)
        if let port {
            settings.publicAddress = ListenAddress(host: configured.listen.host, port: port)
            settings.adminAddress = ListenAddress(host: configured.admin.host, port: port == 0 ? 0 : port + 1)
        }
        // No load balancer has to notice, and nobody waits for an end.
        settings.drainNotice = .zero
        settings.drainLimit = .seconds(1)
        return settings
    }

    /// It trusts whoever reaches it, so it is for development, and for this machine.
    private static func insist(on configuration: GatewayConfiguration, _ name: String) throws {
        guard configuration.environment == .development else {
            let place = configuration.place(of: "environment")
            throw CommandFailure(
                .configuration,
                "\(place ?? name): \(place == nil ? "without `environment` it is for" : "the environment is") "
                    + "\(configuration.environment.rawValue), and `tollgate dev` is for `environment: development`; "
                    + "`tollgate serve` is for the others"
            )
        }
        guard configuration.server.listen.isLoopback else {
            throw CommandFailure(
                .configuration,
                "\(configuration.place(of: "server", "listen") ?? name): others could reach "
                    + "\(configuration.server.listen), and `tollgate dev` is for this machine only; use "
                    + "`127.0.0.1:\(configuration.server.listen.port)`, or `tollgate serve`"
            )
        }
    }
}
