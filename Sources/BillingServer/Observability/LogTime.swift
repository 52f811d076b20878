import BillingCore
import FoundationEssentials

/// Instants as logs have them: with milliseconds.
enum LogTime {
    static func string(from date: Date) -> String {
        let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded(.down)) % 1000
        let digits = String(milliseconds)
        return RFC3339.string(from: date).dropLast() + "." + String(repeating: "0", count: 3 - digits.count) + digits
            + "Z"
    }
}
