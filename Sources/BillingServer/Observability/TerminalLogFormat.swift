import FoundationEssentials
import Logging

/// Lines for a person who watches a terminal: time, level, message, and the metadata as `key=value`.
enum TerminalLogFormat {
    static func line(_ event: LogEvent, _ metadata: LogMetadata, at time: Date) -> [UInt8] {
        let time = LogTime.string(from: time).dropFirst(11).prefix(8)
        let level = event.level.rawValue
        var line = "\(time) \(level)\(String(repeating: " ", count: max(0, 8 - level.count))) "
        line += event.message.description.printable
        for (key, value) in metadata {
            let text = value.description.printable
            let needsQuotes = text.isEmpty || text.contains(" ") || text.contains("\"") || text.contains("=")
            line += needsQuotes ? " \(key)=\"\(text.replacing("\"", with: "'"))\"" : " \(key)=\(text)"
        }
        return Array(line.utf8)
    }
}
