import ArgumentParser
import Foundation

/// Where a command writes: data on standard output, messages on standard error.
struct Console {
    let isJSON: Bool
    private let coloured: Set<Stream>
    private let quiet: Bool

    /// What a text is, and so where it goes.
    enum Stream: CaseIterable {
        case data, messages

        fileprivate var file: FileHandle {
            switch self {
            case .data: .standardOutput
            case .messages: .standardError
            }
        }
    }

    /// - Parameters:
    ///   - coloured: the streams that end at a terminal that may have colours.
    ///   - isJSON: for a program, which wants documents only: messages are left out.
    ///   - quiet: leaves out messages too.
    init(coloured: Set<Stream>, isJSON: Bool, quiet: Bool) {
        self.coloured = coloured
        self.isJSON = isJSON
        self.quiet = quiet
    }

    /// Data: what the command was asked for.
    func data(_ text: String, terminator: String = "\n") { write(text + terminator, to: .data) }

    /// A message for the person at the terminal.
    func message(_ text: String) { if !quiet, !isJSON { write(text + "\n", to: .messages) } }

    /// Why the command failed.
    ///
    /// Said even when messages are not wanted.
    func failure(_ text: String, terminator: String = "\n") { write(text + terminator, to: .messages) }

    func isColoured(_ stream: Stream) -> Bool { coloured.contains(stream) }

    func emphasised(_ text: String, in stream: Stream = .data) -> String {
        isColoured(stream) ? "\u{1B}[1m\(text)\u{1B}[0m" : text
    }

    /// For messages only: what is worth a second look.
    func notable(_ text: String) -> String { isColoured(.messages) ? "\u{1B}[1;33m\(text)\u{1B}[0m" : text }

    /// For messages only: what stands back.
    func subdued(_ text: String) -> String { isColoured(.messages) ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    /// For messages only.
    func alarming(_ text: String) -> String { isColoured(.messages) ? "\u{1B}[1;31m\(text)\u{1B}[0m" : text }

    private func write(_ text: String, to stream: Stream) {
        do {
            try stream.file.write(contentsOf: Data(text.utf8))
        } catch {
            // A reader that went away (`tollgate … | head`) is not a failure of ours. Data that a full disk did not take
            // is one: nobody else would notice.
            guard stream == .data, errno != EPIPE else { return }
            failure("error: the output cannot be written")
            exit(ExitStatus.failure.rawValue)
        }
    }
}
