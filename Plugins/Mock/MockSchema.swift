import GRDB

/// The tables of a world, step by step.
///
/// A step that was released is never changed: a new one follows it.
enum MockSchema {
    /// Marks a file as one of ours: "TGMK".
    ///
    /// It stands in the file's header.
    static let applicationID = 0x5447_4D4B

    /// Whether the file is ours or still empty.
    ///
    /// Reads only.
    static func check(_ db: Database) throws {
        // Together in one transaction, because another process may be creating the tables.
        var isOurs = false
        try db.inTransaction(.deferred) {
            let id = try Int.fetchOne(db, sql: "PRAGMA application_id")
            isOurs =
                try id == applicationID || id == 0 && Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
            return .commit
        }
        if !isOurs { throw MockStore.Problem.foreign }
    }

    /// Brings the tables up to date; true when there were none before.
    ///
    /// To be called in an immediate transaction. GRDB's own migrator looks at what is applied before its transactions
    /// begin, so that two processes that start at once would both create the tables; a version number that is read and
    /// written in one transaction leaves the second one nothing to do.
    static func migrate(_ db: Database) throws -> Bool {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if version > steps.count { throw MockStore.Problem.newer }
        for step in steps[version...] { try db.execute(sql: step) }
        if version < steps.count {
            try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(steps.count)")
        }
        return version == 0
    }

    private static let steps = [
        """
        CREATE TABLE world (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            seeded_at INTEGER NOT NULL,
            clock_offset INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE customers (id TEXT PRIMARY KEY NOT NULL) STRICT;

        CREATE TABLE prices (
            id TEXT PRIMARY KEY NOT NULL,
            name TEXT NOT NULL,
            amount INTEGER NOT NULL,
            currency TEXT NOT NULL,
            interval TEXT NOT NULL CHECK (interval IN ('day', 'week', 'month', 'year')),
            interval_count INTEGER NOT NULL CHECK (interval_count > 0)
        ) STRICT;

        CREATE TABLE subscriptions (
            id TEXT PRIMARY KEY NOT NULL,
            customer TEXT NOT NULL REFERENCES customers (id),
            status TEXT NOT NULL CHECK (status IN ('trialing', 'active', 'past_due', 'canceled')),
            price TEXT NOT NULL REFERENCES prices (id),
            quantity INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            anchor INTEGER NOT NULL,
            period_start INTEGER NOT NULL,
            period_end INTEGER NOT NULL,
            trial_start INTEGER,
            trial_end INTEGER,
            cancel_at_period_end INTEGER NOT NULL CHECK (cancel_at_period_end IN (0, 1)),
            cancel_at INTEGER,
            canceled_at INTEGER,
            ended_at INTEGER,
            next_change INTEGER
        ) STRICT;
        CREATE INDEX subscriptions_by_customer ON subscriptions (customer);
        CREATE INDEX subscriptions_by_next_change ON subscriptions (next_change);

        CREATE TABLE portal_sessions (
            id TEXT PRIMARY KEY NOT NULL,
            token TEXT NOT NULL UNIQUE,
            customer TEXT NOT NULL REFERENCES customers (id),
            return_url TEXT NOT NULL,
            flow TEXT NOT NULL,
            subscription TEXT,
            price TEXT,
            quantity INTEGER,
            locale TEXT,
            tenant_name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT;
        """
    ]
}
