import FoundationEssentials
import Synchronization

/// The `Date` field. Made once a second, by plain arithmetic.
final class HTTPDate: Sendable {
    static let shared = HTTPDate()

    private let made = Mutex((second: Int.min, text: ""))

    /// The present moment, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    var now: String { text(at: Int(Date().timeIntervalSince1970)) }

    func text(at second: Int) -> String {
        made.withLock { made in
            if made.second != second { made = (second, HTTPDate.format(second)) }
            return made.text
        }
    }

    /// - Parameter second: since 1970, not negative.
    private static func format(_ second: Int) -> String {
        let day = second / 86_400
        // Civil date of a day, after Howard Hinnant's "chrono-compatible low-level date algorithms".
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let time = "\(two(second / 3600 % 24)):\(two(second / 60 % 60)):\(two(second % 60))"
        return "\(days[day % 7]), \(two(dayOfMonth)) \(months[month - 1]) \(year) \(time) GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    // 1970 began on a Thursday.
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
