import BillingCore
import FoundationEssentials

extension ProviderConformance {
    /// What a snapshot says, scenario by scenario.
    static let readingCases: [ConformanceCase] = [
        reading(.active, "reads as active, paid ahead and renewing") { subscription, observedAt, findings in
            findings.expectEqual(subscription.status, .active, "the status")
            findings.expectEqual(subscription.cancellation, .none, "the cancellation")
            findings.expectEqual(subscription.pause, .none, "the pause")
            findings.expect(subscription.willRenew, "it does not renew")
            findings.expect(isPaid(subscription, observedAt), "it gives no access")
            findings.expect(subscription.period != nil, "it has no period")
            findings.expect(
                subscription.items.contains { $0.price != nil || $0.product != nil },
                "it has neither a price nor a product"
            )
        },
        reading(.trialing, "reads as trialing, with an end ahead") { subscription, observedAt, findings in
            findings.expectEqual(subscription.status, .trialing, "the status")
            findings.expect(subscription.willRenew, "it does not renew")
            findings.expect(isPaid(subscription, observedAt), "it gives no access")
            let end = subscription.trial?.end ?? subscription.period?.end
            findings.expect(end.map { $0 > observedAt } ?? false, "its trial has no end ahead")
        },
        reading(.cancelScheduledAtPeriodEnd, "reads as a cancellation at the end of the period") {
            subscription,
            observedAt,
            findings in
            let scheduled = scheduledCancellation(subscription, observedAt, &findings)
            findings.expectEqual(scheduled?.mode, .periodEnd, "the mode")
            findings.expectEqual(scheduled?.effectiveAt, subscription.period?.end, "when it takes effect")
        },
        reading(.cancelScheduledAtFixedDate, "reads as a cancellation at that date") {
            subscription,
            observedAt,
            findings in
            let scheduled = scheduledCancellation(subscription, observedAt, &findings)
            findings.expectEqual(scheduled?.mode, .fixedDate, "the mode")
            findings.expect(scheduled?.effectiveAt != nil, "it has no date")
        },
        reading(.pastDue, "reads as past due, and the new period is not paid") { subscription, observedAt, findings in
            findings.expectEqual(subscription.status, .pastDue, "the status")
            findings.expect(!isPaid(subscription, observedAt), "it counts as paid")
        },
        reading(.unpaid, "reads as unpaid, and does not renew") { subscription, observedAt, findings in
            findings.expectEqual(subscription.status, .unpaid, "the status")
            findings.expect(!subscription.willRenew, "it renews")
            findings.expect(!isPaid(subscription, observedAt), "it counts as paid")
        },
        reading(.incomplete, "reads as incomplete, without access") { subscription, observedAt, findings in
            findings.expectEqual(subscription.status, .incomplete, "the status")
            findings.expect(!isPaid(subscription, observedAt), "it counts as paid")
        },
        reading(.pausedService, "reads as paused, without access") { subscription, observedAt, findings in
            findings.expect(subscription.isServicePaused, "its service is not paused")
            findings.expect(!isPaid(subscription, observedAt), "it counts as paid")
        },
        reading(.pausedCollection, "reads as active, with access") { subscription, observedAt, findings in
            findings.expectEqual(subscription.status, .active, "the status")
            if case .collectionOnly = subscription.pause {} else { findings.fail("its pause is \(subscription.pause)") }
            findings.expect(isPaid(subscription, observedAt), "it gives no access")
        },
        reading(.ended, "reads as ended, without access") { subscription, observedAt, findings in
            findings.expectEqual(subscription.status, .ended, "the status")
            if case .ended = subscription.cancellation {
            } else {
                findings.fail("its cancellation is \(subscription.cancellation)")
            }
            findings.expect(subscription.endedAt.map { $0 <= observedAt } ?? true, "it ends in the future")
            findings.expect(!isPaid(subscription, observedAt), "it counts as paid")
        },
        reading(.unrecognizedStatus, "reads as unrecognized, without access") { subscription, observedAt, findings in
            findings.expectEqual(
                subscription.status,
                .unrecognized(subscription.providerStatus),
                "the status"
            )
            findings.expect(!subscription.willRenew, "it renews")
            findings.expect(!isPaid(subscription, observedAt), "it counts as paid")
        },
        ConformanceCase(
            name: "among several subscriptions the running one is current, and all are kept",
            scenario: .severalSubscriptions
        ) { setting, _, findings in
            let snapshot = try await setting.snapshot()
            checkCommon(snapshot, setting, &findings)
            findings.expect(snapshot.subscriptions.count > 1, "there are not several subscriptions")
            findings.expect(
                snapshot.current?.status == .active || snapshot.current?.status == .trialing,
                "the current one is \(snapshot.current?.status.name ?? "missing")"
            )
            findings.expect(snapshot.subscriptions.contains { $0.status == .ended }, "the ended ones are not there")
        },
        ConformanceCase(
            name: "a customer who never subscribed reads as having no subscription",
            scenario: .neverSubscribed
        ) { setting, _, findings in
            let snapshot = try await setting.snapshot()
            findings.expect(snapshot.subscriptions.isEmpty, "there are \(snapshot.subscriptions.count)")
        },
        ConformanceCase(name: "reading twice changes nothing", scenario: .active) { setting, _, findings in
            let first = try await setting.snapshot()
            let second = try await setting.snapshot()
            findings.expectEqual(second.subscriptions, first.subscriptions, "the second answer")
            findings.expect(second.observedAt >= first.observedAt, "the second answer is older than the first")
        },
    ]

    /// A case about the current subscription of a scenario.
    private static func reading(
        _ scenario: ConformanceScenario,
        _ claim: String,
        _ check: @escaping @Sendable (Subscription, Date, inout ConformanceFindings) -> Void
    ) -> ConformanceCase {
        ConformanceCase(name: "\(scenario.phrase) \(claim)", scenario: scenario) { setting, _, findings in
            let snapshot = try await setting.snapshot()
            checkCommon(snapshot, setting, &findings)
            guard let current = snapshot.current else {
                findings.fail("there is no subscription")
                return
            }
            check(current, snapshot.observedAt, &findings)
        }
    }

    /// What holds for every snapshot.
    private static func checkCommon(
        _ snapshot: SubscriptionSnapshot,
        _ setting: ConformanceSetting,
        _ findings: inout ConformanceFindings
    ) {
        if let subscription = setting.subscription {
            findings.expectEqual(snapshot.current?.id, subscription, "the current subscription")
        }
        findings.expectEqual(
            Set(snapshot.subscriptions.map(\.id)).count,
            snapshot.subscriptions.count,
            "the number of different ids"
        )
        for subscription in snapshot.subscriptions {
            findings.expect(!subscription.providerStatus.isEmpty, "the provider's own status is missing")
            if let period = subscription.period, let start = period.start {
                findings.expect(start <= period.end, "a period ends before it starts")
            }
            let hasEnded = if case .ended = subscription.cancellation { true } else { false }
            findings.expect(
                hasEnded == (subscription.status == .ended),
                "the status is \(subscription.status.name) and the cancellation \(subscription.cancellation)"
            )
        }
    }

    private static func scheduledCancellation(
        _ subscription: Subscription,
        _ observedAt: Date,
        _ findings: inout ConformanceFindings
    ) -> Cancellation.Scheduled? {
        guard case .scheduled(let scheduled) = subscription.cancellation else {
            findings.fail("the cancellation is \(subscription.cancellation)")
            return nil
        }
        findings.expectEqual(subscription.status, .active, "the status")
        findings.expect(!subscription.willRenew, "it renews")
        findings.expect(isPaid(subscription, observedAt), "it gives no access while it runs")
        findings.expect(!scheduled.evidence.isEmpty, "no field of the provider is named as evidence")
        findings.expect(scheduled.effectiveAt.map { $0 > observedAt } ?? true, "it takes effect in the past")
        findings.expect(scheduled.requestedAt.map { $0 <= observedAt } ?? true, "it was requested in the future")
        return scheduled
    }

    private static func isPaid(_ subscription: Subscription, _ observedAt: Date) -> Bool {
        Access(of: subscription, observedAt: observedAt, grace: .zero, policy: .status).isPaid
    }
}
