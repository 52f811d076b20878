import BillingCore
import FoundationEssentials
import GRDB

extension MockEvent {
    /// The last ones; the latest first.
    ///
    /// - Parameter customer: nil: everybody's.
    static func fetch(of customer: ProviderCustomerID? = nil, limit: Int, _ db: Database) throws -> [MockEvent] {
        try Row.fetchAll(
            db,
            sql: "SELECT * FROM events WHERE ?1 IS NULL OR customer = ?1 ORDER BY number DESC LIMIT ?2",
            arguments: [customer?.rawValue, limit]
        )
        .map(MockEvent.init)
    }

    /// What came after one; the earliest first.
    ///
    /// - Parameter limit: nil: all of it.
    static func fetch(after number: Int, limit: Int? = nil, _ db: Database) throws -> [MockEvent] {
        try Row.fetchAll(
            db,
            sql: "SELECT * FROM events WHERE number > ? ORDER BY number LIMIT ?",
            arguments: [number, limit ?? -1]
        )
        .map(MockEvent.init)
    }

    /// The number of the last one; 0 where there is none.
    static func last(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT max(number) FROM events") ?? 0
    }

    private init(_ row: Row) throws {
        guard let kind = Kind(rawValue: row["kind"]), let actor = Actor(rawValue: row["actor"]) else {
            throw MockStore.Problem.damaged("an event is of an unknown kind or actor")
        }
        self.init(
            number: row["number"],
            kind: kind,
            at: Date(stored: row["at"]),
            customer: try ProviderCustomerID(row["customer"]),
            object: row["object"],
            actor: actor,
            summary: row["summary"]
        )
    }
}

extension MockEvent {
    /// Stores it under the number that it has.
    func insert(_ db: Database) throws {
        try Row.upsert(
            [
                "number": number, "kind": kind.rawValue, "at": at.stored, "customer": customer.rawValue,
                "object": object, "actor": actor.rawValue, "summary": summary,
            ],
            into: "events",
            db
        )
    }
}

extension MockEvent.Draft {
    /// How many events are kept.
    private static let memory = 10_000

    /// Stores it as the next one.
    func insert(by actor: MockEvent.Actor, _ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO events (kind, at, customer, object, actor, summary) VALUES (?, ?, ?, ?, ?, ?)"
        )
        .execute(arguments: [kind.rawValue, at.stored, customer.rawValue, object, actor.rawValue, summary])
        try db.cachedStatement(sql: "DELETE FROM events WHERE number <= ?")
            .execute(arguments: [db.lastInsertedRowID - Int64(Self.memory)])
    }
}
