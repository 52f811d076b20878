import BillingCore
import Testing

@testable import MockProvider

struct MockCatalogueTests {
    @Test("three prices are built in")
    func builtIn() throws {
        let (catalogue, problems) = MockCatalogue.read(ProviderSettings())
        #expect(problems.isEmpty)
        let lines = catalogue.prices.values.map { "\($0.id) \($0.name) \($0.amount) \($0.cycle.interval)" }.sorted()
        #expect(
            lines == [
                "mock_legacy_m Legacy 9.00 USD month", "mock_pro_m Pro monthly 15.00 USD month",
                "mock_pro_y Pro yearly 144.00 USD year",
            ]
        )
    }

    @Test("an operator's prices stand beside the built-in ones and replace those of the same name")
    func ownPrices() throws {
        let (catalogue, problems) = MockCatalogue.read(
            settings([
                "mock_pro_m": entry(name: "Pro", amount: "19.5", currency: "eur", interval: "month"),
                "team_q": entry(name: "Team", amount: "1200", currency: "jpy", interval: "month", count: 3),
            ])
        )
        #expect(problems.isEmpty)
        #expect(catalogue.prices.count == 4)
        let pro = try #require(catalogue.prices[ProviderPriceID("mock_pro_m")])
        #expect(pro.amount == Money(amount: 1950, currency: "eur"))
        let team = try #require(catalogue.prices[ProviderPriceID("team_q")])
        #expect(team.amount == Money(amount: 1200, currency: "jpy"))
        #expect(team.cycle == BillingCycle(interval: .month, count: 3))
    }

    @Test(
        "amounts are exact",
        arguments: [
            ("15.00", "usd", 1500), ("15", "usd", 1500), ("15.5", "usd", 1550), ("0", "usd", 0), ("0.01", "usd", 1),
            ("15.000", "usd", 1500), ("15.005", "usd", nil), ("1500", "jpy", 1500), ("1500.00", "jpy", 1500),
            ("15.5", "jpy", nil), ("1.234", "kwd", 1234), ("-1", "usd", nil), ("+1", "usd", nil), ("", "usd", nil),
            (".5", "usd", nil), ("5.", "usd", nil), ("1e3", "usd", nil), ("1.2.3", "usd", nil), ("١", "usd", nil),
            ("99999999999999999999", "usd", nil),
        ] as [(String, String, Int?)]
    )
    func amounts(text: String, currency: String, units: Int?) {
        #expect(MockCatalogue.minorUnits(text, currency: currency) == units)
    }

    @Test("every wrong price is named, with its path")
    func problems() {
        let problems = MockCatalogue.read(
            settings([
                "a": entry(name: "A", amount: "1.005", currency: "usd", interval: "month"),
                "b": .map(["name": .text("B")]),
                "": entry(name: "C", amount: "1", currency: "usd", interval: "month"),
            ])
        ).problems
        #expect(problems.map(\.path) == [["catalogue", ""], ["catalogue", "a", "amount"], ["catalogue", "b"]])
        #expect(problems[1].message.contains("2 decimal places"))
    }

    private func settings(_ prices: [String: SettingValue]) -> ProviderSettings {
        ProviderSettings(["catalogue": .map(prices)])
    }

    private func entry(
        name: String,
        amount: String,
        currency: String,
        interval: String,
        count: Int? = nil
    ) -> SettingValue {
        var entry: [String: SettingValue] = [
            "name": .text(name), "amount": .text(amount), "currency": .text(currency), "interval": .text(interval),
        ]
        entry["interval_count"] = count.map(SettingValue.integer)
        return .map(entry)
    }
}
