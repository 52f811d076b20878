import ArgumentParser
import HTTPTypes

/// `tollgate mock fault`.
struct MockFaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Failures for the mock to play.",
        subcommands: [Add.self, List.self, Clear.self]
    )

    static let operations = ["portal.create", "subscription.fetch", "cancellation.check", "*"]
    static let kinds = ["latency", "status", "timeout", "reset", "malformed", "empty", "rate-limit"]

    /// `tollgate mock fault add`.
    struct Add: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have an operation fail: once, several times, or at a rate.",
            discussion: """
                Examples:
                  tollgate mock fault add --op portal.create --kind timeout
                  tollgate mock fault add --op subscription.fetch --kind status --status 503 --count 3
                  tollgate mock fault add --op '*' --kind latency --latency 2s --rate 0.5 --seed 7
                """
        )

        @Option(
            help: ArgumentHelp(
                "The operation: \(MockFaultCommand.operations.joined(separator: ", ")).",
                valueName: "name"
            ),
            completion: .list(MockFaultCommand.operations)
        )
        var op: String
        @Option(
            help: ArgumentHelp("The failure: \(MockFaultCommand.kinds.joined(separator: ", ")).", valueName: "kind"),
            completion: .list(MockFaultCommand.kinds)
        )
        var kind: String
        @Option(help: ArgumentHelp("How many times; once unless given.", valueName: "number")) var count: Int?
        @Option(help: ArgumentHelp("Instead: which part of the calls, from 0 to 1.", valueName: "number"))
        var rate: Double?
        @Option(help: ArgumentHelp("With a rate: the same seed strikes the same calls.", valueName: "number"))
        var seed: Int?
        @Option(help: ArgumentHelp("For status: the HTTP status, from 400 to 599.", valueName: "number")) var status:
            Int?
        @Option(help: ArgumentHelp("For latency: how long a call takes, such as 2s.", valueName: "duration"))
        var latency: String?
        @Option(help: ArgumentHelp("For rate-limit: when to try again, such as 2s.", valueName: "duration"))
        var retryAfter: String?
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let rate, !(rate > 0 && rate <= 1) { throw ValidationError("a rate is above 0 and up to 1") }
        }

        func perform(_ console: Console) async throws {
            var members = JSONMembers()
            members["operation"] = op
            members["kind"] = kind
            members["count"] = count
            members["rate"] = rate
            members["seed"] = seed
            members["status"] = status
            members["latency"] = latency
            members["retry_after"] = retryAfter
            let json = try await mock.api(console).call(.post, "/faults", json: members.json())
            try show(json, console) { MockFault.table([try OperatorAPI.read(MockFault.self, json)]) }
        }
    }

    /// `tollgate mock fault list`.
    struct List: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the failures that are still to come.",
            discussion: """
                Example:
                  tollgate mock fault list
                """
        )

        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let json = try await mock.api(console).call(.get, "/faults")
            try show(json, console) { MockFault.table(try OperatorAPI.read(MockFaults.self, json).faults) }
        }
    }

    /// `tollgate mock fault clear`.
    struct Clear: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have no more failures, or take one back.",
            discussion: """
                Examples:
                  tollgate mock fault clear
                  tollgate mock fault clear 1
                """
        )

        @Argument(help: ArgumentHelp("Its number; all of them unless given.", valueName: "id")) var id: Int?
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let json = try await mock.api(console).call(.delete, "/faults" + (id.map { "/\($0)" } ?? ""))
            try show(json, console) {
                let cleared = try OperatorAPI.read(MockCleared.self, json).cleared
                return cleared == 1 ? "Cleared 1 fault." : "Cleared \(cleared) faults."
            }
        }
    }
}

extension MockFault {
    fileprivate static func table(_ faults: [MockFault]) -> String {
        guard !faults.isEmpty else { return "No faults are to come." }
        var table = TextTable(heading: ["ID", "OPERATION", "KIND", "HOW OFTEN", "DETAIL"])
        for fault in faults {
            table.add([
                String(fault.id), fault.operation, fault.kind, fault.frequency,
                fault.detail.isEmpty ? "–" : fault.detail,
            ])
        }
        return table.text
    }
}
