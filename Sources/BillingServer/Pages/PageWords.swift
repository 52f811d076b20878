import BillingCore
import BillingRouter
import Foundation
import PageKit

/// How a tenant's pages write dates and amounts: in its time zone and, where it has one, its locale.
struct PageWords: Sendable {
    private let timeZone: TimeZone
    private let locale: Locale?
    private let dates: PageDates

    init(_ tenant: Tenant) {
        // UTC stands in for a zone that this machine does not know.
        timeZone = TimeZone(identifier: tenant.timezone) ?? .gmt
        locale = tenant.pages.locale.map(Locale.init(identifier:))
        dates = PageDates(timeZone: timeZone, zoneName: tenant.timezone)
    }

    /// Such as `1 Dec 2026`.
    func day(_ date: Date) -> String {
        guard let locale else { return dates.day(date) }
        return date.formatted(
            Date.FormatStyle(
                date: .abbreviated,
                time: .omitted,
                locale: locale,
                calendar: Calendar(identifier: .gregorian),
                timeZone: timeZone
            )
        )
    }

    func date(_ date: Date) -> PageText { "\(date: date, as: day(date))" }

    /// Such as `15.00 USD`.
    func money(_ money: Money) -> String {
        guard let locale else { return money.description }
        let amount = Decimal(
            sign: money.amount < 0 ? .minus : .plus,
            exponent: -money.exponent,
            significand: Decimal(money.amount.magnitude)
        )
        return amount.formatted(.currency(code: money.currency.uppercased()).locale(locale))
    }

    /// Such as `15.00 USD / month`.
    ///
    /// Nil where the price has no single amount.
    func price(_ price: PriceDocument?) -> String? { price?.text(money) }

    func text(_ sentences: [BillingSentence]) -> PageText {
        var text: PageText = ""
        for (index, sentence) in sentences.enumerated() {
            if index > 0 { text = text + " " }
            for part in sentence.parts { text = text + self.text(part) }
        }
        return text
    }

    func plain(_ sentences: [BillingSentence]) -> [String] {
        sentences.map { sentence in
            sentence.parts.map { part in
                switch part {
                case .text(let text), .plan(let text): text
                case .date(let date): day(date)
                case .price(let price): self.price(price) ?? ""
                }
            }.joined()
        }
    }

    private func text(_ part: BillingSentence.Part) -> PageText {
        switch part {
        case .text(let text): "\(text)"
        case .plan(let name): "\(strong: name)"
        case .date(let date): self.date(date)
        case .price(let price): "\(self.price(price) ?? "")"
        }
    }

    /// Such as `4 minutes ago`.
    static func ago(_ age: Duration) -> String {
        let seconds = Int(age.components.seconds)
        switch seconds {
        case ..<60: return "less than a minute ago"
        case ..<3600: return count(seconds / 60, "minute")
        case ..<86_400: return count(seconds / 3600, "hour")
        default: return count(seconds / 86_400, "day")
        }
    }

    private static func count(_ number: Int, _ unit: String) -> String {
        number == 1 ? "1 \(unit) ago" : "\(number) \(unit)s ago"
    }
}
