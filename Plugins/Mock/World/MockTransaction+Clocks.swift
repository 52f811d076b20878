import BillingCore
import FoundationEssentials
import GRDB

extension MockTransaction {
    /// How far ahead of the wall clock a world may be: a hundred years, which is as far as dates are dependable.
    static let furthest = Duration.seconds(100 * 365 * 86_400)

    /// Moves the world's clock on, and lets happen what it brings.
    ///
    /// - Returns: the world as it is then.
    func moveClock(to instant: Date) throws -> MockTransaction {
        guard instant >= time.world else {
            throw MockRefusal(
                .conflict,
                "The clock moves forward only: it is \(RFC3339.string(from: time.world)) in this world.",
                parameter: "set"
            )
        }
        guard instant <= time.wall.addingTimeInterval(MockTransaction.furthest.seconds) else {
            throw MockRefusal(.invalid, "The clock cannot be more than a hundred years ahead.", parameter: "set")
        }
        return try setClock(time.isFrozen ? .frozen(instant) : .running(offset: instant.stored - time.wall.stored))
    }

    /// Puts the world's clock back on the wall clock.
    ///
    /// What has happened stays, even where its dates lie ahead then.
    func resetClock() throws -> MockTransaction { try setClock(.running(offset: 0)) }

    /// Stops the world's clock, or lets it run on from where it stands.
    func setFrozen(_ frozen: Bool) throws -> MockTransaction {
        guard frozen != time.isFrozen else { return self }
        return try setClock(
            frozen ? .frozen(time.world) : .running(offset: time.world.stored - time.wall.stored)
        )
    }

    private enum Clock {
        case running(offset: Int)
        case frozen(Date)
    }

    private func setClock(_ clock: Clock) throws -> MockTransaction {
        let wall = self.time.wall
        let time: MockTime
        switch clock {
        case .running(let offset):
            time = MockTime(wall: wall, world: wall.addingTimeInterval(Double(offset)), isFrozen: false)
            try db.execute(sql: "UPDATE world SET clock_offset = ?, frozen_at = NULL", arguments: [offset])
        case .frozen(let instant):
            time = MockTime(wall: wall, world: instant, isFrozen: true)
            try db.execute(sql: "UPDATE world SET frozen_at = ?", arguments: [instant.stored])
        }
        let moved = MockTransaction(db: db, time: time, policy: policy)
        try moved.advance()
        return moved
    }

    // MARK: - Test clocks

    func testClock(_ id: String) throws -> MockTestClock {
        let row = try Row.fetchOne(db, sql: "SELECT * FROM test_clocks WHERE id = ?", arguments: [id])
        guard let row else {
            throw MockRefusal(.notFound, "No such test clock: '\(id)'", parameter: "test_clock")
        }
        return MockTestClock(row)
    }

    func testClocks() throws -> [MockTestClock] {
        try Row.fetchAll(db, sql: "SELECT * FROM test_clocks ORDER BY created_at, id").map(MockTestClock.init)
    }

    func addTestClock(name: String?, frozenTime: Date) throws -> MockTestClock {
        let clock = MockTestClock(
            id: "clock_mock_\(try nextNumber())",
            name: name,
            frozenTime: Date(stored: frozenTime.stored),
            createdAt: Date(stored: time.world.stored)
        )
        try clock.save(db)
        return clock
    }

    /// Moves a test clock on, and lets happen what it brings to the customers that it is of.
    func moveTestClock(_ id: String, to instant: Date) throws -> MockTestClock {
        var clock = try testClock(id)
        guard instant >= clock.frozenTime else {
            throw MockRefusal(.invalid, "A test clock moves forward only.", parameter: "frozen_time")
        }
        clock.frozenTime = Date(stored: instant.stored)
        try clock.save(db)
        try advance()
        return clock
    }

    /// Deletes a test clock with its customers, as Stripe does.
    func deleteTestClock(_ id: String, by actor: MockEvent.Actor) throws {
        _ = try testClock(id)
        for customer in try MockCustomer.fetchAll(db) where customer.testClock == id {
            try deleteCustomer(customer.id, by: actor)
        }
        try db.execute(sql: "DELETE FROM test_clocks WHERE id = ?", arguments: [id])
    }
}

extension MockTestClock {
    /// Inserts it, or replaces what is stored under its id.
    func save(_ db: Database) throws {
        try Row.upsert(
            ["id": id, "name": name, "frozen_time": frozenTime.stored, "created_at": createdAt.stored],
            into: "test_clocks",
            db
        )
    }

    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"],
            name: row["name"],
            frozenTime: Date(stored: row["frozen_time"]),
            createdAt: Date(stored: row["created_at"])
        )
    }
}
