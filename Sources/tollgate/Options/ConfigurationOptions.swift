import ArgumentParser
import BillingConfiguration
import CurlTransport
import Foundation

/// Which configuration a command reads.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The configuration; - for standard input. Also TOLLGATE_CONFIG; otherwise the first there is of "
                + "./providers.yaml, $XDG_CONFIG_HOME/tollgate/providers.yaml and /etc/tollgate/providers.yaml.",
            valueName: "path"
        )
    )
    var config: String?

    /// Where the configuration is.
    func source() throws -> ConfigurationLoader.Source {
        let environment = ProcessInfo.processInfo.environment
        if config == "-" { return .standardInput }
        if let config { return .file(config) }
        if let named = environment["TOLLGATE_CONFIG"], !named.isEmpty { return .file(named) }
        var candidates = ["providers.yaml"]
        let home = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        if let home = home ?? environment["HOME"].map({ $0 + "/.config" }) {
            candidates.append(home + "/tollgate/providers.yaml")
        }
        candidates.append("/etc/tollgate/providers.yaml")
        guard let found = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
            throw CommandFailure(
                .configuration,
                "there is no configuration: looked for \(candidates.joined(separator: ", ")). Name one with -c"
            )
        }
        return .file(found)
    }

    /// The configuration, without secrets.
    ///
    /// What is wrong with it is printed, and ends the command. Warnings are for people: JSON has them in `config check`.
    ///
    /// - Parameter secrets: whose secrets are checked with it.
    func load(
        _ loader: ConfigurationLoader,
        secrets: SecretScope = .none,
        _ console: Console
    ) throws -> GatewayConfiguration {
        let loaded = loader.load(try source(), secrets: secrets)
        if !loaded.diagnostics.isEmpty {
            if loaded.configuration == nil {
                console.report(loaded.report)
            } else {
                console.message(loaded.report.render(.human, isColoured: console.isColoured(.messages)))
            }
        }
        guard let configuration = loaded.configuration else { throw CommandFailure(.configuration, "") }
        return configuration
    }
}

extension Console {
    /// Prints what is wrong with a configuration.
    ///
    /// - Returns: what to end the command with.
    func report(_ errors: ConfigurationErrors) -> CommandFailure {
        report(DiagnosticReport(file: errors.diagnostics.first?.file ?? "", diagnostics: errors.diagnostics))
        return CommandFailure(.configuration, "")
    }
}

extension ConfigurationLoader {
    /// Reads configurations of this program's providers.
    static func standard() throws -> ConfigurationLoader {
        ConfigurationLoader(
            registry: StandardProviders.registry(transport: try CurlTransport()),
            environment: ProcessInfo.processInfo.environment
        )
    }
}
