import FoundationEssentials
package import Logging

/// Writes each event as one line.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let format: Format
    private let output: LogOutput

    /// For whom the lines are.
    package enum Format: Sendable {
        /// For programs: one JSON object a line.
        case json
        /// For a person who watches.
        case terminal
    }

    package init(_ format: Format, level: Logger.Level, output: @escaping LogOutput) {
        logLevel = level
        self.format = format
        self.output = output
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = LogLine.metadata(metadata, metadataProvider, event)
        var line =
            switch format {
            case .json: JSONLogFormat.line(event, all, at: Date())
            case .terminal: TerminalLogFormat.line(event, all, at: Date())
            }
        line.append(0x0A)
        output(line)
    }
}
