import FoundationEssentials

// The Gregorian calendar in UTC by plain arithmetic, after Howard Hinnant's "chrono-compatible low-level date
// algorithms": no time zone to load, no calendar that can have no answer.
extension Date {
    func addingDays(_ count: Int) -> Date { addingTimeInterval(Double(count) * 86_400) }

    /// The same day of the month and time of day, or the last day of a month that is too short for it.
    func addingMonths(_ count: Int) -> Date {
        let days = Int((timeIntervalSince1970 / 86_400).rounded(.down))
        let (year, month, day) = Date.civil(fromDays: days)
        let months = year * 12 + (month - 1) + count
        let newYear = Date.floorDivided(months, by: 12)
        let newMonth = months - newYear * 12 + 1
        let newDay = min(day, Date.lastDay(of: newMonth, in: newYear))
        return addingDays(Date.days(fromYear: newYear, month: newMonth, day: newDay) - days)
    }

    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivided(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func days(fromYear year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = floorDivided(shiftedYear, by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func lastDay(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func floorDivided(_ number: Int, by divisor: Int) -> Int {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
