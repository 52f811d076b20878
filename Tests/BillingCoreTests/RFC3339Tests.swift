import BillingCore
import FoundationEssentials
import Testing

@Suite("Instants as text")
struct RFC3339Tests {
    static let pairs: [(String, Double)] = [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("1900-03-01T00:00:00Z", -2_203_891_200),
        ("1582-10-15T00:00:00Z", -12_219_292_800),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("0000-01-01T00:00:00Z", -62_167_219_200),
        ("2000-02-29T23:59:59Z", 951_868_799),
        ("2001-01-01T00:00:00Z", 978_307_200),
        ("2024-02-29T12:00:00Z", 1_709_208_000),
        ("2038-01-19T03:14:08Z", 2_147_483_648),
        ("2100-03-01T00:00:00Z", 4_107_542_400),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ]

    @Test("known instants are written and read", arguments: pairs)
    func known(text: String, seconds: Double) {
        #expect(RFC3339.string(from: Date(timeIntervalSince1970: seconds)) == text)
        #expect(RFC3339.date(from: text)?.timeIntervalSince1970 == seconds)
    }

    @Test("what is written is read as the same instant, from year 1 to 9999", arguments: 0..<20)
    func roundTrip(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<500 {
            let seconds = Int.random(in: -62_135_596_800...253_402_300_799, using: &random)
            let date = Date(timeIntervalSince1970: Double(seconds))
            let text = RFC3339.string(from: date)
            #expect(text.utf8.count == 20)
            #expect(RFC3339.date(from: text) == date, "\(text)")
        }
    }

    @Test("every day follows the one before it, for four hundred years")
    func everyDay() {
        // A calendar that counts by itself, month by month.
        var year = 1899
        var month = 1
        var day = 1
        var seconds = -2_240_524_800.0
        while year < 2300 {
            let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
            let expected = "\(year)-\(pad(month))-\(pad(day))T00:00:00Z"
            if RFC3339.string(from: Date(timeIntervalSince1970: seconds)) != expected {
                Issue.record("\(expected) is written as another day")
                return
            }
            seconds += 86_400
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test(
        "offsets, fractions and lower case are read",
        arguments: [
            ("2026-11-22T07:30:00+00:00", 1_795_332_600.0),
            ("2026-11-22T07:30:00-00:00", 1_795_332_600),
            ("2026-11-22T08:30:00+01:00", 1_795_332_600),
            ("2026-11-22T02:00:00-05:30", 1_795_332_600),
            ("2026-11-23T07:29:00+23:59", 1_795_332_600),
            ("2026-11-22t07:30:00z", 1_795_332_600),
            ("2026-11-22 07:30:00Z", 1_795_332_600),
            ("2026-11-22T07:30:00.5Z", 1_795_332_600.5),
            ("2026-11-22T07:30:00.250+00:00", 1_795_332_600.25),
            ("2026-11-22T07:30:00.0009Z", 1_795_332_600),
            ("2026-11-22T07:29:60Z", 1_795_332_600),
        ]
    )
    func variants(text: String, seconds: Double) {
        #expect(RFC3339.date(from: text)?.timeIntervalSince1970 == seconds)
    }

    @Test(
        "a fraction never moves an instant to the next second",
        arguments: [
            "2026-11-22T23:59:59.9Z", "2026-11-22T23:59:59.999Z", "2026-11-22T23:59:59.999999Z",
            "2026-11-22T23:59:59.999999999Z", "2026-11-22T23:59:59.\(String(repeating: "9", count: 400))Z",
        ]
    )
    func fractions(text: String) throws {
        #expect(RFC3339.string(from: try #require(RFC3339.date(from: text))) == "2026-11-22T23:59:59Z")
    }

    @Test("fractions are dropped before the epoch too", arguments: [(-0.25, "59"), (-1.0, "59"), (-1.25, "58")])
    func negativeFractions(seconds: Double, last: String) {
        #expect(RFC3339.string(from: Date(timeIntervalSince1970: seconds)) == "1969-12-31T23:59:\(last)Z")
    }

    @Test(
        "what has no such form is written as the nearest instant that has one",
        arguments: [
            (-62_167_219_201, "0000-01-01T00:00:00Z"),
            (-1e300, "0000-01-01T00:00:00Z"),
            (-Double.infinity, "0000-01-01T00:00:00Z"),
            (Double.nan, "0000-01-01T00:00:00Z"),
            (253_402_300_800, "9999-12-31T23:59:59Z"),
            (9.3e18, "9999-12-31T23:59:59Z"),
            (Double.infinity, "9999-12-31T23:59:59Z"),
        ]
    )
    func outside(seconds: Double, text: String) {
        #expect(RFC3339.string(from: Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "now", "2026", "2026-11-22", "2026-11-22T07:30Z", "2026-11-22T07:30:00", "2026-11-22T07:30:00 Z",
            " 2026-11-22T07:30:00Z", "2026-11-22T07:30:00Z ", "2026-11-22T07:30:00ZZ", "2026-11-22T07:30:00.Z",
            "2026-11-22T07:30:00,5Z", "2026-11-22T07:30:00+01", "2026-11-22T07:30:00+0100", "2026-11-22T07:30:00+24:00",
            "2026-11-22T07:30:00+01:60", "2026-11-22T07:30:00±01:00", "2026-00-22T07:30:00Z", "2026-13-22T07:30:00Z",
            "2026-11-00T07:30:00Z", "2026-11-31T07:30:00Z", "2026-02-29T07:30:00Z", "1900-02-29T00:00:00Z",
            "2026-11-22T24:00:00Z", "2026-11-22T07:60:00Z", "2026-11-22T07:30:61Z", "26-11-22T07:30:00Z",
            "+2026-11-22T07:30:00Z", "-001-11-22T07:30:00Z", "12026-11-22T07:30:00Z", "2026-1-22T07:30:00Z",
            "2026/11/22T07:30:00Z", "２026-11-22T07:30:00Z", "2026-11-22T07:30:00Z\u{0}", "1795332600",
        ]
    )
    func refused(text: String) {
        #expect(RFC3339.date(from: text) == nil)
    }
}
