import BillingCore
import GRDB

extension MockPrice {
    /// The columns of a price that is joined to something else, under names of their own.
    static let columns = """
        prices.id AS price_id, prices.name AS price_name, prices.amount AS price_amount,
        prices.currency AS price_currency, prices.interval AS price_interval,
        prices.interval_count AS price_interval_count, prices.product AS price_product,
        prices.active AS price_active, prices.lookup_key AS price_lookup_key, prices.metadata AS price_metadata
        """

    init(joined row: Row) throws {
        guard let interval = BillingInterval(rawValue: row["price_interval"]) else {
            throw MockStore.Problem.damaged("a price has an unknown interval")
        }
        self.init(
            id: try ProviderPriceID(row["price_id"]),
            name: row["price_name"],
            amount: Money(amount: row["price_amount"], currency: row["price_currency"]),
            cycle: BillingCycle(interval: interval, count: row["price_interval_count"]),
            product: row["price_product"],
            isActive: row["price_active"],
            lookupKey: row["price_lookup_key"],
            metadata: try MockJSON.value(of: row["price_metadata"])
        )
    }

    static func fetch(id: ProviderPriceID, _ db: Database) throws -> MockPrice? {
        try Row.fetchOne(db, sql: "SELECT \(columns) FROM prices WHERE id = ?", arguments: [id.rawValue])
            .map(MockPrice.init(joined:))
    }

    /// All, those that are sold and those that are not; by their ids.
    static func fetchAll(_ db: Database) throws -> [MockPrice] {
        try Row.fetchAll(db, sql: "SELECT \(columns) FROM prices ORDER BY id").map(MockPrice.init(joined:))
    }

    /// Inserts it, or replaces what is stored under its id.
    func save(_ db: Database) throws {
        try Row.upsert(
            [
                "id": id.rawValue, "name": name, "amount": amount.amount, "currency": amount.currency,
                "interval": cycle.interval.rawValue, "interval_count": cycle.count, "product": product,
                "active": isActive, "lookup_key": lookupKey, "metadata": try MockJSON.text(metadata),
            ],
            into: "prices",
            db
        )
    }
}

extension MockProduct {
    static func fetch(id: String, _ db: Database) throws -> MockProduct? {
        try Row.fetchOne(db, sql: "SELECT * FROM products WHERE id = ?", arguments: [id]).map(MockProduct.init)
    }

    static func fetchAll(_ db: Database) throws -> [MockProduct] {
        try Row.fetchAll(db, sql: "SELECT * FROM products ORDER BY id").map(MockProduct.init)
    }

    func save(_ db: Database) throws {
        try Row.upsert(
            ["id": id, "name": name, "active": isActive, "metadata": try MockJSON.text(metadata)],
            into: "products",
            db
        )
    }

    private init(_ row: Row) throws {
        self.init(
            id: row["id"],
            name: row["name"],
            isActive: row["active"],
            metadata: try MockJSON.value(of: row["metadata"])
        )
    }
}
