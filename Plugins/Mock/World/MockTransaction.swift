import BillingCore
import FoundationEssentials
import GRDB

/// One look at the world, or one change of it: all that is done through it happens at one instant, or not at all.
struct MockTransaction {
    let db: Database
    let time: MockTime
    let policy: MockPolicy

    // MARK: - Looking

    func customer(_ id: ProviderCustomerID) throws -> MockCustomer {
        guard let customer = try MockCustomer.fetch(id: id, db) else {
            throw MockRefusal(.notFound, "No such customer: '\(id)'", parameter: "customer")
        }
        return customer
    }

    /// - Parameter owner: whose it must be; another's is not found.
    func subscription(_ id: SubscriptionID, of owner: ProviderCustomerID? = nil) throws -> MockSubscription {
        guard let subscription = try MockSubscription.fetch(id: id, db),
            owner.map({ $0 == subscription.customer }) ?? true
        else { throw MockRefusal(.notFound, "No such subscription: '\(id)'", parameter: "id") }
        return subscription
    }

    func price(_ id: ProviderPriceID) throws -> MockPrice {
        guard let price = try MockPrice.fetch(id: id, db) else {
            throw MockRefusal(.notFound, "No such price: '\(id)'", parameter: "price")
        }
        return price
    }

    /// - Parameter owner: whose it must be; another's is not found.
    func invoice(_ id: String, of owner: ProviderCustomerID? = nil) throws -> MockInvoice {
        guard let invoice = try MockInvoice.fetch(id: id, db), owner.map({ $0 == invoice.customer }) ?? true else {
            throw MockRefusal(.notFound, "No such invoice: '\(id)'", parameter: "id")
        }
        return invoice
    }

    /// A subscription with all that its rules touch.
    func account(of subscription: MockSubscription) throws -> MockAccount {
        MockAccount(
            customer: try customer(subscription.customer),
            subscription: subscription,
            pending: try String.fetchAll(
                db,
                sql: "SELECT line FROM pending_lines WHERE subscription = ? ORDER BY position",
                arguments: [subscription.id.rawValue]
            )
            .map(MockJSON.value(of:)),
            invoices: try MockInvoice.fetchOpen(of: subscription.id, db),
            policy: policy
        )
    }

    /// The instant that it is for a customer: by the test clock, where the customer has one.
    func now(for customer: MockCustomer) throws -> Date {
        guard let id = customer.testClock else { return time.world }
        return try testClock(id).frozenTime
    }

    // MARK: - Changing

    /// Lets a subscription's rules do something, and stores what comes of it.
    ///
    /// - Returns: the subscription as it is then.
    @discardableResult
    func update(
        _ subscription: MockSubscription,
        by actor: MockEvent.Actor,
        _ body: (inout MockAccount, Date) throws -> Void
    ) throws -> MockSubscription {
        var account = try account(of: subscription)
        try body(&account, try now(for: account.customer))
        try store(account)
        for event in account.events { try event.insert(by: actor, db) }
        return account.subscription
    }

    /// Lets time do what it has done by now.
    func advance() throws {
        var events: [MockEvent.Draft] = []
        for subscription in try MockSubscription.fetch(dueAt: time.world, db) {
            var account = try account(of: subscription)
            account.advance(to: try now(for: account.customer))
            try store(account)
            events += account.events
        }
        // Subscription by subscription the rules ran, and what happened is told in the order of its time.
        for event in events.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) {
            try event.element.insert(by: .clock, db)
        }
    }

    private func store(_ account: MockAccount) throws {
        try account.customer.save(db)
        try account.subscription.save(db)
        for invoice in account.invoices { try invoice.save(db) }
        try MockInvoice.Line.save(account.pending, pendingFor: account.subscription.id, db)
    }

    /// Notes something that is not about a subscription's rules.
    func note(
        _ kind: MockEvent.Kind,
        _ customer: MockCustomer,
        object: String? = nil,
        by actor: MockEvent.Actor,
        _ summary: String
    ) throws {
        let at = try now(for: customer)
        let object = object ?? customer.id.rawValue
        try MockEvent.Draft(kind: kind, at: at, customer: customer.id, object: object, summary: summary)
            .insert(by: actor, db)
    }

    /// The next number of the world's own count, from which ids are made: the same in every run.
    func nextNumber() throws -> Int {
        try db.execute(sql: "UPDATE world SET counter = counter + 1")
        return try Int.fetchOne(db, sql: "SELECT counter FROM world") ?? 0
    }
}
