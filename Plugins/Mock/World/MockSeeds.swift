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
        for name in MockSeeds.customers { try customer(name).save(db) }
        for subscription in try subscriptions() {
            try subscription.save(db)
            for invoice in invoices(of: subscription) { try invoice.save(db) }
        }
    }

    /// Everybody's but eve's, who is on the free plan and so has none.
    func subscriptions() throws -> [MockSubscription] {
        let ada = try subscription(of: "ada", .active, "mock_pro_m", began: 10)

        var ben = try subscription(of: "ben", .trialing, "mock_pro_m", began: 5)
        ben.trialStart = ben.periodStart
        ben.trialEnd = start.addingDays(9)
        ben.periodEnd = start.addingDays(9)

        var cho = try subscription(of: "cho", .active, "mock_pro_m", began: 12)
        cho.billingMode = .classic
        cho.plannedEnd = .atPeriodEnd
        cho.cancellation = MockSubscription.CancellationDetails(reason: .requested, feedback: .unused)
        cho.cancellationRequestedAt = start.addingDays(-2)

        // The month before was paid, this one is not.
        var dee = try subscription(of: "dee", .pastDue, "mock_pro_m", began: 3, paidPeriods: 1)
        dee.failedAttempts = 1
        dee.nextAttemptAt = dee.periodStart.addingDays(MockPolicy.retries[0])

        var fin = try subscription(of: "fin", .canceled, "mock_pro_m", began: 20, paidPeriods: 1)
        fin.periodEnd = fin.periodStart
        fin.periodStart = fin.startedAt
        fin.billingMode = .classic
        fin.plannedEnd = .atPeriodEnd
        fin.cancellation = MockSubscription.CancellationDetails(reason: .requested, feedback: .tooExpensive)
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
            periodEnd: price.cycle.date(1, from: anchor),
            invoiceCount: status == .trialing ? 0 : paidPeriods == 0 || status == .canceled ? 1 : paidPeriods + 1
        )
    }

    /// One for each period that was begun, the last one of dee's unpaid.
    private func invoices(of subscription: MockSubscription) -> [MockInvoice] {
        (0..<subscription.invoiceCount).map { number in
            let isLast = number == subscription.invoiceCount - 1
            let cycle = subscription.price.cycle
            let begin =
                isLast
                ? subscription.periodStart
                : cycle.date(number - subscription.invoiceCount + 1, from: subscription.anchor)
            let end =
                isLast
                ? subscription.periodEnd : cycle.date(number - subscription.invoiceCount + 2, from: subscription.anchor)
            let isOpen = isLast && subscription.status == .pastDue
            return MockInvoice(
                id: "in_mock_\(subscription.customer)_\(number + 1)",
                number: "MOCK-\(subscription.customer.rawValue.uppercased())-000\(number + 1)",
                customer: subscription.customer,
                subscription: subscription.id,
                status: isOpen ? .open : .paid,
                reason: number == 0 ? .subscriptionCreate : .subscriptionCycle,
                currency: subscription.price.amount.currency,
                lines: [
                    MockInvoice.Line(
                        description: "1 × \(subscription.price.name)",
                        amount: subscription.price.amount.amount,
                        start: begin,
                        end: end,
                        isProration: false,
                        price: subscription.price.id.rawValue,
                        quantity: 1
                    )
                ],
                createdAt: begin,
                paidAt: isOpen ? nil : begin,
                attempts: 1
            )
        }
    }

    /// All but eve, who never had to pay, have a card; dee's is declined.
    private func customer(_ name: String) throws -> MockCustomer {
        let works = name != "dee"
        let card = MockCard(
            id: "pm_mock_\(name)",
            brand: .visa,
            last4: works ? "4242" : "0341",
            expiryMonth: 12,
            expiryYear: 2034,
            outcome: works ? .succeeds : .declines
        )
        return MockCustomer(
            id: try ProviderCustomerID(name),
            name: name.prefix(1).uppercased() + name.dropFirst(),
            email: "\(name)@example.com",
            createdAt: start.addingDays(-60),
            card: name == "eve" ? nil : card
        )
    }
}
