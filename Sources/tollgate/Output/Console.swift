import Foundation

/// Where a command writes: data on standard output, messages on standard error.
struct Console {
    let colours: Bool
    private let quiet: Bool

    init(colours: Bool, quiet: Bool) {
        self.colours = colours
        self.quiet = quiet
    }

    /// Data: what the command was asked for.
    func data(_ text: String, terminator: String = "\n") { Console.write(text + terminator, to: .standardOutput) }

    /// A message for the person at the terminal.
    func message(_ text: String) { if !quiet { Console.write(text + "\n", to: .standardError) } }

    /// Why the command failed.
    ///
    /// Said even when messages are not wanted.
    func failure(_ text: String) { Console.write(text + "\n", to: .standardError) }

    func emphasised(_ text: String) -> String { colours ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    func alarming(_ text: String) -> String { colours ? "\u{1B}[1;31m\(text)\u{1B}[0m" : text }

    /// A reader that went away (`tollgate … | head`) is not a failure of ours.
    private static func write(_ text: String, to file: FileHandle) { try? file.write(contentsOf: Data(text.utf8)) }
}
