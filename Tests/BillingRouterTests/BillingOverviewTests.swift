import BillingCore
import Foundation
import Testing

@testable import BillingRouter

@Suite("The combined answer")
struct BillingOverviewTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let subscriptions: @Sendable () throws -> [Subscription]
        let state: BillingState
        let primary: String?
        let secondary: [String]
        let isPaid: Bool
        let willRenew: Bool
        let sentence: String

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "none",
            subscriptions: { [] },
            state: .none,
            primary: "Choose a plan",
            secondary: [],
            isPaid: false,
            willRenew: false,
            sentence: "You are currently on the Starter plan."
        ),
        Case(
            name: "active",
            subscriptions: { [try .sample()] },
            state: .active,
            primary: "Open Customer Portal",
            secondary: [],
            isPaid: true,
            willRenew: true,
            sentence: "You are currently on the Pro plan. Your plan renews on +20."
        ),
        Case(
            name: "trialing",
            subscriptions: { [try .sample(.trialing, trial: Period(start: .days(-10), end: .days(20)))] },
            state: .trialing,
            primary: "Open Customer Portal",
            secondary: ["Choose a plan"],
            isPaid: true,
            willRenew: true,
            sentence: "Trial ends on +20, then 15.00 USD / month."
        ),
        Case(
            name: "canceling",
            subscriptions: { [try .sample(cancellation: .sample())] },
            state: .canceling,
            primary: "Open Customer Portal",
            secondary: ["Keep my plan"],
            isPaid: true,
            willRenew: false,
            sentence: "Your plan will be canceled on +20. You keep access until then."
        ),
        Case(
            name: "canceling for good",
            subscriptions: { [try .sample(cancellation: .sample(resumable: false))] },
            state: .canceling,
            primary: "Open Customer Portal",
            secondary: [],
            isPaid: true,
            willRenew: false,
            sentence: "Your plan will be canceled on +20. You keep access until then."
        ),
        Case(
            name: "trial that was canceled",
            subscriptions: { [try .sample(.trialing, cancellation: .sample())] },
            state: .canceling,
            primary: "Open Customer Portal",
            secondary: ["Keep my plan"],
            isPaid: true,
            willRenew: false,
            sentence: "Your plan will be canceled on +20. You keep access until then."
        ),
        Case(
            name: "past due",
            subscriptions: { [try .sample(.pastDue)] },
            state: .pastDue,
            primary: "Update payment method",
            secondary: ["Invoices"],
            isPaid: false,
            willRenew: true,
            sentence: "We could not take your last payment."
        ),
        Case(
            name: "past due and canceled",
            subscriptions: { [try .sample(.pastDue, cancellation: .sample())] },
            state: .pastDue,
            primary: "Update payment method",
            secondary: ["Invoices"],
            isPaid: false,
            willRenew: false,
            sentence: "We could not take your last payment."
        ),
        Case(
            name: "unpaid",
            subscriptions: { [try .sample(.unpaid)] },
            state: .unpaid,
            primary: "Update payment method",
            secondary: ["Invoices"],
            isPaid: false,
            willRenew: false,
            sentence: "We could not take your last payment."
        ),
        Case(
            name: "incomplete",
            subscriptions: { [try .sample(.incomplete)] },
            state: .incomplete,
            primary: "Open Customer Portal",
            secondary: [],
            isPaid: false,
            willRenew: false,
            sentence: "Your payment needs confirmation."
        ),
        Case(
            name: "paused",
            subscriptions: { [try .sample(.paused, pause: .service(resumesAt: nil, cause: nil))] },
            state: .paused,
            primary: "Open Customer Portal",
            secondary: [],
            isPaid: false,
            willRenew: false,
            sentence: "Your plan is paused."
        ),
        Case(
            name: "collection paused",
            subscriptions: { [try .sample(pause: .collectionOnly(resumesAt: nil))] },
            state: .active,
            primary: "Open Customer Portal",
            secondary: [],
            isPaid: true,
            willRenew: true,
            sentence: "You are currently on the Pro plan. Your plan renews on +20."
        ),
        Case(
            name: "ended",
            subscriptions: {
                [
                    try .sample(
                        .ended,
                        cancellation: .ended(at: .days(-5), requestedAt: nil, evidence: []),
                        endedAt: .days(-5)
                    )
                ]
            },
            state: .ended,
            primary: "Choose a plan",
            secondary: ["Invoices and payment methods"],
            isPaid: false,
            willRenew: false,
            sentence: "Your Pro plan ended on -5."
        ),
        Case(
            name: "scheduled",
            subscriptions: { [try .sample(.scheduled)] },
            state: .scheduled,
            primary: "Open Customer Portal",
            secondary: [],
            isPaid: false,
            willRenew: false,
            sentence: "Your plan starts on -40."
        ),
        Case(
            name: "unknown",
            subscriptions: { [try .sample(.unrecognized("hibernating"))] },
            state: .unknown,
            primary: "Open Customer Portal",
            secondary: [],
            isPaid: false,
            willRenew: false,
            sentence: "You are currently on the Pro plan."
        ),
    ]

    @Test("every state has its actions, flags and sentence", arguments: cases)
    func state(_ example: Case) async throws {
        let world = try World()
        let snapshot = SubscriptionSnapshot(subscriptions: try example.subscriptions(), observedAt: .noon)
        world.provider.change { $0.snapshots["cus_1"] = snapshot }
        let overview = try await world.overview()
        #expect(overview.state == example.state)
        #expect(overview.actions.primary?.label == example.primary)
        #expect(overview.actions.secondary.map(\.label) == example.secondary)
        #expect(overview.flags.isPaid == example.isPaid)
        #expect(overview.flags.willRenew == example.willRenew)
        let sentences = overview.sentences { date in
            let days = Int((date.timeIntervalSince(.noon) / 86_400).rounded())
            return days > 0 ? "+\(days)" : "\(days)"
        }
        #expect(sentences.joined(separator: " ") == example.sentence)
        #expect(world.provider.seen.fetches.count == 1)
        #expect(world.provider.seen.checks.isEmpty)
    }

    @Test("a price that no plan names is shown by its own name, never as the free plan")
    func unmapped() async throws {
        let world = try World()
        world.provider(says: try .sample(price: "price_legacy"))
        let overview = try await world.overview()
        #expect(overview.plan?.mapped == false)
        #expect(overview.plan?.name == "Legacy")
        #expect(overview.plan?.id == nil)
        #expect(overview.warnings.map(\.code) == [.planUnmapped])
        #expect(overview.flags.isPaid)
    }

    @Test("what the customer pays is what the provider says, not what the catalogue says")
    func grandfathered() async throws {
        let plans = [
            PlanCatalogue.Plan(
                id: "pro",
                name: "Pro",
                prices: [
                    PlanCatalogue.Price(
                        id: "pro-monthly",
                        amount: Money(amount: 9900, currency: "usd"),
                        interval: .month
                    )
                ]
            )
        ]
        let world = try World(plans: plans)
        world.provider(says: try .sample())
        let overview = try await world.overview()
        #expect(overview.plan?.price?.id == "pro-monthly")
        #expect(overview.plan?.price?.unitAmount == 1500)
    }

    @Test("a customer without a link reads as none, and no provider is asked")
    func notLinked() async throws {
        let world = try World()
        let overview = try await world.overview("stranger")
        #expect(overview.state == .none)
        #expect(overview.portal.reason == .notLinked)
        #expect(overview.plan?.name == "Starter")
        #expect(world.provider.seen.fetches.isEmpty)
    }

    @Test("a link to a customer that the provider does not have reads as none, with a warning")
    func missing() async throws {
        let world = try World()
        let overview = try await world.overview()
        #expect(overview.state == .none)
        #expect(overview.portal.reason == .customerMissing)
        #expect(overview.warnings.map(\.code) == [.customerMissing])
        #expect(overview.actions.primary?.kind == .choosePlan)
    }

    @Test("with customer_ids: provider the id is the provider's, and a static link still comes first")
    func providerIDs() async throws {
        let world = try World(customerIDs: .provider)
        let snapshot = SubscriptionSnapshot(subscriptions: [try .sample()], observedAt: .noon)
        world.provider.change { $0.snapshots = ["cus_1": snapshot, "ada": snapshot] }
        #expect(try await world.overview("ada").state == .active)
        #expect(try await world.overview("user_1").state == .active)
        #expect(try await world.overview("zoe").state == .none)
    }

    @Test("several live subscriptions are all shown, the first one decides, and the operator is told")
    func several() async throws {
        let world = try World()
        world.provider(
            says: try .sample(id: "sub_due", .pastDue),
            try .sample(id: "sub_good"),
            try .sample(id: "sub_old", .ended)
        )
        let overview = try await world.overview()
        #expect(overview.subscriptions.map(\.id) == ["sub_good", "sub_due", "sub_old"])
        #expect(overview.state == .active)
        #expect(overview.warnings.map(\.code) == [.severalSubscriptions])
    }

    @Test(
        "who sees the portal, by the tenant's visibility",
        arguments: [
            (
                Tenant.PortalPolicy.Visibility.paid, SubscriptionStatus?.none, true,
                BillingOverview.PortalReason?.some(.noSubscription)
            ),
            (.paid, .active, true, nil), (.paid, .unpaid, true, nil), (.paid, .ended, true, nil),
            (.paid, .ended, false, .noSubscription), (.always, nil, false, nil), (.always, .ended, false, nil),
            (.never, .active, true, .disabled),
        ]
    )
    func visibility(
        _ visibility: Tenant.PortalPolicy.Visibility,
        _ status: SubscriptionStatus?,
        _ lapsedLink: Bool,
        _ reason: BillingOverview.PortalReason?
    ) async throws {
        let policy = Tenant.PortalPolicy(visibility: visibility, lapsedLink: lapsedLink, flows: [.home])
        let world = try World(portal: policy)
        let subscriptions = try status.map { [try Subscription.sample($0)] } ?? []
        let snapshot = SubscriptionSnapshot(subscriptions: subscriptions, observedAt: .noon)
        world.provider.change { $0.snapshots["cus_1"] = snapshot }
        let portal = try await world.overview().portal
        #expect(portal.reason == reason)
        #expect(portal.available == (reason == nil))
        #expect(portal.flows == (reason == nil ? [.home] : []))
    }

    @Test("flows that act on a subscription are not offered where it has ended")
    func flowsOfTheEnded() async throws {
        let world = try World()
        world.provider(says: try .sample(.ended))
        #expect(try await world.overview().portal.flows == [.home, .paymentMethodUpdate, .customerUpdate])
    }

    @Test("nobody is told to keep an access that is gone")
    func canceledAndUnpaid() async throws {
        let world = try World()
        world.provider(says: try .sample(.scheduled, cancellation: .sample()))
        let overview = try await world.overview()
        #expect(overview.state == .canceling)
        #expect(overview.sentences { _ in "D" } == ["Your plan will be canceled on D."])
    }

    @Test("numbers that no customer has are no number, and end nothing")
    func absurdQuantities() throws {
        let item = SubscriptionItem(price: try ProviderPriceID("price_pro"), quantity: .max)
        func quantity(_ items: [SubscriptionItem]) throws -> Int? {
            let id = try SubscriptionID("sub_1")
            let subscription = Subscription(id: id, status: .active, providerStatus: "active", items: items)
            return SubscriptionDocument(subscription, plan: nil).quantity
        }
        #expect(try quantity([item, item]) == nil)
        #expect(try quantity([item]) == .max)
        #expect(try quantity([]) == nil)
        #expect(try quantity([item, SubscriptionItem(price: nil)]) == nil)
    }

    @Test("without a portal there is no button that opens one")
    func noPortal() async throws {
        let world = try World(provider: FakeProvider(portal: nil))
        world.provider(says: try .sample())
        let overview = try await world.overview()
        #expect(overview.portal.reason == .unsupported)
        #expect(overview.actions.primary == nil)
    }

    @Test("the document has every member, and absent values are null")
    func nulls() async throws {
        let world = try World()
        let overview = try await world.overview("stranger")
        let object = try JSONSerialization.jsonObject(with: Data(overview.json())) as? [String: Any]
        let members = [
            "tenant", "customer", "provider", "state", "flags", "access", "plan", "subscription", "subscriptions",
            "cancellation", "pause", "portal", "actions", "warnings", "as_of", "sources",
        ]
        #expect(Set(object?.keys.map(\.self) ?? []) == Set(members))
        #expect(object?["subscription"] is NSNull)
    }
}
