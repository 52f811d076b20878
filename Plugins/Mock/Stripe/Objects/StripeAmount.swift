import BillingCore

/// Amounts in Stripe's units, which for three currencies are not those of ISO 4217: the króna and the Ugandan shilling
/// have two places there that are always zero, the ariary has none.
enum StripeAmount {
    static func json(_ amount: Int, _ currency: String) -> JSONValue { .integer(stripe(amount, currency)) }

    static func text(_ amount: Int, _ currency: String) -> JSONValue { .text(String(stripe(amount, currency))) }

    /// The gateway's amount of one of Stripe's; nil where it has a fraction of a unit, or is too large.
    static func money(_ amount: Int, _ currency: String) -> Money? {
        let factors = factors(currency)
        let (product, isTooLarge) = amount.multipliedReportingOverflow(by: factors.down)
        guard !isTooLarge, product.isMultiple(of: factors.up) else { return nil }
        return Money(amount: product / factors.up, currency: currency)
    }

    private static func stripe(_ amount: Int, _ currency: String) -> Int {
        let factors = factors(currency)
        return amount * factors.up / factors.down
    }

    private static func factors(_ currency: String) -> (up: Int, down: Int) {
        switch currency {
        case "isk", "ugx": (100, 1)
        case "mga": (1, 100)
        default: (1, 1)
        }
    }
}
