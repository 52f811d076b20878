import ArgumentParser
import Foundation

/// The program: a gateway, and a command line for one.
@main
struct Tollgate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tollgate",
        abstract: "One billing API in front of every provider.",
        discussion: """
            Examples:
              tollgate dev
              tollgate serve -c providers.yaml
              tollgate billing show -t demo --customer ada
              tollgate cancellation check -t demo --customer cho --exit-code
              tollgate portal create -t demo --customer ada --open
              tollgate mock clock advance 32d
              tollgate config check
            """,
        version: Version.number,
        groupedSubcommands: [
            CommandGroup(name: "Start", subcommands: [DevCommand.self, InitCommand.self, ServeCommand.self]),
            CommandGroup(
                name: "Customer",
                subcommands: [
                    BillingCommand.self, SubscriptionCommand.self, CancellationCommand.self, PortalCommand.self,
                ]
            ),
            CommandGroup(name: "Develop", subcommands: [MockCommand.self]),
            CommandGroup(
                name: "Operate",
                subcommands: [
                    StatusCommand.self, ConfigCommand.self, TenantsCommand.self, ProvidersCommand.self,
                    KeysCommand.self, ExplainCommand.self, OpenAPICommand.self, CompletionsCommand.self,
                    VersionCommand.self,
                ]
            ),
        ]
    )

    static func main() async {
        // A peer that went away is an error of a write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        await main(nil)
    }
}

/// Which program this is.
enum Version {
    static let number = "0.1.0"
}
