import FoundationEssentials

/// A card on file: what a portal may show of it, and what becomes of a charge.
///
/// There are test cards only, and no number is ever kept.
struct MockCard: Hashable, Sendable {
    /// Such as `pm_mock_ada_1`.
    let id: String
    let brand: Brand
    /// The last four digits.
    let last4: String
    let expiryMonth: Int
    let expiryYear: Int
    let outcome: Outcome

    enum Brand: String, Sendable, CaseIterable {
        case visa, mastercard, amex

        /// As it is written on pages.
        var title: String {
            switch self {
            case .visa: "Visa"
            case .mastercard: "Mastercard"
            case .amex: "American Express"
            }
        }
    }

    /// What becomes of a charge.
    enum Outcome: String, Sendable, CaseIterable {
        case succeeds
        /// The card is accepted, and every charge on it is declined.
        case declines
    }
}

/// A number that is accepted as a card's, and what it plays.
///
/// They are the test numbers that Stripe's users know.
struct MockTestCard: Hashable, Sendable {
    /// Digits only.
    let number: String
    let brand: MockCard.Brand
    let behaviour: Behaviour

    enum Behaviour: Hashable, Sendable {
        case accepted(MockCard.Outcome)
        /// The card is not even taken: Stripe's decline code.
        case refused(declineCode: String)
    }

    var last4: String { String(number.suffix(4)) }

    static let all: [MockTestCard] = [
        MockTestCard(number: "4242424242424242", brand: .visa, behaviour: .accepted(.succeeds)),
        MockTestCard(number: "5555555555554444", brand: .mastercard, behaviour: .accepted(.succeeds)),
        MockTestCard(number: "378282246310005", brand: .amex, behaviour: .accepted(.succeeds)),
        MockTestCard(number: "4000000000000341", brand: .visa, behaviour: .accepted(.declines)),
        MockTestCard(number: "4000000000000002", brand: .visa, behaviour: .refused(declineCode: "generic_decline")),
        MockTestCard(number: "4000000000009995", brand: .visa, behaviour: .refused(declineCode: "insufficient_funds")),
        MockTestCard(number: "4000000000000069", brand: .visa, behaviour: .refused(declineCode: "expired_card")),
    ]

    /// The test card of a number as somebody types it, with spaces or hyphens.
    ///
    /// Nil for every other number: it may be somebody's real one, so nothing may keep or repeat it.
    static func named(_ typed: String) -> MockTestCard? {
        let digits = typed.filter { $0 != " " && $0 != "-" }
        return all.first { $0.number == digits }
    }
}
