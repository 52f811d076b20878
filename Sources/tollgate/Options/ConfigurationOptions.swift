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

    private static let standardName = "providers.yaml"

    /// The configuration that is named, or lies in the working directory.
    ///
    /// Nil where there is neither.
    func nearbySource() -> ConfigurationLoader.Source? {
        if config == "-" { return .standardInput }
        if let config { return .file(config) }
        if let named = ProcessInfo.processInfo.environment["TOLLGATE_CONFIG"], !named.isEmpty { return .file(named) }
        let isHere = FileManager.default.fileExists(atPath: ConfigurationOptions.standardName)
        return isHere ? .file(ConfigurationOptions.standardName) : nil
    }

    /// Where the configuration is.
    func source() throws -> ConfigurationLoader.Source {
        if let nearby = nearbySource() { return nearby }
        let environment = ProcessInfo.processInfo.environment
        var candidates: [String] = []
        let home = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        if let home = home ?? environment["HOME"].map({ $0 + "/.config" }) {
            candidates.append(home + "/tollgate/providers.yaml")
        }
        candidates.append("/etc/tollgate/providers.yaml")
        guard let found = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
            throw CommandFailure(
                .configuration,
                "there is no configuration: looked for ./\(ConfigurationOptions.standardName), "
                    + candidates.joined(separator: ", ")
                    + ". Name one with -c, write one with `tollgate init`, or start `tollgate dev`, which needs none"
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
        try console.load(source(), loader, secrets: secrets)
    }
}

extension Console {
    /// A configuration, without secrets; see ``ConfigurationOptions/load(_:secrets:_:)``.
    func load(
        _ source: ConfigurationLoader.Source,
        _ loader: ConfigurationLoader,
        secrets: SecretScope = .none
    ) throws -> GatewayConfiguration {
        let loaded = loader.load(source, secrets: secrets)
        if !loaded.diagnostics.isEmpty {
            if loaded.configuration == nil {
                report(loaded.report)
            } else {
                message(loaded.report.render(.human, isColoured: isColoured(.messages)))
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
    ///
    /// - Parameter keepsState: whether their instances may keep anything beyond this process.
    static func standard(keepsState: Bool = true) throws -> ConfigurationLoader {
        ConfigurationLoader(
            registry: StandardProviders.registry(transport: try CurlTransport()),
            environment: ProcessInfo.processInfo.environment,
            keepsState: keepsState
        )
    }
}
