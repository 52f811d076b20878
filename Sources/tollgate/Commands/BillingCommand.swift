import ArgumentParser
import BillingRouter

/// `tollgate billing`.
struct BillingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "billing",
        abstract: "The combined answer: plan, subscription, cancellation and portal.",
        subcommands: [Show.self]
    )

    /// `tollgate billing show`.
    struct Show: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a customer's billing.",
            discussion: """
                Examples:
                  tollgate billing show -t demo --customer ada
                  tollgate billing show -t demo --customer ada --json
                  tollgate billing show -t demo --customer ada --field /plan/id
                """
        )

        @OptionGroup var customer: CustomerOptions
        @Flag(help: "Ask the provider, whatever the gateway remembers.") var fresh = false
        @OptionGroup var source: SourceOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let access = try await source.service(for: customer.tenant, console)
            let overview = try await access.service.overview(of: customer.reference, access.call(fresh: fresh))
            try await show(overview, console) {
                let tenant = try await access.service.tenant(customer.tenant, access.call())
                return OverviewText(overview, tenant: tenant).text(console: console)
            }
        }
    }
}
