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
    private let patience: Duration

    /// Opens nothing yet: the first call does.
    ///
    /// - Parameter patience: how long a call waits for another process to give up its lock on the file.
    init(
        place: MockStore.Place,
        catalogue: MockCatalogue,
        clock: any WallClock,
        patience: Duration = .seconds(5)
    ) {
        self.clock = clock
        self.patience = patience
        store = MockStore(place) { db in
            let isNew = try MockSchema.migrate(db)
            try MockPrice.save(catalogue.prices.values, db)
            if isNew { try MockSeeds(start: Date(stored: clock.now().stored), catalogue: catalogue).plant(db) }
        }
    }

    /// Reads the world as it is now.
    ///
    /// One read transaction, unless time has changed something that is not written yet.
    func read<Answer: Sendable>(
        until deadline: Deadline,
        _ body: @Sendable (Database, MockTime) throws -> Answer
    ) async throws(BillingError) -> Answer {
        let answer = try await access(until: deadline) { database in
            try await database.read { db -> Answer? in
                try deadline.check()
                let time = try self.time(db)
                return try MockSubscription.isAnyDue(at: time.world, db) ? nil : body(db, time)
            }
        }
        if let answer { return answer }
        return try await change(until: deadline, body)
    }

    /// Changes the world as it is now: all of it, or nothing when something is thrown.
    func change<Answer: Sendable>(
        until deadline: Deadline,
        _ body: @Sendable (Database, MockTime) throws -> Answer
    ) async throws(BillingError) -> Answer {
        try await access(until: deadline) { database in
            try await database.writeWithoutTransaction { db in
                try deadline.check()
                try db.beginTransaction(.immediate)
                do {
                    try deadline.check()
                    let time = try self.time(db)
                    for subscription in try MockSubscription.fetch(dueAt: time.world, db) {
                        try subscription.advanced(to: time.world).save(db)
                    }
                    let answer = try body(db, time)
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
    ) async throws(BillingError) -> Answer {
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
        } catch {
            throw store.billingError(error, deadline: deadline)
        }
    }

    private func time(_ db: Database) throws -> MockTime {
        let request = SQLRequest<Int>(sql: "SELECT clock_offset FROM world", cached: true)
        guard let offset = try request.fetchOne(db) else { throw MockStore.Problem.damaged("it has no clock") }
        let wall = clock.now()
        return MockTime(wall: wall, world: wall.addingTimeInterval(Double(offset)))
    }
}

/// The two times of a world.
struct MockTime: Sendable {
    /// People's time, by which portal sessions live.
    let wall: Date
    /// The world's time, by which everything is billed: the wall clock, moved on by an offset that is stored.
    let world: Date
}
