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

    static let steps = [
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
        """,
        """
        ALTER TABLE world ADD COLUMN frozen_at INTEGER;
        ALTER TABLE world ADD COLUMN counter INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE test_clocks (
            id TEXT PRIMARY KEY NOT NULL,
            name TEXT,
            frozen_time INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;

        ALTER TABLE customers ADD COLUMN name TEXT NOT NULL DEFAULT '';
        ALTER TABLE customers ADD COLUMN email TEXT;
        ALTER TABLE customers ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE customers ADD COLUMN credit INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE customers ADD COLUMN test_clock TEXT REFERENCES test_clocks (id);
        ALTER TABLE customers ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
        UPDATE customers SET created_at = (SELECT seeded_at FROM world);

        CREATE TABLE cards (
            customer TEXT PRIMARY KEY NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            id TEXT NOT NULL,
            brand TEXT NOT NULL CHECK (brand IN ('visa', 'mastercard', 'amex')),
            last4 TEXT NOT NULL CHECK (length(last4) = 4),
            expiry_month INTEGER NOT NULL CHECK (expiry_month BETWEEN 1 AND 12),
            expiry_year INTEGER NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('succeeds', 'declines'))
        ) STRICT;
        INSERT INTO cards SELECT customer, 'pm_mock_' || customer || '_1', 'visa',
            CASE status WHEN 'past_due' THEN '0341' ELSE '4242' END, 12, 2034,
            CASE status WHEN 'past_due' THEN 'declines' ELSE 'succeeds' END
            FROM subscriptions GROUP BY customer;

        CREATE TABLE products (
            id TEXT PRIMARY KEY NOT NULL,
            name TEXT NOT NULL,
            active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
            metadata TEXT NOT NULL DEFAULT '{}'
        ) STRICT;
        ALTER TABLE prices ADD COLUMN product TEXT NOT NULL DEFAULT '';
        ALTER TABLE prices ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));
        ALTER TABLE prices ADD COLUMN lookup_key TEXT;
        ALTER TABLE prices ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
        UPDATE prices SET product = 'prod_' || id;
        INSERT INTO products (id, name) SELECT product, name FROM prices;

        CREATE TABLE new_subscriptions (
            id TEXT PRIMARY KEY NOT NULL,
            customer TEXT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            status TEXT NOT NULL CHECK (status IN (
                'incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled'
            )),
            price TEXT NOT NULL REFERENCES prices (id),
            quantity INTEGER NOT NULL CHECK (quantity > 0),
            started_at INTEGER NOT NULL,
            anchor INTEGER NOT NULL,
            period_start INTEGER NOT NULL,
            period_end INTEGER NOT NULL,
            trial_start INTEGER,
            trial_end INTEGER,
            cancel_at_period_end INTEGER NOT NULL DEFAULT 0 CHECK (cancel_at_period_end IN (0, 1)),
            cancel_at INTEGER,
            canceled_at INTEGER,
            ended_at INTEGER,
            billing_mode TEXT NOT NULL DEFAULT 'flexible' CHECK (billing_mode IN ('classic', 'flexible')),
            cancellation_reason TEXT CHECK (cancellation_reason IN ('cancellation_requested', 'payment_failed')),
            cancellation_feedback TEXT,
            cancellation_comment TEXT,
            paused_at INTEGER,
            resumes_at INTEGER,
            collection_pause TEXT CHECK (collection_pause IN ('keep_as_draft', 'mark_uncollectible', 'void')),
            collection_resumes_at INTEGER,
            failed_attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER,
            invoice_count INTEGER NOT NULL DEFAULT 0,
            metadata TEXT NOT NULL DEFAULT '{}',
            next_change INTEGER
        ) STRICT;
        INSERT INTO new_subscriptions (
            id, customer, status, price, quantity, started_at, anchor, period_start, period_end, trial_start, trial_end,
            cancel_at_period_end, cancel_at, canceled_at, ended_at, billing_mode, next_change
        ) SELECT
            id, customer, status, price, quantity, started_at, anchor, period_start, period_end, trial_start, trial_end,
            cancel_at_period_end, cancel_at, canceled_at, ended_at,
            CASE cancel_at_period_end WHEN 1 THEN 'classic' ELSE 'flexible' END, next_change
        FROM subscriptions;
        DROP TABLE subscriptions;
        ALTER TABLE new_subscriptions RENAME TO subscriptions;
        CREATE INDEX subscriptions_by_customer ON subscriptions (customer);
        CREATE INDEX subscriptions_by_next_change ON subscriptions (next_change);

        CREATE TABLE invoices (
            id TEXT PRIMARY KEY NOT NULL,
            number TEXT NOT NULL,
            customer TEXT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            subscription TEXT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
            status TEXT NOT NULL CHECK (status IN ('draft', 'open', 'paid', 'void', 'uncollectible')),
            reason TEXT NOT NULL CHECK (reason IN ('subscription_create', 'subscription_cycle', 'subscription_update')),
            currency TEXT NOT NULL,
            lines TEXT NOT NULL,
            credit_applied INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            paid_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX invoices_by_customer ON invoices (customer, created_at);
        CREATE INDEX invoices_by_subscription ON invoices (subscription, status);

        CREATE TABLE pending_lines (
            subscription TEXT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            line TEXT NOT NULL,
            PRIMARY KEY (subscription, position)
        ) STRICT;

        CREATE TABLE events (
            number INTEGER PRIMARY KEY NOT NULL,
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            customer TEXT NOT NULL,
            object TEXT NOT NULL,
            actor TEXT NOT NULL,
            summary TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_by_customer ON events (customer, number);

        CREATE TABLE faults (
            id INTEGER PRIMARY KEY NOT NULL,
            operation TEXT NOT NULL,
            kind TEXT NOT NULL,
            remaining INTEGER CHECK (remaining > 0),
            rate REAL CHECK (rate > 0 AND rate <= 1),
            seed INTEGER,
            draws INTEGER NOT NULL DEFAULT 0,
            status INTEGER,
            latency INTEGER,
            retry_after INTEGER
        ) STRICT;

        CREATE TABLE api_requests (
            key TEXT PRIMARY KEY NOT NULL,
            request TEXT NOT NULL,
            status INTEGER NOT NULL,
            body BLOB NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX api_requests_by_time ON api_requests (created_at);
        """,
        """
        CREATE TABLE portal_configurations (
            id TEXT PRIMARY KEY NOT NULL,
            settings TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        """,
    ]
}
