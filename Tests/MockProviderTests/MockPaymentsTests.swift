import BillingCore
import Foundation
import Testing

@testable import MockProvider

struct MockPaymentsTests {
    @Test("each renewal writes an invoice and charges the card")
    func renews() throws {
        var account = try makeAccount(makeSubscription(from: "2026-01-31T12:00:00Z"))
        account.advance(to: try instant("2026-04-01T00:00:00Z"))
        #expect(account.invoices.map(\.id) == ["in_mock_test_1", "in_mock_test_2"])
        #expect(account.invoices.map(\.number) == ["MOCK-TEST-0001", "MOCK-TEST-0002"])
        #expect(account.invoices.map(\.status) == [.paid, .paid])
        #expect(account.invoices.map(\.amountDue) == [1500, 1500])
        #expect(
            account.invoices.map { RFC3339.string(from: $0.lines[0].start) }
                == ["2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z"]
        )
        #expect(account.events.map(\.kind) == [.invoiceCreated, .invoicePaid, .invoiceCreated, .invoicePaid])
        #expect(account.subscription.status == .active)
    }

    @Test(
        "a card that is declined, or none, makes it past due, and is tried four times in all",
        arguments: [MockCard.Outcome.declines, nil],
        MockPolicy.Outcome.allCases
    )
    func dunning(card: MockCard.Outcome?, outcome: MockPolicy.Outcome) throws {
        let policy = MockPolicy(afterFailedPayments: outcome)
        var account = try makeAccount(makeSubscription(from: "2026-01-10T00:00:00Z"), card: card, policy: policy)
        let renewal = try instant("2026-02-10T00:00:00Z")
        account.advance(to: renewal)
        #expect(account.subscription.status == .pastDue)
        #expect(account.subscription.periodStart == renewal)
        for (day, attempts) in [(0, 1), (3, 1), (4, 2), (8, 3), (14, 3)] {
            account.advance(to: renewal.addingDays(day))
            #expect(account.invoices[0].attempts == attempts, "on day \(day)")
            #expect(account.subscription.status == .pastDue)
            #expect(account.invoices[0].status == .open)
        }
        account.advance(to: renewal.addingDays(15))
        #expect(account.invoices[0].attempts == 4)
        switch outcome {
        case .cancel:
            #expect(account.subscription.status == .canceled)
            #expect(account.subscription.cancellation.reason == .paymentFailed)
            #expect(account.subscription.endedAt == renewal.addingDays(15))
        case .unpaid: #expect(account.subscription.status == .unpaid)
        case .pastDue: #expect(account.subscription.status == .pastDue)
        }
        let end = account
        account.advance(to: renewal.addingDays(400))
        #expect(account == end, "nothing more happens by itself")
    }

    @Test("paying in time goes on with the same period")
    func recovers() throws {
        var account = try makeAccount(makeSubscription(from: "2026-01-10T00:00:00Z"), card: .declines)
        let renewal = try instant("2026-02-10T00:00:00Z")
        account.advance(to: renewal.addingDays(5))
        account.customer = try makeCustomer()
        account.payOpenInvoices(at: renewal.addingDays(6))
        #expect(account.subscription.status == .active)
        #expect(account.subscription.periodStart == renewal)
        #expect(RFC3339.string(from: account.subscription.periodEnd) == "2026-03-10T00:00:00Z")
        #expect(account.invoices.map(\.status) == [.paid])
        #expect(account.subscription.nextAttemptAt == nil)
        account.advance(to: try instant("2026-03-10T00:00:00Z"))
        #expect(account.invoices.count == 2)
    }

    @Test("what the customer tries in vain brings the end no nearer")
    func triesInVain() throws {
        var account = try makeAccount(makeSubscription(from: "2026-01-10T00:00:00Z"), card: .declines)
        let renewal = try instant("2026-02-10T00:00:00Z")
        account.advance(to: renewal)
        let next = account.subscription.nextAttemptAt
        for hour in 1...10 { account.payOpenInvoices(at: renewal.addingTimeInterval(Double(hour) * 3600)) }
        #expect(account.subscription.status == .pastDue)
        #expect(account.subscription.failedAttempts == 1)
        #expect(account.subscription.nextAttemptAt == next)
    }

    @Test("paying when the period is over begins a new one now, and charges for it alone")
    func recoversLate() throws {
        let policy = MockPolicy(afterFailedPayments: .unpaid)
        var account = try makeAccount(makeSubscription(from: "2026-01-10T00:00:00Z"), card: .declines, policy: policy)
        let late = try instant("2026-07-20T06:00:00Z")
        account.advance(to: late)
        #expect(account.subscription.status == .unpaid)
        account.customer = try makeCustomer()
        account.payOpenInvoices(at: late)
        #expect(account.subscription.status == .active)
        #expect(account.subscription.periodStart == late)
        #expect(RFC3339.string(from: account.subscription.periodEnd) == "2026-08-20T06:00:00Z")
        #expect(account.invoices.map(\.status) == [.paid, .paid])
        #expect(account.invoices.last?.createdAt == late)
    }

    @Test(
        "while collection is paused the service goes on and invoices are not charged",
        arguments: [
            (MockSubscription.CollectionPause.Behaviour.void, MockInvoice.Status.void),
            (.keepAsDraft, .draft), (.markUncollectible, .uncollectible),
        ]
    )
    func collectionPause(behaviour: MockSubscription.CollectionPause.Behaviour, status: MockInvoice.Status) throws {
        var account = try makeAccount(makeSubscription(from: "2026-01-10T00:00:00Z"), card: .declines)
        let resumesAt = try instant("2026-02-20T00:00:00Z")
        let pause = MockSubscription.CollectionPause(behaviour: behaviour, resumesAt: resumesAt)
        try account.setCollectionPause(pause, at: instant("2026-02-01T00:00:00Z"))
        #expect(Subscription(account.subscription).pause == .collectionOnly(resumesAt: resumesAt))
        account.advance(to: try instant("2026-02-15T00:00:00Z"))
        #expect(account.subscription.status == .active)
        #expect(account.invoices.map(\.status) == [status])
        #expect(account.invoices[0].attempts == 0)
        account.advance(to: resumesAt)
        #expect(account.subscription.collectionPause == nil)
        account.advance(to: try instant("2026-03-10T00:00:00Z"))
        #expect(account.subscription.status == .pastDue)
    }

    @Test("a first payment that does not come within 23 hours was never paid")
    func incomplete() throws {
        let now = try instant("2026-01-10T00:00:00Z")
        var account = try makeAccount(makeSubscription(from: "2026-01-10T00:00:00Z"), card: .declines)
        #expect(throws: MockRefusal.self) {
            var refused = account
            try refused.begin(at: now, mayFail: false)
        }
        try account.begin(at: now, mayFail: true)
        #expect(account.subscription.status == .incomplete)
        account.advance(to: now.addingTimeInterval(23 * 3600 - 1))
        #expect(account.subscription.status == .incomplete)
        var paid = account
        paid.payOpenInvoices(at: now.addingTimeInterval(3600), .succeeds)
        #expect(paid.subscription.status == .active)
        account.advance(to: now.addingTimeInterval(23 * 3600))
        #expect(account.subscription.status == .incompleteExpired)
        #expect(account.invoices.map(\.status) == [.void])
        #expect(Subscription(account.subscription).neverPaid)
        #expect(Subscription(account.subscription).status == .ended)
    }

    @Test("what was paid too much is taken off the next invoices")
    func credit() throws {
        var account = try makeAccount(makeSubscription(from: "2026-01-10T00:00:00Z"))
        account.customer.credit = 2000
        account.advance(to: try instant("2026-03-10T00:00:00Z"))
        #expect(account.invoices.map(\.creditApplied) == [1500, 500])
        #expect(account.invoices.map(\.amountDue) == [0, 1000])
        #expect(account.customer.credit == 0)
    }

    @Test("a payment that is made to fail begins a period that nobody has paid for")
    func failPayment() throws {
        let now = try instant("2026-01-20T00:00:00Z")
        var account = try makeAccount(makeSubscription(from: "2026-01-10T00:00:00Z"))
        try account.failPayment(at: now)
        #expect(account.subscription.status == .pastDue)
        #expect(account.subscription.periodStart == now)
        #expect(throws: MockRefusal.self) { try account.failPayment(at: now) }
        account.payOpenInvoices(at: now)
        #expect(account.subscription.status == .active)
    }
}
