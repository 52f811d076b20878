import ArgumentParser
import HTTPTypes

/// `tollgate mock clock`.
struct MockClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "The mock's clock: what time brings happens as it passes.",
        subcommands: [Show.self, Advance.self, Set.self, Reset.self, Freeze.self, Unfreeze.self],
        defaultSubcommand: Show.self
    )

    /// `tollgate mock clock show`.
    struct Show: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what the clock says.",
            discussion: """
                Example:
                  tollgate mock clock show
                """
        )

        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let json = try await mock.api(console).call(.get, "/clock")
            try show(json, console) { try OperatorAPI.read(MockClock.self, json).text }
        }
    }

    /// `tollgate mock clock advance`.
    struct Advance: ClockChange {
        static let configuration = CommandConfiguration(
            abstract: "Move the clock forward, and see what that brings.",
            discussion: """
                Examples:
                  tollgate mock clock advance 32d
                  tollgate mock clock advance 12h
                """
        )

        @Argument(help: ArgumentHelp("How far, such as 32d, 12h or 90m.", valueName: "duration")) var duration: String
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        var change: JSONMembers {
            var members = JSONMembers()
            members["advance"] = duration
            return members
        }
    }

    /// `tollgate mock clock set`.
    struct Set: ClockChange {
        static let configuration = CommandConfiguration(
            abstract: "Move the clock forward to an instant.",
            discussion: """
                Example:
                  tollgate mock clock set 2027-01-01T00:00:00Z
                """
        )

        @Argument(help: ArgumentHelp("RFC 3339, such as 2027-01-01T00:00:00Z.", valueName: "instant")) var instant:
            String
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        var change: JSONMembers {
            var members = JSONMembers()
            members["set"] = instant
            return members
        }
    }

    /// `tollgate mock clock reset`.
    struct Reset: ClockChange {
        static let configuration = CommandConfiguration(
            abstract: "Put the clock back on the time of this machine; what has happened stays.",
            discussion: """
                Example:
                  tollgate mock clock reset
                """
        )

        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        var change: JSONMembers {
            var members = JSONMembers()
            members["reset"] = true
            return members
        }
    }

    /// `tollgate mock clock freeze`.
    struct Freeze: ClockChange {
        static let configuration = CommandConfiguration(
            abstract: "Stop the clock: from now on only commands move it.",
            discussion: """
                Example:
                  tollgate mock clock freeze
                """
        )

        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        var change: JSONMembers {
            var members = JSONMembers()
            members["frozen"] = true
            return members
        }
    }

    /// `tollgate mock clock unfreeze`.
    struct Unfreeze: ClockChange {
        static let configuration = CommandConfiguration(
            abstract: "Let the clock run on, from what it says now.",
            discussion: """
                Example:
                  tollgate mock clock unfreeze
                """
        )

        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        var change: JSONMembers {
            var members = JSONMembers()
            members["frozen"] = false
            return members
        }
    }
}

/// A command that changes the clock, and says what came of it.
protocol ClockChange: GatewayCommand {
    var mock: MockOptions { get }
    var change: JSONMembers { get }
}

extension ClockChange {
    func perform(_ console: Console) async throws {
        let json = try await mock.api(console).call(.post, "/clock", json: change.json())
        try show(json, console) {
            let clock = try OperatorAPI.read(MockClock.self, json)
            guard let events = clock.events, !events.isEmpty else { return clock.text }
            return "\(clock.text)\n\n\(MockEvent.table(events))"
        }
    }
}
