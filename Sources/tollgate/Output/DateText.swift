import Foundation
import PageKit

/// Dates for people: `1 Dec 2026`, in the tenant's time zone.
struct DateText {
    private let calendar: Calendar
    private let dates: PageDates

    /// - Parameter timezone: an IANA name. UTC stands in for one that this machine does not know.
    init(timezone: String) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timezone) ?? .gmt
        self.calendar = calendar
        dates = PageDates(timeZone: calendar.timeZone, zoneName: timezone)
    }

    /// As the pages write it.
    func date(_ date: Date) -> String { dates.day(date) }

    /// With the time, in UTC: `1 Dec 2026, 09:30:00 UTC`.
    static func moment(_ date: Date) -> String {
        let utc = DateText(timezone: "UTC")
        let parts = utc.calendar.dateComponents([.hour, .minute, .second], from: date)
        let time = [parts.hour, parts.minute, parts.second].map { number in
            let digits = String(number ?? 0)
            return digits.count == 1 ? "0" + digits : digits
        }
        return "\(utc.date(date)), \(time.joined(separator: ":")) UTC"
    }

    /// How far away a date is, in whole days of the calendar: `in 9 days`, `today`, `3 days ago`.
    func distance(to date: Date, from now: Date) -> String {
        let from = calendar.startOfDay(for: now)
        let to = calendar.startOfDay(for: date)
        let days = calendar.dateComponents([.day], from: from, to: to).day ?? 0
        return switch days {
        case 0: "today"
        case 1: "tomorrow"
        case -1: "yesterday"
        case 2...: "in \(days) days"
        default: "\(-days) days ago"
        }
    }
}
