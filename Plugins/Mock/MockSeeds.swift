import BillingCore
import FoundationEssentials
import GRDB

/// The customers that a world begins with.
///
/// They are relative to the first start and never planted again.
struct MockSeeds {
    /// The first start, in whole seconds.
    let start: Date
    let catalogue: MockCatalogue

    static let customers = ["ada", "ben", "cho", "dee", "eve", "fin", "gus"]

    func plant(_ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO world (id, seeded_at, clock_offset) VALUES (1, ?, 0)",
            arguments: [start.stored]
        )
        for customer in MockSeeds.customers {
            try db.execute(sql: "INSERT INTO customers (id) VALUES (?)", arguments: [customer])
        }
        for subscription in try subscriptions() { try subscription.save(db) }
    }

    /// Everybody's but eve's, who is on the free plan and so has none.
    func subscriptions() throws -> [MockSubscription] {
        let ada = try subscription(of: "ada", .active, "mock_pro_m", began: 10)

        var ben = try subscription(of: "ben", .trialing, "mock_pro_m", began: 5)
        ben.trialStart = ben.periodStart
        ben.trialEnd = start.addingDays(9)
        ben.periodEnd = start.addingDays(9)

        var cho = try subscription(of: "cho", .active, "mock_pro_m", began: 12)
        cho.plannedEnd = .atPeriodEnd
        cho.cancellationRequestedAt = start.addingDays(-2)

        // The month before was paid, this one is not.
        let dee = try subscription(of: "dee", .pastDue, "mock_pro_m", began: 3, paidPeriods: 1)

        var fin = try subscription(of: "fin", .canceled, "mock_pro_m", began: 20, paidPeriods: 1)
        fin.periodEnd = fin.periodStart
        fin.periodStart = fin.startedAt
        fin.plannedEnd = .atPeriodEnd
        fin.cancellationRequestedAt = start.addingDays(-27)
        fin.endedAt = fin.periodEnd

        let gus = try subscription(of: "gus", .active, "mock_legacy_m", began: 6)
        return [ada, ben, cho, dee, fin, gus]
    }

    /// A subscription whose current period began some days ago, after so many that were paid.
    private func subscription(
        of customer: String,
        _ status: MockSubscription.Status,
        _ priceName: String,
        began daysAgo: Int,
        paidPeriods: Int = 0
    ) throws -> MockSubscription {
        let id = try ProviderPriceID(priceName)
        guard let price = catalogue.prices[id] else { throw BillingError(.internal, "the price \(id) is not built in") }
        let anchor = start.addingDays(-daysAgo)
        return MockSubscription(
            id: try SubscriptionID("sub_mock_\(customer)"),
            customer: try ProviderCustomerID(customer),
            status: status,
            price: price,
            startedAt: price.cycle.date(-paidPeriods, from: anchor),
            anchor: anchor,
            periodStart: anchor,
            periodEnd: price.cycle.date(1, from: anchor)
        )
    }
}
