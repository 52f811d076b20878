import BillingCore
import FoundationEssentials
import Testing

@Suite("Money")
struct MoneyTests {
    @Test(
        "prints in major units, with as many places as its currency has",
        arguments: [
            (1500, "usd", "15.00 USD"), (1, "usd", "0.01 USD"), (10, "usd", "0.10 USD"), (100, "usd", "1.00 USD"),
            (0, "usd", "0.00 USD"), (-5, "usd", "-0.05 USD"), (-1500, "EUR", "-15.00 EUR"),
            (1500, "jpy", "1500 JPY"), (0, "jpy", "0 JPY"), (-1, "jpy", "-1 JPY"),
            (1500, "kwd", "1.500 KWD"), (1, "kwd", "0.001 KWD"), (-12_345, "kwd", "-12.345 KWD"),
            (123_456_789, "gbp", "1234567.89 GBP"), (Int.max, "usd", "92233720368547758.07 USD"),
            (Int.min, "usd", "-92233720368547758.08 USD"),
        ]
    )
    func prints(amount: Int, currency: String, text: String) {
        #expect("\(Money(amount: amount, currency: currency))" == text)
    }

    @Test(
        "has the places of ISO 4217",
        arguments: [
            (0, "bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf"),
            (2, "aud brl cad chf cny czk dkk eur gbp hkd huf inr mga mxn nok nzd pln sek sgd try twd usd zar"),
            (3, "bhd iqd jod kwd lyd omr tnd"),
            (4, "clf uyw"),
        ]
    )
    func exponents(exponent: Int, currencies: String) {
        for currency in currencies.split(separator: " ").map(String.init) {
            #expect(Money.exponent(of: currency) == exponent, "\(currency)")
            #expect(Money.exponent(of: currency.uppercased()) == exponent, "\(currency)")
            #expect(Money(amount: 1, currency: currency).exponent == exponent, "\(currency)")
        }
    }

    @Test("is the same in either case of the currency, also when decoded")
    func currencyCase() throws {
        let money = Money(amount: 1500, currency: "usd")
        #expect(Money(amount: 1500, currency: "USD") == money)
        let decoded = try JSONDecoder().decode(Money.self, from: Data(#"{"amount":1500,"currency":"USD"}"#.utf8))
        #expect(decoded == money)
        #expect(decoded.currency == "usd")
        #expect(try JSONDecoder().decode(Money.self, from: try JSONEncoder().encode(money)) == money)
    }
}
