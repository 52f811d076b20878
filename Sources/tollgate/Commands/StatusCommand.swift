import ArgumentParser
import BillingRouter
import BillingServer
import Foundation

/// `tollgate status`.
struct StatusCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Ask a running gateway what it is and has.",
        discussion: """
            Without a URL it asks the `tollgate dev` that runs in this folder. It exits with 69 when nothing runs.

            Examples:
              tollgate status
              tollgate status --admin-url http://127.0.0.1:8081 --json
              eval "$(tollgate status --format env)"
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, env
    }

    @OptionGroup var admin: AdminOptions
    @Option(help: "How to say it: for people, or as variables for a shell.") var format: Format = .text
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws {
        let running = RunningGateway.here()
        guard let url = admin.url ?? running?.adminURL else {
            throw CommandFailure(
                .unreachable,
                "no `tollgate dev` runs in this folder; say with --admin-url where a gateway is"
            )
        }
        let listener = try AdminListener(url, timeout: admin.timeout)
        let (status, document) = try await listener.status()
        let isHere = running?.adminURL == listener.url
        if format == .env, !output.isJSON, output.field == nil {
            var variables = [
                ("TOLLGATE_URL", isHere ? running?.url : status.url), ("TOLLGATE_ADMIN_URL", listener.url),
            ]
            variables.append(("TOLLGATE_API_KEY", isHere ? running?.apiKey : nil))
            console.data(
                variables.compactMap { name, value in value.map { "export \(name)=\(StatusCommand.quoted($0))" } }
                    .joined(separator: "\n")
            )
            return
        }
        try show(document, console) {
            var table = TextTable()
            table.add(["Version", status.version])
            table.add(["Environment", status.environment])
            table.add(["Uptime", DurationText.text(seconds: status.uptime)])
            table.add(["API", status.url])
            table.add(["Admin", listener.url])
            table.add(["Tenants", String(status.tenants)])
            for (index, provider) in status.providers.enumerated() {
                table.add([index == 0 ? "Providers" : "", "\(provider.id), \(provider.kind) (\(provider.mode))"])
            }
            return table.text
        }
    }

    /// For a shell: as it is where nothing in it means anything to one.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789:/._-".unicodeScalars.contains(scalar))
        }
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
