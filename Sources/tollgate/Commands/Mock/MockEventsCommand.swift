import ArgumentParser
import HTTPTypes

/// `tollgate mock events`.
struct MockEventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "What has happened in the mock's world.",
        subcommands: [List.self]
    )

    /// `tollgate mock events list`.
    struct List: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what has happened, the latest first.",
            discussion: """
                Examples:
                  tollgate mock events list
                  tollgate mock events list --customer ada --limit 10
                """
        )

        @Option(help: ArgumentHelp("Only of this customer, by the mock's own id.", valueName: "id")) var customer:
            String?
        @Option(help: ArgumentHelp("How many at most.", valueName: "number")) var limit: Int?
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let query = [limit.map { "limit=\($0)" }, customer.map { "customer=\($0.escaped)" }].compactMap(\.self)
            let path = "/events" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
            let json = try await mock.api(console).call(.get, path)
            try show(json, console) { MockEvent.table(try OperatorAPI.read(MockEvents.self, json).events) }
        }
    }
}

/// `tollgate mock trigger`.
struct MockTriggerCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "trigger",
        abstract: "Have something happen to a customer.",
        discussion: """
            Examples:
              tollgate mock trigger invoice.payment_failed --customer ada
              tollgate mock trigger customer.subscription.deleted --customer ben
            """
    )

    private static let events = [
        "invoice.payment_failed", "invoice.paid", "customer.subscription.deleted", "customer.subscription.paused",
        "customer.subscription.resumed", "customer.subscription.trial_end",
    ]

    @Argument(
        help: ArgumentHelp("One of \(MockTriggerCommand.events.joined(separator: ", ")).", valueName: "event"),
        completion: .list(MockTriggerCommand.events)
    )
    var event: String
    @Option(help: ArgumentHelp("The mock's own id of the customer.", valueName: "id")) var customer: String
    @OptionGroup var mock: MockOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws {
        var members = JSONMembers()
        members["event"] = event
        members["customer"] = customer
        let json = try await mock.api(console).call(.post, "/triggers", json: members.json())
        try show(json, console) { MockEvent.table(try OperatorAPI.read(MockEvents.self, json).events) }
    }
}
