import ArgumentParser
import BillingRouter
import BillingServer

/// `tollgate cancellation`.
struct CancellationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancellation",
        abstract: "Whether a customer's subscription is cancelled.",
        subcommands: [Check.self]
    )

    /// `tollgate cancellation check`.
    struct Check: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check whether a customer's subscription is cancelled, when it ends, and on what evidence.",
            discussion: """
                Examples:
                  tollgate cancellation check -t demo --customer cho
                  tollgate cancellation check -t demo --customer cho --exit-code --quiet
                """
        )

        @OptionGroup var customer: CustomerOptions
        @Flag(help: "Exit with 0 for none, 10 for scheduled, 11 for ended.") var exitCode = false
        @Flag(help: "Ask the provider, whatever the gateway remembers.") var fresh = false
        @OptionGroup var source: SourceOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let access = try await source.service(for: customer.tenant, console)
            let call = access.call(fresh: fresh)
            let cancellation = try await access.service.cancellation(of: customer.reference, call).document
            try await show(cancellation, console) {
                let timezone = try await access.service.tenant(customer.tenant, access.call()).timezone
                let text = OverviewText.text(of: cancellation, dates: DateText(timezone: timezone))
                guard !cancellation.evidence.isEmpty else { return text }
                return "\(text)\nevidence: \(cancellation.evidence.joined(separator: ", ").printable)"
            }
            guard exitCode else { return }
            switch cancellation.state {
            case .none: break
            case .scheduled: throw ExitCode(10)
            case .ended: throw ExitCode(11)
            }
        }
    }
}
