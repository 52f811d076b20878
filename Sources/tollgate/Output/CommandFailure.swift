import ArgumentParser
import BillingRouter

/// Why a command failed, where no problem code says it.
struct CommandFailure: Error {
    let status: Status
    /// A clause without a full stop; empty where all has been said.
    let message: String

    /// The raw value is the code in JSON.
    enum Status: String {
        case failure, usage, unreachable, permission, configuration
        /// Of a command that was to run beside the gateway, with the statuses that a shell gives.
        case commandNotFound = "command-not-found"
        case commandNotStarted = "command-not-started"
        case bug = "internal"

        var code: ExitCode {
            switch self {
            case .failure: ExitStatus.failure
            case .usage: ExitStatus.usage
            case .unreachable: ExitStatus.unreachable
            case .bug: ExitStatus.bug
            case .permission: ExitStatus.permission
            case .configuration: ExitStatus.configuration
            case .commandNotFound: ExitStatus.commandNotFound
            case .commandNotStarted: ExitStatus.commandNotStarted
            }
        }
    }

    init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }
}

/// A failure, as a document.
struct FailureDocument: JSONDocument {
    let failure: CommandFailure
    let debug: String?

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("code", failure.status.rawValue)
            json.member("detail", failure.message)
            if let debug { json.member("debug", debug) }
        }
    }
}
