import BillingCore
import Foundation
import Testing

@testable import MockProvider

struct BillingCycleTests {
    @Test(
        "months keep the day of the month, or take the last one that there is",
        arguments: [
            ("2026-01-31T10:20:30Z", 1, "2026-02-28T10:20:30Z"),
            ("2026-01-31T10:20:30Z", 2, "2026-03-31T10:20:30Z"),
            ("2026-01-31T10:20:30Z", 3, "2026-04-30T10:20:30Z"),
            ("2028-01-31T00:00:00Z", 1, "2028-02-29T00:00:00Z"),
            ("2100-01-31T00:00:00Z", 1, "2100-02-28T00:00:00Z"),
            ("2026-12-31T23:59:59Z", 2, "2027-02-28T23:59:59Z"),
            ("2026-11-15T08:30:00Z", 1, "2026-12-15T08:30:00Z"),
            ("2026-11-15T08:30:00Z", 14, "2028-01-15T08:30:00Z"),
            ("2026-03-31T00:00:00Z", -1, "2026-02-28T00:00:00Z"),
            ("2026-01-15T00:00:00Z", -1, "2025-12-15T00:00:00Z"),
            ("2028-02-29T06:00:00Z", 12, "2029-02-28T06:00:00Z"),
            ("2028-02-29T06:00:00Z", 48, "2032-02-29T06:00:00Z"),
            ("1969-12-31T12:00:00Z", 2, "1970-02-28T12:00:00Z"),
        ]
    )
    func addsMonths(from: String, count: Int, to: String) throws {
        #expect(RFC3339.string(from: try instant(from).addingMonths(count)) == to)
    }

    @Test("months agree with Foundation's calendar on every day of eight years")
    func agreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let first = try instant("2023-01-01T17:45:10Z")
        for day in 0..<(8 * 366) {
            let date = first.addingDays(day)
            for count in [-13, -1, 1, 2, 11, 25] {
                #expect(date.addingMonths(count) == calendar.date(byAdding: .month, value: count, to: date))
            }
        }
    }

    @Test(
        "a cycle ends a whole number of intervals after its anchor",
        arguments: [
            (BillingInterval.day, 1, "2026-11-26T09:00:00Z"),
            (.day, 30, "2026-12-24T09:00:00Z"),
            (.week, 1, "2026-12-01T09:00:00Z"),
            (.week, 2, "2026-12-08T09:00:00Z"),
            (.month, 1, "2026-12-24T09:00:00Z"),
            (.month, 3, "2027-02-24T09:00:00Z"),
            (.year, 1, "2027-11-24T09:00:00Z"),
            (.year, 2, "2028-11-24T09:00:00Z"),
        ]
    )
    func ends(interval: BillingInterval, count: Int, end: String) throws {
        let cycle = BillingCycle(interval: interval, count: count)
        let anchor = try instant("2026-11-24T09:00:00Z")
        let day = try instant("2026-11-25T09:00:00Z")
        #expect(RFC3339.string(from: cycle.end(after: day, anchor: anchor)) == end)
    }

    @Test("the end of a cycle is later than the instant, and no earlier end is", arguments: BillingInterval.allCases)
    func isTheFirstEnd(interval: BillingInterval) throws {
        let anchor = try instant("2024-01-31T23:00:00Z")
        for count in [1, 2, 5] {
            let cycle = BillingCycle(interval: interval, count: count)
            for number in -3...40 {
                let end = cycle.date(number, from: anchor)
                #expect(cycle.end(after: end, anchor: anchor) == cycle.date(number + 1, from: anchor))
                #expect(cycle.end(after: end.addingTimeInterval(-1), anchor: anchor) == end)
            }
        }
    }
}
