import BillingCore
import GRDB

/// The prices that are sold: the built-in ones, and those of the instance's `catalogue`, which win.
struct MockCatalogue: Sendable {
    let prices: [ProviderPriceID: MockPrice]

    /// The keys of one price.
    static let settings: [Setting] = [
        Setting("name", .text, required: true, "What the price is called on pages"),
        Setting("amount", .decimal, required: true, "In major units, such as 15.00"),
        Setting(
            "currency",
            .pattern("^[a-z]{3}$", meaning: "a currency of three lower-case letters", matches: isCurrency),
            required: true,
            "ISO 4217, such as usd"
        ),
        Setting(
            "interval",
            .choice(BillingInterval.allCases.map(\.rawValue)),
            required: true,
            "How often the price is charged"
        ),
        Setting("interval_count", .integer(1...365), "Charged every so many intervals; 1 without it"),
    ]

    /// Written like an operator's own, so that both are read by the same rules.
    ///
    /// The seeded customers pay these.
    private static let builtIn: [String: SettingValue] = [
        "mock_pro_m": entry("Pro monthly", "15.00", .month),
        "mock_pro_y": entry("Pro yearly", "144.00", .year),
        legacyPrice: entry("Legacy", "9.00", .month),
    ]

    /// Nobody new may have it.
    private static let legacyPrice = "mock_legacy_m"

    /// By the ids of the built-in prices.
    private static let builtInProducts = [
        "mock_pro_m": MockProduct(id: "prod_mock_pro", name: "Pro"),
        "mock_pro_y": MockProduct(id: "prod_mock_pro", name: "Pro"),
        legacyPrice: MockProduct(id: "prod_mock_legacy", name: "Legacy"),
    ]

    /// Reads the catalogue and says all that is wrong with it.
    static func read(_ settings: ProviderSettings) -> (catalogue: MockCatalogue, problems: [SettingsProblem]) {
        var prices: [ProviderPriceID: MockPrice] = [:]
        var problems: [SettingsProblem] = []
        let entries = builtIn.merging(settings.map("catalogue")) { _, own in own }
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            do throws(SettingsProblem) {
                let price = try self.price(name, entry)
                prices[price.id] = price
            } catch {
                problems.append(error)
            }
        }
        return (MockCatalogue(prices: prices), problems)
    }

    private static func price(_ name: String, _ entry: SettingValue) throws(SettingsProblem) -> MockPrice {
        let path = ["catalogue", name]
        let id: ProviderPriceID
        do {
            id = try ProviderPriceID(name)
        } catch {
            throw SettingsProblem(path, error.reason)
        }
        let keys = ProviderSettings([name: entry])
        guard let title = keys.text(name, "name"), let amount = keys.text(name, "amount"),
            let currency = keys.text(name, "currency"),
            let interval = keys.text(name, "interval").flatMap(BillingInterval.init(rawValue:))
        else { throw SettingsProblem(path, "a price has a `name`, an `amount`, a `currency` and an `interval`") }
        guard let units = minorUnits(amount, currency: currency) else {
            let places = Money.exponent(of: currency)
            throw SettingsProblem(
                path + ["amount"],
                "`\(amount)` is not an amount of \(currency.uppercased()), which has \(places) decimal places",
                help: "write it in major units and without a sign, such as \(places == 0 ? "1500" : "15.00")"
            )
        }
        return MockPrice(
            id: id,
            name: title,
            amount: Money(amount: units, currency: currency),
            cycle: BillingCycle(interval: interval, count: keys.integer(name, "interval_count") ?? 1),
            product: builtInProducts[name]?.id ?? "prod_\(name)",
            isActive: name != legacyPrice
        )
    }

    /// Stores what is sold.
    ///
    /// A price that is no longer in the catalogue stays for those who pay it. What is stored already is not written
    /// again, so that to open a world does not wait for those who use it.
    func save(_ db: Database) throws {
        for price in prices.values.sorted(by: { $0.id.rawValue < $1.id.rawValue }) {
            if try MockProduct.fetch(id: price.product, db) == nil {
                let name = MockCatalogue.builtInProducts[price.id.rawValue]?.name ?? price.name
                try MockProduct(id: price.product, name: name).save(db)
            }
            if try MockPrice.fetch(id: price.id, db) != price { try price.save(db) }
        }
    }

    /// The amount in minor units: exact, or nil where the currency has no unit that small, and where it is no amount.
    static func minorUnits(_ text: String, currency: String) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = parts[0]
        var fraction = parts.count == 2 ? parts[1] : "0"
        guard !whole.isEmpty, !fraction.isEmpty, (whole + fraction).utf8.allSatisfy(isDigit) else { return nil }
        while fraction.last == "0" { fraction.removeLast() }
        let exponent = Money.exponent(of: currency)
        guard fraction.count <= exponent else { return nil }
        return Int(whole + fraction + String(repeating: "0", count: exponent - fraction.count))
    }

    private static func entry(_ name: String, _ amount: String, _ interval: BillingInterval) -> SettingValue {
        .map([
            "name": .text(name),
            "amount": .text(amount),
            "currency": .text("usd"),
            "interval": .text(interval.rawValue),
        ])
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }
}
