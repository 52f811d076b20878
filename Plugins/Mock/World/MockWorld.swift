import BillingCore
import FoundationEssentials
import GRDB

/// A small billing world: what is stored, a clock, and the rules that run as it passes.
///
/// Several processes may share one world. Whoever finds that time has changed something writes it down first, so that
/// all of them tell the same story.
final class MockWorld: Sendable {
    private let store: MockStore
    private let clock: any WallClock
    private let policy: MockPolicy
    let catalogue: MockCatalogue
    let seeds: MockSeeds
    private let patience: Duration

    /// Opens nothing yet: the first call does.
    ///
    /// - Parameter patience: how long a call waits for another process to give up its lock on the file.
    init(
        place: MockStore.Place,
        catalogue: MockCatalogue,
        seeds: MockSeeds = .builtIn,
        policy: MockPolicy = MockPolicy(),
        clock: any WallClock,
        patience: Duration = .seconds(5)
    ) {
        self.clock = clock
        self.catalogue = catalogue
        self.seeds = seeds
        self.policy = policy
        self.patience = patience
        store = MockStore(place) { db in
            let isNew = try MockSchema.migrate(db)
            guard isNew else { return try catalogue.save(db) }
            let now = Date(stored: clock.now().stored)
            try seeds.state(at: now, catalogue: catalogue).plant(at: now, catalogue: catalogue, db)
        }
    }

    /// Looks at the world as it is now.
    ///
    /// One read transaction, unless time has changed something that is not written yet.
    func read<Answer: Sendable>(
        until deadline: Deadline,
        _ body: @Sendable (MockTransaction) throws -> Answer
    ) async throws(MockFailure) -> Answer {
        let answer = try await access(until: deadline) { database in
            try await database.read { db -> Answer? in
                try deadline.check()
                let transaction = try self.transaction(db)
                let isDue = try MockSubscription.isAnyDue(at: transaction.time.world, db)
                return try isDue ? nil : body(transaction)
            }
        }
        if let answer { return answer }
        return try await change(until: deadline, body)
    }

    /// Changes the world as it is now: all of it, or nothing when something is thrown.
    func change<Answer: Sendable>(
        until deadline: Deadline,
        _ body: @Sendable (MockTransaction) throws -> Answer
    ) async throws(MockFailure) -> Answer {
        try await access(until: deadline) { database in
            try await database.writeWithoutTransaction { db in
                try deadline.check()
                try db.beginTransaction(.immediate)
                do {
                    try deadline.check()
                    let transaction = try self.transaction(db)
                    try transaction.advance()
                    let answer = try body(transaction)
                    try db.commit()
                    return answer
                } catch {
                    try db.rollback()
                    throw error
                }
            }
        }
    }

    private func access<Answer: Sendable>(
        until deadline: Deadline,
        _ work: (any DatabaseWriter) async throws -> Answer
    ) async throws(MockFailure) -> Answer {
        let end = min(deadline, .after(patience))
        do {
            while true {
                try Task.checkCancellation()
                try deadline.check()
                do {
                    return try await work(store.database(until: deadline))
                } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && !end.hasPassed {
                    // Another process writes; what was begun here is rolled back. Waiting in SQLite would heed neither
                    // the deadline nor a caller who goes away.
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
        } catch let refusal as MockRefusal {
            throw .refused(refusal)
        } catch {
            throw .failed(store.billingError(error, deadline: deadline))
        }
    }

    private func transaction(_ db: Database) throws -> MockTransaction {
        let request = SQLRequest<Row>(sql: "SELECT clock_offset, frozen_at FROM world", cached: true)
        guard let row = try request.fetchOne(db) else { throw MockStore.Problem.damaged("it has no clock") }
        let wall = clock.now()
        let frozenAt: Int? = row["frozen_at"]
        let offset: Int = row["clock_offset"]
        let time = MockTime(
            wall: wall,
            world: Date(stored: frozenAt) ?? wall.addingTimeInterval(Double(offset)),
            isFrozen: frozenAt != nil
        )
        return MockTransaction(db: db, time: time, policy: policy)
    }
}
