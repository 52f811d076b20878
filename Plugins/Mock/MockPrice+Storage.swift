import BillingCore
import GRDB

extension MockPrice {
    /// Stores what a catalogue sells.
    ///
    /// A price that is no longer in it stays for those who pay it.
    static func save(_ prices: some Sequence<MockPrice>, _ db: Database) throws {
        for price in prices {
            try db.execute(
                sql: """
                    INSERT INTO prices (id, name, amount, currency, interval, interval_count) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET
                        name = excluded.name, amount = excluded.amount, currency = excluded.currency,
                        interval = excluded.interval, interval_count = excluded.interval_count
                    WHERE (name, amount, currency, interval, interval_count) IS NOT
                        (excluded.name, excluded.amount, excluded.currency, excluded.interval, excluded.interval_count)
                    """,
                arguments: [
                    price.id.rawValue, price.name, price.amount.amount, price.amount.currency,
                    price.cycle.interval.rawValue, price.cycle.count,
                ]
            )
        }
    }
}
