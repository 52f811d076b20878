import BillingCore
import FoundationEssentials
import GRDB

extension MockPortalSession {
    static func fetch(id: String, _ db: Database) throws -> MockPortalSession? {
        try fetch(where: "id = ?", [id], db)
    }

    /// The session that a link opens, whether it lives or has expired.
    static func fetch(token: String, _ db: Database) throws -> MockPortalSession? {
        try fetch(where: "token = ?", [token], db)
    }

    func insert(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO portal_sessions (
                    id, token, customer, return_url, flow, subscription, price, quantity, locale, tenant_name,
                    created_at, expires_at
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, token.reveal(), request.customer.id.rawValue, request.returnURL, request.flow.rawValue,
                request.subscription?.rawValue, request.price?.rawValue, request.quantity, request.locale,
                request.tenantName, createdAt.stored, expiresAt.stored,
            ]
        )
    }

    /// Notes that it was used, which lets it live on.
    func touch(at now: Date, _ db: Database) throws {
        let expiresAt = now.addingTimeInterval(MockPortalSession.idleLife.seconds)
        try db.execute(
            sql: "UPDATE portal_sessions SET expires_at = ? WHERE id = ?",
            arguments: [expiresAt.stored, id]
        )
    }

    /// Forgets what neither opens anything nor answers a repeated request any more.
    static func deleteForgotten(at now: Date, _ db: Database) throws {
        let oldest = now.addingTimeInterval(-memory.seconds)
        try db.execute(
            sql: "DELETE FROM portal_sessions WHERE created_at < ? AND expires_at < ?",
            arguments: [oldest.stored, now.stored]
        )
    }

    private static func fetch(
        where condition: String,
        _ arguments: StatementArguments,
        _ db: Database
    ) throws -> MockPortalSession? {
        let sql = "SELECT * FROM portal_sessions WHERE \(condition)"
        return try SQLRequest<Row>(sql: sql, arguments: arguments, cached: true).fetchOne(db).map(
            MockPortalSession.init
        )
    }

    private init(_ row: Row) throws {
        guard let flow = PortalFlow(rawValue: row["flow"]) else {
            throw MockStore.Problem.damaged("a portal session has an unknown flow")
        }
        let subscription: String? = row["subscription"]
        let price: String? = row["price"]
        self.init(
            id: row["id"],
            token: Secret(row["token"]),
            request: PortalSessionRequest(
                customer: ProviderCustomer(id: try ProviderCustomerID(row["customer"])),
                returnURL: row["return_url"],
                flow: flow,
                subscription: try subscription.map { text in try SubscriptionID(text) },
                price: try price.map { text in try ProviderPriceID(text) },
                quantity: row["quantity"],
                locale: row["locale"],
                tenantName: row["tenant_name"]
            ),
            createdAt: Date(stored: row["created_at"]),
            expiresAt: Date(stored: row["expires_at"])
        )
    }
}
