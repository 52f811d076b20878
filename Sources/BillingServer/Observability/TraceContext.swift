import BillingRouter
import HTTPTypes

/// The trace that a request belongs to (W3C Trace Context), and the gateway's own step in it.
struct TraceContext {
    /// 32 hexadecimal digits.
    let traceID: String
    /// The `traceparent` that goes on to providers and back to the caller, with a span of the gateway's own.
    let traceParent: String

    init(_ fields: HTTPFields) {
        let values = fields[values: .traceParent]
        if values.count == 1, let (traceID, flags) = TraceContext.parse(values[0]) {
            self.traceID = traceID
            traceParent = "00-\(traceID)-\(RandomID.hexadecimal(bytes: 8))-\(flags)"
        } else {
            traceID = RandomID.hexadecimal(bytes: 16)
            traceParent = "00-\(traceID)-\(RandomID.hexadecimal(bytes: 8))-00"
        }
    }

    /// Nil for what is not a `traceparent`: a new trace begins then.
    private static func parse(_ text: String) -> (traceID: String, flags: Substring)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[1].utf8.count == 32, parts[2].utf8.count == 16,
            parts[3].utf8.count == 2, parts[0..<4].allSatisfy({ $0.utf8.allSatisfy(isLowercaseHexadecimal) })
        else { return nil }
        // Later versions may have more parts; version 00 has exactly four, and ff is no version.
        guard parts[0] != "ff", parts[0] != "00" || parts.count == 4 else { return nil }
        guard parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" }) else { return nil }
        return (String(parts[1]), parts[3])
    }

    private static func isLowercaseHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

/// The id of one request, in `X-Request-Id` and in the log.
enum RequestID {
    /// The caller's own, where it has one that is fit for a log; a new one otherwise.
    static func of(_ fields: HTTPFields) -> String {
        let values = fields[values: .xRequestID]
        guard values.count == 1, isValid(values[0]) else { return RandomID.hexadecimal(bytes: 16) }
        return values[0]
    }

    private static func isValid(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
