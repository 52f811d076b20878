import BillingCore
import FoundationEssentials

/// How often a price is charged, and the calendar that follows from it.
///
/// All of it in UTC.
struct BillingCycle: Hashable, Sendable {
    let interval: BillingInterval
    /// At least 1; 3 with `month` is every three months.
    let count: Int

    /// The instant `number` cycles after the anchor.
    ///
    /// Always counted from the anchor and never from the last period, so that 31 January leads to 28 February and from
    /// there to 31 March.
    func date(_ number: Int, from anchor: Date) -> Date {
        let steps = number * count
        return switch interval {
        case .day: anchor.addingDays(steps)
        case .week: anchor.addingDays(7 * steps)
        case .month: anchor.addingMonths(steps)
        case .year: anchor.addingMonths(12 * steps)
        }
    }

    /// The first end of a cycle later than an instant.
    func end(after instant: Date, anchor: Date) -> Date {
        // Months differ in length, so the quotient is a first guess and the calendar decides.
        var number = Int((instant.timeIntervalSince(anchor) / (averageDays * 86_400)).rounded(.down))
        while date(number, from: anchor) <= instant { number += 1 }
        while date(number - 1, from: anchor) > instant { number -= 1 }
        return date(number, from: anchor)
    }

    /// The cycle that an instant is in: from its start up to its end.
    func period(at instant: Date, anchor: Date) -> (start: Date, end: Date) {
        let end = end(after: instant, anchor: anchor)
        var number = Int((end.timeIntervalSince(anchor) / (averageDays * 86_400)).rounded())
        // The quotient is a first guess, as above.
        while date(number, from: anchor) >= end { number -= 1 }
        while date(number + 1, from: anchor) < end { number += 1 }
        return (date(number, from: anchor), end)
    }

    private var averageDays: Double {
        let one =
            switch interval {
            case .day: 1.0
            case .week: 7.0
            case .month: 365.2425 / 12
            case .year: 365.2425
            }
        return one * Double(count)
    }
}
