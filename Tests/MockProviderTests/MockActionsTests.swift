import BillingCore
import Foundation
import Testing

@testable import MockProvider

struct MockActionsTests {
    private let now: Date
    private let unasked = MockSubscription.CancellationDetails()

    init() throws { now = try instant("2026-01-20T00:00:00Z") }

    @Test("a cancellation at the period's end has the shape of the billing mode")
    func shapes() throws {
        var flexible = try account()
        try flexible.cancelAtPeriodEnd(
            MockSubscription.CancellationDetails(feedback: .tooExpensive, comment: "Too much"),
            at: now
        )
        #expect(flexible.subscription.plannedEnd == .at(flexible.subscription.periodEnd))
        #expect(flexible.subscription.cancellation.feedback == .tooExpensive)
        guard case .scheduled(let scheduled) = Subscription(flexible.subscription).cancellation else {
            Issue.record("it is not scheduled")
            return
        }
        #expect(scheduled.mode == .fixedDate)
        #expect(scheduled.effectiveAt == flexible.subscription.periodEnd)
        #expect(scheduled.requestedAt == now)

        var classic = try account { $0.billingMode = .classic }
        try classic.cancelAtPeriodEnd(unasked, at: now)
        #expect(classic.subscription.plannedEnd == .atPeriodEnd)

        for account in [flexible, classic] {
            var account = account
            account.advance(to: account.subscription.periodEnd)
            #expect(account.subscription.status == .canceled)
            #expect(account.subscription.endedAt == account.subscription.periodEnd)
            #expect(account.invoices.isEmpty, "nothing is charged for a period that never begins")
        }
    }

    @Test("a cancellation can be taken back while it lies ahead")
    func keep() throws {
        var kept = try account()
        try kept.cancelAtPeriodEnd(unasked, at: now)
        try kept.keep(at: now)
        #expect(kept.subscription == (try account()).subscription)
        try kept.keep(at: now)
        #expect(kept.events.count == 2, "there was nothing to take back")
        try kept.cancelNow(unasked, at: now)
        #expect(throws: MockRefusal.self) { try kept.keep(at: now) }
    }

    @Test("an immediate cancellation clears both shapes and keeps the time of the first request")
    func cancelNow() throws {
        var account = try account()
        try account.cancelAtPeriodEnd(unasked, at: now)
        try account.cancelNow(unasked, at: now.addingDays(1))
        #expect(account.subscription.plannedEnd == nil)
        #expect(account.subscription.cancellationRequestedAt == now)
        #expect(account.subscription.endedAt == now.addingDays(1))
        #expect(throws: MockRefusal.self) { try account.cancelNow(unasked, at: now) }
        #expect(account.subscription.nextChange == nil)
    }

    @Test("the date of a planned end lies ahead")
    func planned() throws {
        var account = try account()
        for date in [now, now.addingDays(-1)] {
            #expect(throws: MockRefusal.self) { try account.plan(.at(date), unasked, at: now) }
        }
        try account.plan(.at(now.addingDays(50)), unasked, at: now)
        account.advance(to: now.addingDays(50))
        #expect(account.subscription.endedAt == now.addingDays(50))
        #expect(account.invoices.count == 2, "two renewals lie before it")
    }

    @Test("a pause keeps what is left of the period for later")
    func pause() throws {
        var account = try account()
        let resumesAt = now.addingDays(30)
        try account.pause(until: resumesAt, at: now)
        #expect(account.subscription.status == .paused)
        #expect(Subscription(account.subscription).pause == .service(resumesAt: resumesAt, cause: "customer_request"))
        #expect(throws: MockRefusal.self) { try account.pause(until: nil, at: now) }
        #expect(throws: MockRefusal.self) { try account.cancelAtPeriodEnd(unasked, at: now) }
        account.advance(to: resumesAt)
        #expect(account.subscription.status == .active)
        #expect(account.invoices.isEmpty)
        #expect(RFC3339.string(from: account.subscription.periodEnd) == "2026-03-12T00:00:00Z")
        account.advance(to: account.subscription.periodEnd)
        #expect(account.invoices.map(\.status) == [.paid])
        #expect(RFC3339.string(from: account.subscription.periodEnd) == "2026-04-09T00:00:00Z")
    }

    @Test("a clock that was put back takes nothing from a pause")
    func pauseAndReset() throws {
        var account = try account()
        let end = account.subscription.periodEnd
        try account.pause(until: nil, at: now.addingDays(5))
        try account.resumeService(at: now)
        #expect(account.subscription.periodEnd == end)
        #expect(account.subscription.periodStart < end)
    }

    @Test("a period that is over cannot be cancelled to its end")
    func periodIsOver() throws {
        var account = try account { $0.status = .pastDue }
        let before = account
        #expect(throws: MockRefusal.self) {
            try account.cancelAtPeriodEnd(unasked, at: account.subscription.periodEnd)
        }
        #expect(account == before)
        try account.cancelNow(unasked, at: account.subscription.periodEnd)
        #expect(account.subscription.status == .canceled)
    }

    @Test("a pause of the collection ends ahead, or never")
    func collectionPauseEnds() throws {
        var account = try account()
        for date in [now, now.addingDays(-1)] {
            let pause = MockSubscription.CollectionPause(behaviour: .void, resumesAt: date)
            #expect(throws: MockRefusal.self) { try account.setCollectionPause(pause, at: now) }
        }
        try account.setCollectionPause(MockSubscription.CollectionPause(behaviour: .void), at: now)
        #expect(account.subscription.collectionPause != nil)
    }

    @Test("a pause without an end lasts until somebody ends it")
    func openPause() throws {
        var account = try account()
        try account.pause(until: nil, at: now)
        account.advance(to: now.addingDays(1000))
        #expect(account.subscription.status == .paused)
        try account.resumeService(at: now.addingDays(1000))
        #expect(account.subscription.status == .active)
        #expect(throws: MockRefusal.self) { try account.resumeService(at: now) }
    }

    @Test("a trial that is ended begins to be paid")
    func endTrial() throws {
        var account = try account {
            $0.status = .trialing
            $0.trialEnd = $0.periodEnd
        }
        try account.endTrial(at: now)
        #expect(account.subscription.status == .active)
        #expect(account.subscription.trialEnd == now)
        #expect(account.subscription.periodStart == now)
        #expect(account.invoices.map(\.status) == [.paid])
    }

    @Test(
        "what has ended, or never began, takes no orders",
        arguments: [MockSubscription.Status.canceled, .incompleteExpired]
    )
    func terminal(status: MockSubscription.Status) throws {
        var account = try account { $0.status = status }
        let before = account
        #expect(throws: MockRefusal.self) { try account.cancelAtPeriodEnd(unasked, at: now) }
        #expect(throws: MockRefusal.self) { try account.cancelNow(unasked, at: now) }
        #expect(throws: MockRefusal.self) { try account.pause(until: nil, at: now) }
        #expect(throws: MockRefusal.self) { try account.resumeService(at: now) }
        #expect(throws: MockRefusal.self) { try account.setCollectionPause(nil, at: now) }
        #expect(throws: MockRefusal.self) { try account.endTrial(at: now) }
        #expect(throws: MockRefusal.self) { try account.failPayment(at: now) }
        #expect(throws: MockRefusal.self) { try account.change(to: makePrice(), quantity: 2, .atOnce, at: now) }
        #expect(account == before)
    }

    private func account(_ edit: (inout MockSubscription) -> Void = { _ in }) throws -> MockAccount {
        var subscription = try makeSubscription(from: "2026-01-10T00:00:00Z")
        edit(&subscription)
        return try makeAccount(subscription)
    }
}
