public import FoundationEssentials

/// Dates for people: `1 Dec 2026`.
public struct PageDates: Hashable, Sendable {
    /// In Coordinated Universal Time.
    public static let utc = PageDates(timeZone: .gmt, zoneName: "UTC")

    private let calendar: Calendar
    private let zoneName: String

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// In a time zone; its name follows a time of day.
    public init(timeZone: TimeZone, zoneName: String) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        self.calendar = calendar
        self.zoneName = zoneName
    }

    /// The day, such as `1 Dec 2026`.
    public func day(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return "" }
        return "\(day) \(PageDates.months[month - 1]) \(year)"
    }

    /// The day and the time of day, such as `1 Dec 2026, 08:30 UTC`.
    public func dayAndTime(_ date: Date) -> String {
        let parts = calendar.dateComponents([.hour, .minute], from: date)
        guard let hour = parts.hour, let minute = parts.minute else { return day(date) }
        return "\(day(date)), \(PageDates.twoDigits(hour)):\(PageDates.twoDigits(minute)) \(zoneName)"
    }

    /// For the attribute `datetime`.
    static func machineReadable(_ date: Date) -> String { date.formatted(.iso8601) }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
