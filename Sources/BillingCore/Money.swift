/// An amount in the minor unit of its currency: 1500 `usd` is 15.00 US dollars, 1500 `jpy` is 1,500 yen.
public struct Money: Hashable, Sendable, Codable {
    /// How much, in minor units.
    ///
    /// Negative for credits.
    public let amount: Int

    /// ISO 4217, lower case, such as `usd`.
    public let currency: String

    /// An amount in minor units; the currency may be in either case.
    public init(amount: Int, currency: String) {
        self.amount = amount
        self.currency = currency.lowercased()
    }

    /// How many decimal places the currency's minor unit stands for.
    public var exponent: Int { Money.exponent(of: currency) }

    /// How many decimal places a currency has: 2 unless ISO 4217 says otherwise.
    ///
    /// Providers treat a few currencies differently from ISO 4217 (Stripe's `isk` and `ugx` have two places that are
    /// always zero); a provider plug-in converts to these units.
    public static func exponent(of currency: String) -> Int {
        if withoutMinorUnit.contains(currency.lowercased()) { return 0 }
        if withThreePlaces.contains(currency.lowercased()) { return 3 }
        if withFourPlaces.contains(currency.lowercased()) { return 4 }
        return 2
    }

    private static let withoutMinorUnit: Set = [
        "bif", "clp", "djf", "gnf", "isk", "jpy", "kmf", "krw", "pyg", "rwf", "ugx", "uyi", "vnd", "vuv", "xaf", "xof",
        "xpf",
    ]
    private static let withThreePlaces: Set = ["bhd", "iqd", "jod", "kwd", "lyd", "omr", "tnd"]
    private static let withFourPlaces: Set = ["clf", "uyw"]
}

extension Money {
    /// Decodes `amount` and `currency`; the currency may be in either case.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            amount: try container.decode(Int.self, forKey: .amount),
            currency: try container.decode(String.self, forKey: .currency)
        )
    }
}

extension Money: CustomStringConvertible {
    /// The amount in major units and the currency, such as `15.00 USD`.
    public var description: String {
        let digits = String(amount.magnitude)
        let sign = amount < 0 ? "-" : ""
        guard exponent > 0 else { return "\(sign)\(digits) \(currency.uppercased())" }
        let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(exponent)).\(padded.suffix(exponent)) \(currency.uppercased())"
    }
}
