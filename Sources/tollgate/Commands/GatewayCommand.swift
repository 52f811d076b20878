import ArgumentParser
import BillingCore
import BillingHTTP
import BillingRouter

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
        } catch let status as ExitCode {
            throw status
        } catch let error as ServiceError {
            console.report(error, debug: output.debug ? error.cause.map(debugText) : nil)
            throw ExitStatus.status(for: error.code)
        } catch let failure as OperatorFailure {
            console.report(failure)
            throw failure.status
        } catch let failure as CommandFailure {
            console.report(failure)
            throw failure.status.code
        } catch let error as HTTPTransportError {
            let failure = CommandFailure(.unreachable, "no request can be sent: \(error.detail)")
            console.report(failure)
            throw failure.status.code
        } catch {
            // Its text may hold anything, so it is shown to those only who ask for it.
            let message = "this is a bug in tollgate, please report it: \(type(of: error)) was not expected here"
            let failure = CommandFailure(.bug, message)
            console.report(failure, debug: output.debug ? "\(error)" : nil)
            throw failure.status.code
        }
    }

    private func debugText(_ cause: BillingError) -> String {
        let request = cause.providerRequestID.map { ", request \($0)" } ?? ""
        return "\(cause.message) (\(cause.providerCode ?? cause.code.rawValue)\(request))"
    }

    /// Prints a document of a gateway in the form that was asked for; `text` is the one for people.
    func show(_ document: [UInt8], _ console: Console, text: () throws -> String) throws {
        if let field = output.field {
            console.data(try JSONPointer.value(at: field, in: document))
        } else if output.isJSON {
            console.data(String(decoding: document, as: UTF8.self))
        } else {
            console.data(try text())
        }
    }

    /// Prints a document in the form that was asked for; `text` is the one for people.
    func show(_ document: some JSONDocument, _ console: Console, text: () async throws -> String) async throws {
        if let field = output.field {
            console.data(try JSONPointer.value(at: field, in: document.json()))
        } else if output.isJSON {
            console.data(String(decoding: document.json(indented: true), as: UTF8.self))
        } else {
            console.data(try await text())
        }
    }
}
