import ArgumentParser
import BillingConfiguration
import BillingCore
import Foundation

/// Which gateway a command asks: a running one, or this process itself.
struct GatewayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Ask the gateway that runs there; without it, and with a configuration, this command asks the provider "
                + "itself. Also TOLLGATE_URL.",
            valueName: "url"
        )
    )
    var url: String?

    @Option(
        help: ArgumentHelp(
            "A file with the tenant's server key, or - for standard input. Also TOLLGATE_API_KEY.",
            valueName: "path"
        )
    )
    var apiKeyFile: String?

    @Option(
        help: ArgumentHelp("How long to wait for an answer, such as 5s.", valueName: "duration"),
        transform: duration
    )
    var timeout: Duration?

    /// Reads a time to wait.
    static func duration(_ text: String) throws -> Duration {
        guard let duration = Duration(setting: text), duration > .zero else {
            throw ValidationError("a duration is a number and ms, s, m, h or d, such as 5s")
        }
        return duration
    }

    /// The running gateway's URL, by option or by environment.
    var gatewayURL: String? {
        url ?? ProcessInfo.processInfo.environment["TOLLGATE_URL"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The tenant's server key.
    ///
    /// Never on the command line, where every user of the machine could read it.
    func apiKey() throws -> Secret {
        let text: String
        if let apiKeyFile {
            let file = apiKeyFile == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: apiKeyFile)
            guard let file, let data = try? file.readToEnd() else {
                throw CommandFailure(.failure, "the key file `\(apiKeyFile)` cannot be read")
            }
            text = String(decoding: data, as: UTF8.self)
        } else {
            text = ProcessInfo.processInfo.environment["TOLLGATE_API_KEY"] ?? ""
        }
        let key = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !key.isEmpty else {
            throw CommandFailure(
                .permission,
                "a running gateway needs a key: set TOLLGATE_API_KEY, or use --api-key-file"
            )
        }
        return Secret(key)
    }
}
