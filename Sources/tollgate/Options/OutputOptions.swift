import ArgumentParser
import Foundation

/// How a command writes.
struct OutputOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print one JSON document; errors as problem JSON on standard error.")
    var isJSON = false

    @Option(help: ArgumentHelp("Print one value of the document, such as /plan/id.", valueName: "pointer"))
    var field: String?

    @Flag(help: "Never use colours.")
    var noColor = false

    @Flag(name: .shortAndLong, help: "No messages, only data and errors.")
    var quiet = false

    @Flag(help: "Say what happened behind an error, in the provider's own words too.")
    var debug = false

    var console: Console {
        let environment = ProcessInfo.processInfo.environment
        let allowed = !noColor && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        var coloured: Set<Console.Stream> = []
        if allowed, isatty(STDOUT_FILENO) == 1 { coloured.insert(.data) }
        if allowed, isatty(STDERR_FILENO) == 1 { coloured.insert(.messages) }
        return Console(coloured: coloured, isJSON: isJSON, quiet: quiet)
    }
}
