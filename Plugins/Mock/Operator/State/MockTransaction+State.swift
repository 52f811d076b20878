import BillingCore
import FoundationEssentials
import GRDB

extension MockTransaction {
    /// The world as a value.
    func state() throws -> MockState {
        let subscriptions = try MockSubscription.fetchAll(db)
        var pending: [SubscriptionID: [MockInvoice.Line]] = [:]
        for subscription in subscriptions {
            let lines = try account(of: subscription).pending
            if !lines.isEmpty { pending[subscription.id] = lines }
        }
        return MockState(
            clockOffset: time.isFrozen ? 0 : time.world.stored - time.wall.stored,
            frozenAt: time.isFrozen ? time.world : nil,
            counter: try Int.fetchOne(db, sql: "SELECT counter FROM world") ?? 0,
            products: try MockProduct.fetchAll(db),
            prices: try MockPrice.fetchAll(db),
            testClocks: try testClocks(),
            customers: try MockCustomer.fetchAll(db),
            subscriptions: subscriptions,
            pending: pending,
            invoices: try MockInvoice.fetchAll(db),
            faults: try MockFault.fetchAll(db),
            events: try MockEvent.fetch(after: 0, db)
        )
    }

    /// Puts another world in the place of this one, and lets happen what its time brings.
    ///
    /// Open portal sessions end, and what the API remembers of earlier requests is forgotten.
    func replace(with state: MockState, catalogue: MockCatalogue) throws {
        try state.plant(at: time.wall, catalogue: catalogue, db)
        let now = state.frozenAt ?? time.wall.addingTimeInterval(Double(state.clockOffset))
        let time = MockTime(wall: time.wall, world: now, isFrozen: state.frozenAt != nil)
        try MockTransaction(db: db, time: time, policy: policy).advance()
    }
}

extension MockState {
    private static let tables = [
        "portal_sessions", "api_requests", "faults", "events", "customers", "test_clocks", "prices", "products",
    ]

    /// Stores it in the place of whatever is there.
    func plant(at wall: Date, catalogue: MockCatalogue, _ db: Database) throws {
        // Cards, subscriptions, invoices and pending lines go with their customers.
        for table in MockState.tables { try db.execute(sql: "DELETE FROM \(table)") }
        try Row.upsert(
            [
                "id": 1, "seeded_at": wall.stored, "clock_offset": clockOffset, "frozen_at": frozenAt?.stored,
                "counter": counter,
            ],
            into: "world",
            db
        )
        try catalogue.save(db)
        for product in products { try product.save(db) }
        for price in prices { try price.save(db) }
        for clock in testClocks { try clock.save(db) }
        for customer in customers { try customer.save(db) }
        for subscription in subscriptions { try subscription.save(db) }
        for invoice in invoices { try invoice.save(db) }
        for (subscription, lines) in pending { try MockInvoice.Line.save(lines, pendingFor: subscription, db) }
        for fault in faults { try fault.save(db) }
        for event in events { try event.insert(db) }
    }
}
