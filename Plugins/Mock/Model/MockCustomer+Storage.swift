import BillingCore
import FoundationEssentials
import GRDB

extension MockCustomer {
    static func fetch(id: ProviderCustomerID, _ db: Database) throws -> MockCustomer? {
        try fetch(where: "customers.id = ?", [id.rawValue], db).first
    }

    /// All of them, by their ids.
    static func fetchAll(_ db: Database) throws -> [MockCustomer] { try fetch(where: "1", [], db) }

    /// Inserts it, or replaces what is stored under its id; its card too.
    func save(_ db: Database) throws {
        try Row.upsert(
            [
                "id": id.rawValue, "name": name, "email": email, "created_at": createdAt.stored, "credit": credit,
                "test_clock": testClock, "metadata": try MockJSON.text(metadata),
            ],
            into: "customers",
            db
        )
        guard let card else {
            try db.execute(sql: "DELETE FROM cards WHERE customer = ?", arguments: [id.rawValue])
            return
        }
        try Row.upsert(
            [
                "customer": id.rawValue, "id": card.id, "brand": card.brand.rawValue, "last4": card.last4,
                "expiry_month": card.expiryMonth, "expiry_year": card.expiryYear, "outcome": card.outcome.rawValue,
            ],
            into: "cards",
            db
        )
    }

    private static func fetch(
        where condition: String,
        _ arguments: StatementArguments,
        _ db: Database
    ) throws -> [MockCustomer] {
        let sql = """
            SELECT customers.*, cards.id AS card, brand, last4, expiry_month, expiry_year, outcome
            FROM customers LEFT JOIN cards ON cards.customer = customers.id WHERE \(condition) ORDER BY customers.id
            """
        return try SQLRequest<Row>(sql: sql, arguments: arguments, cached: true).fetchAll(db).map(MockCustomer.init)
    }

    private init(_ row: Row) throws {
        self.init(
            id: try ProviderCustomerID(row["id"]),
            name: row["name"],
            email: row["email"],
            createdAt: Date(stored: row["created_at"]),
            card: try MockCard(joined: row),
            credit: row["credit"],
            testClock: row["test_clock"],
            metadata: try MockJSON.value(of: row["metadata"])
        )
    }
}

extension MockCard {
    /// Nil where the customer has none.
    fileprivate init?(joined row: Row) throws {
        guard let id: String = row["card"] else { return nil }
        guard let brand = Brand(rawValue: row["brand"]), let outcome = Outcome(rawValue: row["outcome"]) else {
            throw MockStore.Problem.damaged("a card has an unknown brand or outcome")
        }
        self.init(
            id: id,
            brand: brand,
            last4: row["last4"],
            expiryMonth: row["expiry_month"],
            expiryYear: row["expiry_year"],
            outcome: outcome
        )
    }
}
