import BillingCore
import BillingRouter
import FoundationEssentials
package import Logging

/// One JSON object a line: `time`, `level`, `message`, and the metadata under its own names.
package struct JSONLogHandler: LogHandler {
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
        var json = JSONWriter()
        json.object { json in
            json.member("time", LogTime.string(from: Date()))
            json.member("level", event.level.rawValue)
            json.member("message", event.message.description)
            for (key, value) in LogLine.metadata(metadata, metadataProvider, event)
            where !JSONLogHandler.reserved.contains(key) {
                json.member(key) { write(value, into: &$0) }
            }
        }
        output(json.bytes + [0x0A])
    }

    private static let reserved: Set = ["time", "level", "message"]

    private func write(_ value: Logger.MetadataValue, into json: inout JSONWriter) {
        switch value {
        case .string(let text): json.value(text)
        case .stringConvertible(let number as Int): json.value(number)
        case .stringConvertible(let value): json.value(value.description)
        case .array(let values):
            json.array { json in
                for value in values { json.element { write(value, into: &$0) } }
            }
        case .dictionary(let members):
            json.object { json in
                for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                    json.member(key) { write(value, into: &$0) }
                }
            }
        }
    }
}

/// Instants as logs have them: with milliseconds.
enum LogTime {
    static func string(from date: Date) -> String {
        let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded(.down)) % 1000
        let digits = String(milliseconds)
        return RFC3339.string(from: date).dropLast() + "." + String(repeating: "0", count: 3 - digits.count) + digits
            + "Z"
    }
}
