import FoundationEssentials
package import Logging

/// Lines for a person who watches a terminal: time, level, message, and the metadata as `key=value`.
package struct TerminalLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let output: LogOutput

    package init(level: Logger.Level, output: @escaping LogOutput) {
        logLevel = level
        self.output = output
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let time = LogTime.string(from: Date()).dropFirst(11).prefix(8)
        let level = event.level.rawValue
        var line = "\(time) \(level)\(String(repeating: " ", count: max(0, 8 - level.count))) "
        line += printable(event.message.description)
        for (key, value) in LogLine.metadata(metadata, metadataProvider, event) {
            let text = printable(value.description)
            let needsQuotes = text.isEmpty || text.contains(" ") || text.contains("\"") || text.contains("=")
            line += needsQuotes ? " \(key)=\"\(text.replacing("\"", with: "'"))\"" : " \(key)=\(text)"
        }
        output(Array((line + "\n").utf8))
    }

    /// Without anything that moves a cursor, breaks a line or turns the direction of text.
    private func printable(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
