import ArgumentParser
import BillingRouter
import Foundation

/// `tollgate mock`.
struct MockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock",
        abstract: "The world of the mock: its customers, its clock, its faults.",
        discussion: """
            Examples:
              tollgate mock clock advance 32d
              tollgate mock fault add --op portal.create --kind timeout
              tollgate mock trigger invoice.payment_failed --customer ada
            """,
        subcommands: [
            MockCustomersCommand.self, MockClockCommand.self, MockFaultCommand.self, MockEventsCommand.self,
            MockTriggerCommand.self, MockStateCommand.self,
        ]
    )
}

/// What a command sends: the members that were given.
struct JSONMembers {
    private var members: [String: Any] = [:]

    subscript<Value>(name: String) -> Value? {
        get { members[name] as? Value }
        set { members[name] = newValue }
    }

    func json() throws -> [UInt8] { Array(try JSONSerialization.data(withJSONObject: members, options: .sortedKeys)) }
}

extension String {
    /// As one part of a path, or one value of a query.
    var escaped: String { addingPercentEncoding(withAllowedCharacters: .unreserved) ?? "" }
}

extension CharacterSet {
    fileprivate static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}
