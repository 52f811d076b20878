import BillingCore
import FoundationEssentials
import GRDB

extension MockSubscription {
    /// The subscriptions of a customer; the earliest first.
    static func fetch(of customer: ProviderCustomerID, _ db: Database) throws -> [MockSubscription] {
        try fetch(where: "customer = ?", [customer.rawValue], db)
    }

    static func fetch(id: SubscriptionID, _ db: Database) throws -> MockSubscription? {
        try fetch(where: "subscriptions.id = ?", [id.rawValue], db).first
    }

    static func fetchAll(_ db: Database) throws -> [MockSubscription] { try fetch(where: "1", [], db) }

    /// Those that time has changed by now, each by the clock of its customer.
    static func fetch(dueAt now: Date, _ db: Database) throws -> [MockSubscription] {
        try fetch(where: due, [now.stored], db)
    }

    static func isAnyDue(at now: Date, _ db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM subscriptions WHERE \(due))"
        return try SQLRequest<Bool>(sql: sql, arguments: [now.stored], cached: true).fetchOne(db) ?? false
    }

    /// By the test clock of the customer where there is one, and otherwise by the world's.
    private static let due = """
        next_change <= coalesce(
            (SELECT frozen_time FROM test_clocks JOIN customers ON test_clocks.id = test_clock
             WHERE customers.id = subscriptions.customer),
            ?
        )
        """

    /// Inserts it, or replaces what is stored under its id.
    func save(_ db: Database) throws {
        var cancelAt: Date?
        if case .at(let date) = plannedEnd { cancelAt = date }
        let values: KeyValuePairs<String, (any DatabaseValueConvertible)?> = [
            "id": id.rawValue, "customer": customer.rawValue, "status": status.rawValue, "price": price.id.rawValue,
            "quantity": quantity, "started_at": startedAt.stored, "anchor": anchor.stored,
            "period_start": periodStart.stored, "period_end": periodEnd.stored, "trial_start": trialStart?.stored,
            "trial_end": trialEnd?.stored, "cancel_at_period_end": plannedEnd == .atPeriodEnd,
            "cancel_at": cancelAt?.stored, "canceled_at": cancellationRequestedAt?.stored, "ended_at": endedAt?.stored,
            "billing_mode": billingMode.rawValue, "cancellation_reason": cancellation.reason?.rawValue,
            "cancellation_feedback": cancellation.feedback?.rawValue, "cancellation_comment": cancellation.comment,
            "paused_at": pausedAt?.stored, "resumes_at": resumesAt?.stored,
            "collection_pause": collectionPause?.behaviour.rawValue,
            "collection_resumes_at": collectionPause?.resumesAt?.stored, "failed_attempts": failedAttempts,
            "next_attempt_at": nextAttemptAt?.stored, "invoice_count": invoiceCount,
            "metadata": try MockJSON.text(metadata), "next_change": nextChange?.stored,
        ]
        try Row.upsert(values, into: "subscriptions", db)
    }

    private static func fetch(
        where condition: String,
        _ arguments: StatementArguments,
        _ db: Database
    ) throws -> [MockSubscription] {
        let sql = """
            SELECT subscriptions.*, \(MockPrice.columns)
            FROM subscriptions JOIN prices ON prices.id = price WHERE \(condition)
            ORDER BY started_at, subscriptions.id
            """
        return try SQLRequest<Row>(sql: sql, arguments: arguments, cached: true).fetchAll(db).map(MockSubscription.init)
    }

    private init(_ row: Row) throws {
        guard let status = Status(rawValue: row["status"]), let mode = BillingMode(rawValue: row["billing_mode"]) else {
            throw MockStore.Problem.damaged("a subscription has an unknown status or billing mode")
        }
        let atPeriodEnd: Bool = row["cancel_at_period_end"]
        let cancelAt: Int? = row["cancel_at"]
        let reason: String? = row["cancellation_reason"]
        let feedback: String? = row["cancellation_feedback"]
        let behaviour: String? = row["collection_pause"]
        let collectionResumesAt: Int? = row["collection_resumes_at"]
        self.init(
            id: try SubscriptionID(row["id"]),
            customer: try ProviderCustomerID(row["customer"]),
            status: status,
            price: try MockPrice(joined: row),
            quantity: row["quantity"],
            startedAt: Date(stored: row["started_at"]),
            anchor: Date(stored: row["anchor"]),
            periodStart: Date(stored: row["period_start"]),
            periodEnd: Date(stored: row["period_end"]),
            trialStart: Date(stored: row["trial_start"]),
            trialEnd: Date(stored: row["trial_end"]),
            plannedEnd: atPeriodEnd ? .atPeriodEnd : Date(stored: cancelAt).map(PlannedEnd.at),
            cancellationRequestedAt: Date(stored: row["canceled_at"]),
            endedAt: Date(stored: row["ended_at"]),
            billingMode: mode,
            cancellation: CancellationDetails(
                reason: reason.flatMap(CancellationDetails.Reason.init),
                feedback: feedback.flatMap(CancellationDetails.Feedback.init),
                comment: row["cancellation_comment"]
            ),
            pausedAt: Date(stored: row["paused_at"]),
            resumesAt: Date(stored: row["resumes_at"]),
            collectionPause: behaviour.flatMap(CollectionPause.Behaviour.init).map {
                CollectionPause(behaviour: $0, resumesAt: Date(stored: collectionResumesAt))
            },
            failedAttempts: row["failed_attempts"],
            nextAttemptAt: Date(stored: row["next_attempt_at"]),
            invoiceCount: row["invoice_count"],
            metadata: try MockJSON.value(of: row["metadata"])
        )
    }
}
