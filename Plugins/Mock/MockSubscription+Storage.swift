import BillingCore
import FoundationEssentials
import GRDB

extension MockSubscription {
    static func fetch(of customer: ProviderCustomerID, _ db: Database) throws -> [MockSubscription] {
        try fetch(where: "customer = ?", [customer.rawValue], db)
    }

    /// Those that time has changed by now.
    static func fetch(dueAt now: Date, _ db: Database) throws -> [MockSubscription] {
        try fetch(where: "next_change <= ?", [now.stored], db)
    }

    static func isAnyDue(at now: Date, _ db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM subscriptions WHERE next_change <= ?)"
        return try SQLRequest<Bool>(sql: sql, arguments: [now.stored], cached: true).fetchOne(db) ?? false
    }

    /// Inserts it, or replaces what is stored under its id.
    func save(_ db: Database) throws {
        var cancelAt: Date?
        if case .at(let date) = plannedEnd { cancelAt = date }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO subscriptions (
                    id, customer, status, price, quantity, started_at, anchor, period_start, period_end,
                    trial_start, trial_end, cancel_at_period_end, cancel_at, canceled_at, ended_at, next_change
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id.rawValue, customer.rawValue, status.rawValue, price.id.rawValue, quantity, startedAt.stored,
                anchor.stored, periodStart.stored, periodEnd.stored, trialStart?.stored, trialEnd?.stored,
                plannedEnd == .atPeriodEnd, cancelAt?.stored, cancellationRequestedAt?.stored, endedAt?.stored,
                nextChange?.stored,
            ]
        )
    }

    private static func fetch(
        where condition: String,
        _ arguments: StatementArguments,
        _ db: Database
    ) throws -> [MockSubscription] {
        let sql = """
            SELECT subscriptions.*, name, amount, currency, interval, interval_count
            FROM subscriptions JOIN prices ON prices.id = price WHERE \(condition) ORDER BY subscriptions.id
            """
        return try SQLRequest<Row>(sql: sql, arguments: arguments, cached: true).fetchAll(db).map(MockSubscription.init)
    }

    private init(_ row: Row) throws {
        guard let status = Status(rawValue: row["status"]),
            let interval = BillingInterval(rawValue: row["interval"])
        else { throw MockStore.Problem.damaged("a subscription has an unknown status or interval") }
        let atPeriodEnd: Bool = row["cancel_at_period_end"]
        let cancelAt: Int? = row["cancel_at"]
        self.init(
            id: try SubscriptionID(row["id"]),
            customer: try ProviderCustomerID(row["customer"]),
            status: status,
            price: MockPrice(
                id: try ProviderPriceID(row["price"]),
                name: row["name"],
                amount: Money(amount: row["amount"], currency: row["currency"]),
                cycle: BillingCycle(interval: interval, count: row["interval_count"])
            ),
            quantity: row["quantity"],
            startedAt: Date(stored: row["started_at"]),
            anchor: Date(stored: row["anchor"]),
            periodStart: Date(stored: row["period_start"]),
            periodEnd: Date(stored: row["period_end"]),
            trialStart: Date(stored: row["trial_start"]),
            trialEnd: Date(stored: row["trial_end"]),
            plannedEnd: atPeriodEnd ? .atPeriodEnd : Date(stored: cancelAt).map(PlannedEnd.at),
            cancellationRequestedAt: Date(stored: row["canceled_at"]),
            endedAt: Date(stored: row["ended_at"])
        )
    }
}
