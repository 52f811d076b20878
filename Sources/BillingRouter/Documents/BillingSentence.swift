package import FoundationEssentials
import BillingCore

/// One sentence for a customer, in parts, so that every surface can set plans, dates and prices in its own way.
package struct BillingSentence: Hashable, Sendable {
    package private(set) var parts: [Part]

    package enum Part: Hashable, Sendable {
        case text(String)
        case plan(String)
        case date(Date)
        case price(PriceDocument)
    }

    /// The sentence as plain text.
    package func text(date: (Date) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text), .plan(let text): text
            case .date(let instant): date(instant)
            case .price(let price): price.text ?? ""
            }
        }.joined()
    }
}

extension BillingSentence: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) { parts = [.text(text)] }

    package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        package mutating func appendLiteral(_ text: String) { if !text.isEmpty { parts.append(.text(text)) } }
        package mutating func appendInterpolation(plan name: String) { parts.append(.plan(name)) }
        package mutating func appendInterpolation(_ date: Date) { parts.append(.date(date)) }
        package mutating func appendInterpolation(_ price: PriceDocument) { parts.append(.price(price)) }
    }
}
