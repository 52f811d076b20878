import BillingCore
import Dispatch
import FoundationEssentials
import GRDB
import Synchronization

/// The database of a world, opened by the first who asks for it.
final class MockStore: Sendable {
    let place: Place
    private let prepare: @Sendable (Database) throws -> Void
    private let opened = Mutex<(any DatabaseWriter)?>(nil)
    // Opening blocks: that is no work for the threads that all tasks share.
    private let queue = DispatchQueue(label: "tollgate.mock.open")

    /// Where a world is kept.
    enum Place: Hashable, Sendable {
        /// It ends with the process.
        case memory
        /// An absolute path. Several processes may have it open at once.
        case file(String)
    }

    /// Why a file cannot serve as a world.
    enum Problem: Error, Hashable {
        case foreign
        case newer
        case damaged(String)
        case unusable(String)
    }

    /// How long SQLite itself waits for another process's lock, and blocks a thread meanwhile: briefly.
    ///
    /// Who can wait longer comes back.
    private static let busyTimeout = Duration.milliseconds(25)

    /// - Parameter prepare: brings the tables and what is in them up to date, inside an immediate transaction.
    init(_ place: Place, prepare: @escaping @Sendable (Database) throws -> Void) {
        self.place = place
        self.prepare = prepare
    }

    /// The open database.
    ///
    /// When opening failed, the next call tries again: the operator may have put it right, and when two processes
    /// switch a new file to the write-ahead log at once, SQLite refuses one of them without waiting.
    func database(until deadline: Deadline) async throws -> any DatabaseWriter {
        if let database = opened.withLock(\.self) { return database }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try self.openOnce(until: deadline) }) }
        }
    }

    /// Runs on ``queue`` only, so that of many first calls one opens and the others find it done.
    private func openOnce(until deadline: Deadline) throws -> any DatabaseWriter {
        if let database = opened.withLock(\.self) { return database }
        try deadline.check()
        let database = try open()
        opened.withLock { $0 = database }
        return database
    }

    private func open() throws -> any DatabaseWriter {
        var configuration = Configuration()
        configuration.label = "tollgate.mock"
        configuration.busyMode = .timeout(MockStore.busyTimeout.seconds)
        // Before GRDB's own set-up writes to it, so that a file of somebody else's stays as it is.
        configuration.prepareDatabase { db in
            if !db.configuration.readonly { try MockSchema.check(db) }
        }
        let database: any DatabaseWriter
        switch place {
        case .memory: database = try DatabaseQueue(configuration: configuration)
        case .file(let path):
            try MockStore.createPrivately(path)
            database = try DatabasePool(path: path, configuration: configuration)
            try database.writeWithoutTransaction(MockStore.makeDurable)
        }
        try database.writeWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                try prepare(db)
                return .commit
            }
        }
        return database
    }

    /// Has each commit on the disk before it is answered.
    ///
    /// GRDB sets `NORMAL` when it sets up the write-ahead log.
    private static func makeDurable(_ db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        let isFull = try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2
        if !isFull { throw Problem.unusable("synchronous writes cannot be switched on") }
    }
}

extension Deadline {
    /// Throws `provider-timeout` when it has passed.
    ///
    /// A transaction that has not begun has changed nothing.
    func check() throws(BillingError) {
        if hasPassed { throw BillingError(.providerTimeout, "no time was left for the mock's world") }
    }
}
