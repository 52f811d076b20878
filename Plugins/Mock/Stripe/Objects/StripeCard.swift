import BillingCore
import FoundationEssentials

/// A card that is nobody's yet, as its id tells: `pm_mock_12_visa`, `pm_mock_12_visa_0834`, or `pm_card_visa`, which is
/// there always.
///
/// The world keeps the cards of customers only; so what such a card plays, and when it expires, stands in its id.
struct StripeCard {
    let id: String
    let card: MockTestCard
    var expires: (month: Int, year: Int)?

    /// Stripe's names of its test cards, as in `pm_card_visa` and `tok_visa`, and their numbers.
    private static let names = [
        "visa": "4242424242424242",
        "mastercard": "5555555555554444",
        "amex": "378282246310005",
        "chargeCustomerFail": "4000000000000341",
        "chargeDeclined": "4000000000000002",
        "chargeDeclinedInsufficientFunds": "4000000000009995",
        "chargeDeclinedExpiredCard": "4000000000000069",
    ]

    /// Reads the id of a card that is nobody's.
    init?(id: String) {
        self.id = id
        if id.hasPrefix("pm_card_") {
            guard let card = StripeCard.named(String(id.dropFirst(8))) else { return nil }
            self.card = card
            return
        }
        let parts = id.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 4 || parts.count == 5, parts[0] == "pm", parts[1] == "mock", Int(parts[2]) != nil,
            let card = StripeCard.named(String(parts[3]))
        else { return nil }
        self.card = card
        guard parts.count == 5 else { return }
        guard parts[4].utf8.count == 4, let month = Int(parts[4].prefix(2)), let year = Int(parts[4].suffix(2)),
            (1...12).contains(month)
        else { return nil }
        expires = (month, 2000 + year)
    }

    /// A new card of a token, such as `tok_visa`.
    init?(token: String, number: Int) {
        guard token.hasPrefix("tok_"), let card = StripeCard.named(String(token.dropFirst(4))) else { return nil }
        self.init(card, number: number, expires: nil)
    }

    /// A new card.
    init?(_ card: MockTestCard, number: Int, expires: (month: Int, year: Int)?) {
        guard let name = StripeCard.names.first(where: { $0.value == card.number })?.key else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let suffix = expires.map { "_" + two($0.month) + two($0.year % 100) } ?? ""
        self.init(id: "pm_mock_\(number)_\(name)\(suffix)")
    }

    private static func named(_ name: String) -> MockTestCard? { names[name].flatMap(MockTestCard.named) }
}

/// A card with what a payment method has beside it.
struct StripePaymentMethod {
    let id: String
    let brand: MockCard.Brand
    let last4: String
    let expires: (month: Int, year: Int)
    /// Nil: nobody's.
    let customer: MockCustomer?

    init(_ card: MockCard, of customer: MockCustomer) {
        id = card.id
        brand = card.brand
        last4 = card.last4
        expires = (card.expiryMonth, card.expiryYear)
        self.customer = customer
    }

    init(_ card: StripeCard) {
        id = card.id
        brand = card.card.brand
        last4 = card.card.last4
        expires = card.expires ?? (12, 2034)
        customer = nil
    }
}

extension StripeCall {
    func json(_ method: StripePaymentMethod) throws -> JSONValue {
        .members([
            "id": .text(method.id),
            "object": .text("payment_method"),
            "allow_redisplay": .text("unspecified"),
            "billing_details": .members([
                "address": .members([
                    "city": .null, "country": .null, "line1": .null, "line2": .null, "postal_code": .null,
                    "state": .null,
                ]),
                "email": .null, "name": .null, "phone": .null, "tax_id": .null,
            ]),
            "card": .members([
                "brand": .text(method.brand.rawValue),
                "checks": .members([
                    "address_line1_check": .null, "address_postal_code_check": .null, "cvc_check": .text("pass"),
                ]),
                "country": .text("US"),
                "display_brand": .text(method.brand == .amex ? "american_express" : method.brand.rawValue),
                "exp_month": .integer(method.expires.month),
                "exp_year": .integer(method.expires.year),
                "fingerprint": .text("mock\(method.brand.rawValue)\(method.last4)"),
                "funding": .text("credit"),
                "generated_from": .null,
                "last4": .text(method.last4),
                "networks": .members([
                    "available": .list([.text(method.brand.rawValue)]), "preferred": .null,
                ]),
                "regulated_status": .text("unregulated"),
                "three_d_secure_usage": .members(["supported": .flag(true)]),
                "wallet": .null,
            ]),
            "created": try beginning,
            "customer": JSONValue(method.customer?.id.rawValue),
            "customer_account": .null,
            "livemode": .flag(false),
            "metadata": .object([]),
            "type": .text("card"),
        ])
    }
}
