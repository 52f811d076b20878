import ArgumentParser
import Foundation
import Subprocess
import SystemPackage
import UnixSignals

/// A command that runs beside the gateway, with its terminal and its environment.
///
/// It gets none of the gateway's sockets and files: only standard input, output and error.
struct ChildCommand {
    /// The program, and its arguments.
    let words: [String]
    /// Beside this process's own environment.
    let variables: [String: String]

    private typealias Running = Execution<FileDescriptorInput, FileDescriptorOutput, FileDescriptorOutput>

    /// Runs it to its end.
    ///
    /// - Parameter signals: what it is sent while it runs.
    /// - Returns: its status; 128 and the signal's number when a signal ended it.
    /// - Throws: ``CommandFailure`` with the status 127 where there is no such program, 126 where it cannot be started.
    func run(forwarding signals: UnixSignalsSequence) async throws -> ExitCode {
        let (processes, started) = AsyncStream.makeStream(of: Running.self)
        return try await withThrowingTaskGroup(of: ExitCode?.self) { group in
            group.addTask {
                defer { started.finish() }
                return try await start { started.yield($0) }
            }
            group.addTask {
                // Signals that come before it has started wait for it.
                for await process in processes {
                    for await signal in signals where !ChildCommand.comesFromTerminal(signal) {
                        // One that has ended meanwhile needs no signal.
                        try? process.send(signal: Signal(rawValue: signal.rawValue))
                    }
                }
                return nil
            }
            defer { group.cancelAll() }
            while let status = try await group.next() { if let status { return status } }
            return ExitStatus.bug
        }
    }

    private func start(_ started: @Sendable (Running) -> Void) async throws -> ExitCode {
        let program = words.first ?? ""
        var options = PlatformOptions()
        // Only where the gateway itself fails meanwhile.
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(words.dropFirst())),
                environment: .inherit.updating(
                    Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })
                ),
                platformOptions: options,
                input: .currentStandardInput,
                output: .currentStandardOutput,
                error: .currentStandardError
            ) { started($0) }
            return switch result.terminationStatus {
            case .exited(let code): ExitCode(code)
            case .signaled(let signal): ExitCode(128 + signal)
            }
        } catch let error as SubprocessError {
            let isThere = program.contains("/") && FileManager.default.fileExists(atPath: program)
            let isMissing = error.code == .executableNotFound && !isThere
            throw CommandFailure(
                isMissing ? .commandNotFound : .commandNotStarted,
                "`\(program)` cannot be started: "
                    + (isMissing ? "there is no such program" : "it is not a program that this user may run")
            )
        }
    }

    /// Whether the terminal has sent this signal to the child as well.
    ///
    /// It does so where both are in the foreground. A second one might be taken for impatience.
    private static func comesFromTerminal(_ signal: UnixSignal) -> Bool {
        guard signal == .sigint || signal == .sighup else { return false }
        return [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].contains { tcgetpgrp($0) == getpgrp() }
    }
}
