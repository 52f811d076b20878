import ArgumentParser
import BillingRouter

/// `tollgate subscription`.
struct SubscriptionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscription",
        abstract: "A customer's subscriptions.",
        subcommands: [Show.self]
    )

    /// `tollgate subscription show`.
    struct Show: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a customer's current subscription, or all of them.",
            discussion: """
                Examples:
                  tollgate subscription show -t demo --customer ada
                  tollgate subscription show -t demo --customer ada --all --json
                """
        )

        @OptionGroup var customer: CustomerOptions
        @Flag(help: "All subscriptions, the current one first.") var all = false
        @Flag(help: "Ask the provider, whatever the gateway remembers.") var fresh = false
        @OptionGroup var source: SourceOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let access = try await source.service(for: customer.tenant, console)
            let answer = try await access.service.subscriptions(of: customer.reference, access.call(fresh: fresh))
            let subscriptions = answer.document
            if all {
                try await show(subscriptions, console) { try await text(subscriptions.subscriptions, access) }
            } else {
                try await show(subscriptions.current, console) {
                    try await text(Array(subscriptions.subscriptions.prefix(1)), access)
                }
            }
        }

        private func text(_ subscriptions: [SubscriptionDocument], _ access: ServiceAccess) async throws -> String {
            guard !subscriptions.isEmpty else { return "no subscription" }
            let dates = DateText(timezone: try await access.service.tenant(customer.tenant, access.call()).timezone)
            var table = TextTable(heading: ["ID", "STATUS", "PLAN", "PRICE", "PERIOD ENDS", "CANCELLATION"])
            for subscription in subscriptions {
                table.add([
                    subscription.id ?? "–",
                    subscription.status,
                    subscription.plan?.name ?? "–",
                    subscription.plan?.price?.text ?? "–",
                    subscription.currentPeriodEnd.map(dates.date) ?? "–",
                    OverviewText.text(of: subscription.cancellation, dates: dates),
                ])
            }
            return table.text
        }
    }
}
