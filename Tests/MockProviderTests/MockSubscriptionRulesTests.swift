import BillingCore
import Foundation
import Testing

@testable import MockProvider

struct MockSubscriptionRulesTests {
    @Test(
        "a monthly subscription renews at month ends and finds back to its day",
        arguments: [
            ("2026-02-27T12:00:00Z", "2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"),
            ("2026-02-28T11:59:59Z", "2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"),
            ("2026-02-28T12:00:00Z", "2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z"),
            ("2026-04-15T00:00:00Z", "2026-03-31T12:00:00Z", "2026-04-30T12:00:00Z"),
            ("2026-05-01T00:00:00Z", "2026-04-30T12:00:00Z", "2026-05-31T12:00:00Z"),
            ("2027-01-31T12:00:00Z", "2027-01-31T12:00:00Z", "2027-02-28T12:00:00Z"),
            ("2028-02-29T12:00:00Z", "2028-02-29T12:00:00Z", "2028-03-31T12:00:00Z"),
            ("2126-02-28T12:00:00Z", "2126-02-28T12:00:00Z", "2126-03-31T12:00:00Z"),
        ]
    )
    func renews(now: String, start: String, end: String) throws {
        let subscription = try makeSubscription(from: "2026-01-31T12:00:00Z").advanced(to: instant(now))
        #expect(subscription.status == .active)
        #expect(RFC3339.string(from: subscription.periodStart) == start)
        #expect(RFC3339.string(from: subscription.periodEnd) == end)
        #expect(RFC3339.string(from: subscription.startedAt) == "2026-01-31T12:00:00Z")
    }

    @Test("it does not matter in how many steps time passes")
    func isTheSameInSteps() throws {
        var trial = try makeSubscription(from: "2026-01-17T00:00:00Z")
        trial.status = .trialing
        trial.trialStart = trial.periodStart
        trial.trialEnd = try instant("2026-01-31T00:00:00Z")
        trial.periodEnd = try instant("2026-01-31T00:00:00Z")
        var fixed = try makeSubscription(from: "2026-01-31T12:00:00Z")
        fixed.plannedEnd = .at(try instant("2027-05-05T05:05:05Z"))
        for subscription in [try makeSubscription(from: "2026-01-31T12:00:00Z"), trial, fixed] {
            var stepped = subscription
            for day in 0...800 {
                let now = try instant("2026-01-31T12:00:00Z").addingDays(day)
                stepped = try stepped.advanced(to: now)
                #expect(try stepped == subscription.advanced(to: now))
            }
        }
    }

    @Test("a trial becomes active when it ends, and its months are counted from there")
    func trialEnds() throws {
        var subscription = try makeSubscription(from: "2026-01-17T00:00:00Z")
        subscription.status = .trialing
        subscription.trialStart = subscription.periodStart
        subscription.trialEnd = try instant("2026-01-31T00:00:00Z")
        subscription.periodEnd = try instant("2026-01-31T00:00:00Z")

        #expect(try subscription.advanced(to: instant("2026-01-30T23:59:59Z")) == subscription)
        let active = try subscription.advanced(to: instant("2026-01-31T00:00:00Z"))
        #expect(active.status == .active)
        #expect(RFC3339.string(from: active.periodEnd) == "2026-02-28T00:00:00Z")
        #expect(active.trialEnd == subscription.trialEnd)
        #expect(try RFC3339.string(from: active.advanced(to: active.periodEnd).periodEnd) == "2026-03-31T00:00:00Z")
    }

    @Test("a cancellation at the period's end ends it there and nothing renews")
    func endsWithPeriod() throws {
        var subscription = try makeSubscription(from: "2026-01-31T12:00:00Z")
        subscription.plannedEnd = .atPeriodEnd
        subscription.cancellationRequestedAt = try instant("2026-02-01T00:00:00Z")
        #expect(try subscription.advanced(to: instant("2026-02-28T11:59:59Z")) == subscription)
        for now in ["2026-02-28T12:00:00Z", "2030-01-01T00:00:00Z"] {
            let ended = try subscription.advanced(to: instant(now))
            #expect(ended.status == .canceled)
            #expect(ended.endedAt.map(RFC3339.string) == "2026-02-28T12:00:00Z")
            #expect(ended.periodEnd == subscription.periodEnd)
            #expect(ended.nextChange == nil)
            #expect(
                Subscription(ended).cancellation
                    == .ended(
                        at: ended.endedAt,
                        requestedAt: subscription.cancellationRequestedAt,
                        evidence: ["status", "ended_at"]
                    )
            )
        }
    }

    @Test("a trial that is cancelled ends without ever becoming active")
    func cancelledTrial() throws {
        var subscription = try makeSubscription(from: "2026-01-17T00:00:00Z")
        subscription.status = .trialing
        subscription.periodEnd = try instant("2026-01-31T00:00:00Z")
        subscription.trialEnd = subscription.periodEnd
        subscription.plannedEnd = .atPeriodEnd
        let ended = try subscription.advanced(to: instant("2026-03-01T00:00:00Z"))
        #expect(ended.status == .canceled)
        #expect(ended.endedAt == subscription.periodEnd)
    }

    @Test(
        "a cancellation on a date ends it on that date, before, at or long after the period's end",
        arguments: [
            ("2026-02-10T00:00:00Z", "2026-01-31T12:00:00Z"), ("2026-02-28T12:00:00Z", "2026-01-31T12:00:00Z"),
            ("2026-06-15T00:00:00Z", "2026-05-31T12:00:00Z"),
        ]
    )
    func endsOnDate(date: String, lastPeriodStart: String) throws {
        var subscription = try makeSubscription(from: "2026-01-31T12:00:00Z")
        subscription.plannedEnd = .at(try instant(date))
        guard case .scheduled(let scheduled) = Subscription(subscription).cancellation else {
            Issue.record("the cancellation is not scheduled")
            return
        }
        #expect(scheduled.mode == .fixedDate)
        #expect(scheduled.effectiveAt.map(RFC3339.string) == date)
        #expect(scheduled.evidence == ["cancel_at"])

        #expect(try subscription.advanced(to: instant(date).addingTimeInterval(-1)).status == .active)
        let ended = try subscription.advanced(to: instant(date))
        #expect(ended.status == .canceled)
        #expect(ended.endedAt.map(RFC3339.string) == date)
        #expect(RFC3339.string(from: ended.periodStart) == lastPeriodStart)
    }

    @Test("a past-due subscription stands still, but its cancellation comes")
    func pastDue() throws {
        var subscription = try makeSubscription(from: "2026-01-31T12:00:00Z")
        subscription.status = .pastDue
        #expect(try subscription.advanced(to: instant("2027-01-01T00:00:00Z")) == subscription)
        subscription.plannedEnd = .atPeriodEnd
        #expect(try subscription.advanced(to: instant("2027-01-01T00:00:00Z")).status == .canceled)
    }
}
