import BillingCore
public import FoundationEssentials
public import HTTPTypes

/// The `Retry-After` field of an answer.
public enum RetryAfter {
    /// How long the answer asks to wait: its seconds, or the time until its date (zero when that has passed).
    ///
    /// Nil without the field, and for a value that is neither.
    public static func duration(in response: HTTPResponse, now: Date) -> Duration? {
        guard let value = response.headerFields[.retryAfter] else { return nil }
        if value.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) {
            return Int32(value).map { .seconds($0) }
        }
        guard let date = date(from: value) else { return nil }
        return .milliseconds(max(0, Int64(date.timeIntervalSince(now) * 1000)))
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the form that RFC 9110 tells senders to use.
    private static func date(from text: String) -> Date? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[5] == "GMT", parts[1].utf8.count == 2, parts[3].utf8.count == 4,
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month + 1
        return RFC3339.date(from: "\(parts[3])-\(number < 10 ? "0" : "")\(number)-\(parts[1])T\(parts[4])Z")
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
