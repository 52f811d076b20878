import BillingCore
import FoundationEssentials
import GRDB

extension MockInvoice {
    /// The invoices of a customer; the latest first.
    static func fetch(of customer: ProviderCustomerID, _ db: Database) throws -> [MockInvoice] {
        try fetch("customer = ? ORDER BY created_at DESC, rowid DESC", [customer.rawValue], db)
    }

    /// All of them, in the order in which they came.
    static func fetchAll(_ db: Database) throws -> [MockInvoice] { try fetch("1 ORDER BY rowid", [], db) }

    static func fetch(id: String, _ db: Database) throws -> MockInvoice? { try fetch("id = ?", [id], db).first }

    /// What a subscription still has to pay; the earliest first.
    static func fetchOpen(of subscription: SubscriptionID, _ db: Database) throws -> [MockInvoice] {
        try fetch("subscription = ? AND status = 'open' ORDER BY created_at, rowid", [subscription.rawValue], db)
    }

    /// Inserts it, or replaces what is stored under its id.
    func save(_ db: Database) throws {
        try Row.upsert(
            [
                "id": id, "number": number, "customer": customer.rawValue, "subscription": subscription.rawValue,
                "status": status.rawValue, "reason": reason.rawValue, "currency": currency,
                "lines": try MockJSON.text(lines), "credit_applied": creditApplied, "created_at": createdAt.stored,
                "paid_at": paidAt?.stored, "attempts": attempts,
            ],
            into: "invoices",
            db
        )
    }

    private static func fetch(
        _ condition: String,
        _ arguments: StatementArguments,
        _ db: Database
    ) throws -> [MockInvoice] {
        let sql = "SELECT * FROM invoices WHERE \(condition)"
        return try SQLRequest<Row>(sql: sql, arguments: arguments, cached: true).fetchAll(db).map(MockInvoice.init)
    }

    private init(_ row: Row) throws {
        guard let status = Status(rawValue: row["status"]), let reason = Reason(rawValue: row["reason"]) else {
            throw MockStore.Problem.damaged("an invoice has an unknown status or reason")
        }
        self.init(
            id: row["id"],
            number: row["number"],
            customer: try ProviderCustomerID(row["customer"]),
            subscription: try SubscriptionID(row["subscription"]),
            status: status,
            reason: reason,
            currency: row["currency"],
            lines: try MockJSON.value(of: row["lines"]),
            creditApplied: row["credit_applied"],
            createdAt: Date(stored: row["created_at"]),
            paidAt: Date(stored: row["paid_at"]),
            attempts: row["attempts"]
        )
    }
}

extension MockInvoice.Line {
    /// Stores what the next invoice of a subscription also has, in place of what it had.
    static func save(_ lines: [MockInvoice.Line], pendingFor subscription: SubscriptionID, _ db: Database) throws {
        let id = subscription.rawValue
        try db.cachedStatement(sql: "DELETE FROM pending_lines WHERE subscription = ?").execute(arguments: [id])
        for (position, line) in lines.enumerated() {
            try db.cachedStatement(sql: "INSERT INTO pending_lines VALUES (?, ?, ?)")
                .execute(arguments: [id, position, try MockJSON.text(line)])
        }
    }
}
