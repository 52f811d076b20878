import BillingCore
import Foundation
import Testing

@testable import MockProvider

/// April has thirty days, so that a third of the month is a third of the price.
struct MockChangesTests {
    private let now: Date

    init() throws { now = try instant("2026-04-11T00:00:00Z") }

    @Test("a larger quantity pays the difference for the rest of the period at once")
    func atOnce() throws {
        var account = try account()
        try account.change(to: makePrice(), quantity: 3, .atOnce, at: now)
        #expect(account.subscription.quantity == 3)
        #expect(RFC3339.string(from: account.subscription.periodEnd) == "2026-05-01T00:00:00Z")
        let invoice = try #require(account.invoices.first)
        #expect(invoice.lines.map(\.amount) == [-1000, 3000])
        #expect(invoice.lines.map(\.isProration) == [true, true])
        #expect(invoice.amountDue == 2000)
        #expect(invoice.status == .paid)
        #expect(invoice.reason == .subscriptionUpdate)
        account.advance(to: account.subscription.periodEnd)
        #expect(account.invoices.last?.amountDue == 4500)
    }

    @Test("otherwise the difference comes with the next invoice, or not at all")
    func later() throws {
        var later = try account()
        try later.change(to: makePrice(), quantity: 3, .withNextInvoice, at: now)
        #expect(later.invoices.isEmpty)
        later.advance(to: later.subscription.periodEnd)
        #expect(later.invoices.map(\.amountDue) == [6500])

        var never = try account()
        try never.change(to: makePrice(), quantity: 3, .none, at: now)
        never.advance(to: never.subscription.periodEnd)
        #expect(never.invoices.map(\.amountDue) == [4500])
    }

    @Test("a smaller quantity is a credit for the next invoice")
    func downgrade() throws {
        var account = try account { $0.quantity = 3 }
        try account.change(to: makePrice(), quantity: 1, .atOnce, at: now)
        #expect(account.invoices.map(\.total) == [-2000])
        #expect(account.invoices.map(\.amountDue) == [0])
        #expect(account.customer.credit == 2000)
        account.advance(to: account.subscription.periodEnd)
        #expect(account.invoices.last?.amountDue == 0)
        #expect(account.customer.credit == 500)
    }

    @Test("another interval begins a new period now and gives back the rest of the old one")
    func interval() throws {
        var account = try account()
        try account.change(to: makePrice("mock_pro_y"), quantity: 1, .withNextInvoice, at: now)
        #expect(account.subscription.periodStart == now)
        #expect(RFC3339.string(from: account.subscription.periodEnd) == "2027-04-11T00:00:00Z")
        #expect(account.invoices.map(\.amountDue) == [14_400 - 1000])
        #expect(account.pending.isEmpty)
    }

    @Test("a change during a trial costs nothing, and its price is the one that is paid first")
    func trial() throws {
        var account = try account {
            $0.status = .trialing
            $0.trialEnd = $0.periodEnd
        }
        try account.change(to: makePrice("mock_pro_y"), quantity: 1, .atOnce, at: now)
        #expect(account.invoices.isEmpty)
        #expect(RFC3339.string(from: account.subscription.periodEnd) == "2026-05-01T00:00:00Z")
        account.advance(to: account.subscription.periodEnd)
        #expect(account.invoices.map(\.amountDue) == [14_400])
    }

    @Test("what cannot be had is refused, and nothing changes")
    func refusals() throws {
        var account = try account()
        let before = account
        #expect(throws: MockRefusal.self) {
            try account.change(to: makePrice("mock_legacy_m"), quantity: 1, .none, at: now)
        }
        #expect(throws: MockRefusal.self) { try account.change(to: makePrice(), quantity: 0, .none, at: now) }
        #expect(throws: MockRefusal.self) { try account.change(to: makePrice(), quantity: 10_001, .none, at: now) }
        let euro = MockPrice(
            id: try ProviderPriceID("euro"),
            name: "Euro",
            amount: Money(amount: 1500, currency: "eur"),
            cycle: BillingCycle(interval: .month, count: 1),
            product: "prod_euro"
        )
        #expect(throws: MockRefusal.self) { try account.change(to: euro, quantity: 1, .none, at: now) }
        #expect(account == before)
    }

    private func account(_ edit: (inout MockSubscription) -> Void = { _ in }) throws -> MockAccount {
        var subscription = try makeSubscription(from: "2026-04-01T00:00:00Z")
        edit(&subscription)
        return try makeAccount(subscription)
    }
}
