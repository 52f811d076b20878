import ArgumentParser
import BillingCore
import BillingRouter
import BillingServer

/// A command whose errors end in one place: a sentence or a problem on standard error, and the right exit status.
protocol GatewayCommand: AsyncParsableCommand {
    var output: OutputOptions { get }

    func perform(_ console: Console) async throws
}

extension GatewayCommand {
    /// Runs the command.
    func run() async throws {
        let console = output.console
        do {
            try await perform(console)
        } catch let error as ServiceError {
            throw report(error, console)
        } catch let failure as CommandFailure {
            if !failure.message.isEmpty { console.failure("\(console.alarming("error")): \(failure.message)") }
            throw failure.status.code
        }
    }

    private func report(_ error: ServiceError, _ console: Console) -> ExitCode {
        if output.isJSON {
            console.failure(
                String(decoding: Problem(error: error, traceID: error.traceID).json(indented: true), as: UTF8.self)
            )
        } else {
            console.failure("\(console.alarming("error[\(error.code.rawValue)]")): \(error.detail)")
            for fault in error.faults where fault.detail != error.detail {
                console.failure("  \(fault.pointer): \(fault.detail)")
            }
            if let traceID = error.traceID { console.failure("  trace id: \(traceID)") }
            console.message("  = help: `tollgate explain \(error.code.rawValue)`")
        }
        if output.debug, let cause = error.cause {
            let request = cause.providerRequestID.map { ", request \($0)" } ?? ""
            console.failure("debug: \(cause.message) (\(cause.providerCode ?? cause.code.rawValue)\(request))")
        }
        return ExitStatus.status(for: error.code)
    }

    /// Prints a document in the form that was asked for; `text` is the one for people.
    func show(_ document: some JSONDocument, _ console: Console, text: () async throws -> String) async throws {
        if let field = output.field {
            do {
                console.data(try JSONPointer.value(at: field, in: document.json()))
            } catch let failure as JSONPointer.Failure {
                throw CommandFailure(.failure, failure.description)
            }
        } else if output.isJSON {
            console.data(String(decoding: document.json(indented: true), as: UTF8.self))
        } else {
            console.data(try await text())
        }
    }
}

/// Why a command failed, where no problem code says it.
struct CommandFailure: Error {
    let status: Status
    /// A clause without a full stop; empty where all has been said.
    let message: String

    enum Status {
        case failure, badInput, unreachable, permission, configuration

        var code: ExitCode {
            switch self {
            case .failure: ExitStatus.failure
            case .badInput: ExitStatus.badInput
            case .unreachable: ExitStatus.unreachable
            case .permission: ExitStatus.permission
            case .configuration: ExitStatus.configuration
            }
        }
    }

    init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }
}
