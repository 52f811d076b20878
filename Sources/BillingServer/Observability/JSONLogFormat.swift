import BillingRouter
import FoundationEssentials
import Logging

/// One JSON object a line: `time`, `level`, `message`, and the metadata under its own names.
enum JSONLogFormat {
    static func line(_ event: LogEvent, _ metadata: LogMetadata, at time: Date) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("time", LogTime.string(from: time))
            json.member("level", event.level.rawValue)
            json.member("message", event.message.description)
            for (key, value) in metadata where !isReserved(key) {
                json.member(key) { write(value, into: &$0) }
            }
        }
        return json.bytes
    }

    private static func isReserved(_ key: String) -> Bool { key == "time" || key == "level" || key == "message" }

    private static func write(_ value: Logger.MetadataValue, into json: inout JSONWriter) {
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
