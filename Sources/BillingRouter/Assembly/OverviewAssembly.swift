import BillingCore
import FoundationEssentials

/// Makes the combined answer of what is known of a customer.
///
/// Pure: no clock, no call.
struct OverviewAssembly {
    let tenant: Tenant
    let instance: ProviderInstance
    let customer: CustomerID

    func overview(of reading: Reading, source: SourceDocument) -> BillingOverview {
        let snapshot = reading.snapshot
        let current = snapshot?.current
        let state = BillingState(of: current)
        let access = Access(
            of: current,
            observedAt: source.asOf,
            grace: tenant.paidGrace,
            policy: tenant.paidPolicy
        )
        let documents = documents(of: snapshot)
        let portal = portal(for: reading, state: state)
        return BillingOverview(
            tenant: tenant.id,
            customer: BillingOverview.Customer(id: customer),
            provider: instance.document,
            state: state,
            flags: BillingOverview.Flags(
                isPaid: access.isPaid,
                isCanceled: current?.cancellation.isScheduled ?? false,
                willRenew: current?.willRenew ?? false,
                onTrial: current?.status == .trialing,
                pastDue: current?.status == .pastDue,
                ended: state == .ended
            ),
            access: BillingOverview.AccessDocument(reason: access.reason, paidThrough: access.paidThrough),
            plan: documents.first.map(\.plan) ?? tenant.catalogue.defaultPlan,
            subscription: documents.first,
            subscriptions: documents,
            cancellation: CancellationDocument(current?.cancellation ?? .none),
            pause: PauseDocument(current?.pause ?? .none),
            portal: portal,
            actions: ActionRules(tenant: tenant, portal: portal).actions(in: state, resumable: isResumable(current)),
            warnings: warnings(for: reading, current: current),
            asOf: source.asOf,
            sources: BillingOverview.Sources(subscription: source)
        )
    }

    /// A customer's subscriptions, each with its plan.
    func documents(of snapshot: SubscriptionSnapshot?) -> [SubscriptionDocument] {
        (snapshot?.subscriptions ?? []).map { SubscriptionDocument($0, plan: tenant.catalogue.plan(of: $0)) }
    }

    private func isResumable(_ subscription: Subscription?) -> Bool {
        if case .scheduled(let scheduled)? = subscription?.cancellation { scheduled.resumable } else { false }
    }

    private func portal(for reading: Reading, state: BillingState) -> BillingOverview.Portal {
        if let reason = refusal(for: reading, state: state) {
            return BillingOverview.Portal(available: false, reason: reason, flows: [])
        }
        // What acts on a subscription is not offered where there is none to act on.
        let hasSubscription = state != .none && state != .ended
        let flows = instance.portalFlows(for: tenant).filter { hasSubscription || !$0.needsSubscription }
        return BillingOverview.Portal(available: true, reason: nil, flows: flows)
    }

    private func refusal(for reading: Reading, state: BillingState) -> BillingOverview.PortalReason? {
        if instance.provider.capabilities.portal == nil { return .unsupported }
        if tenant.portal.visibility == .never { return .disabled }
        switch reading {
        case .notLinked: return .notLinked
        case .missing: return .customerMissing
        case .known: break
        }
        guard tenant.portal.visibility == .paid else { return nil }
        // Whoever owes money keeps the portal, paid or not: it is where a card is mended.
        switch state {
        case .none: return .noSubscription
        case .ended: return tenant.portal.lapsedLink ? nil : .noSubscription
        case .unpaid, .pastDue, .incomplete, .paused, .canceling, .trialing, .active, .scheduled, .unknown: return nil
        }
    }

    private func warnings(for reading: Reading, current: Subscription?) -> [BillingOverview.Warning] {
        var warnings: [BillingOverview.Warning] = []
        if case .missing = reading {
            warnings.append(
                BillingOverview.Warning(
                    code: .customerMissing,
                    message: "The customer is linked to a customer that the provider does not have."
                )
            )
        }
        guard let current else { return warnings }
        if tenant.catalogue.plan(of: current)?.mapped == false {
            warnings.append(
                BillingOverview.Warning(code: .planUnmapped, message: "No plan has the price of this subscription.")
            )
        }
        if case .unrecognized(let status) = current.status {
            warnings.append(
                BillingOverview.Warning(
                    code: .statusUnrecognized,
                    message: "The provider's status `\(status)` is not known to this version."
                )
            )
        }
        if case .collectionOnly = current.pause {
            warnings.append(
                BillingOverview.Warning(
                    code: .collectionPaused,
                    message: "The service goes on, but no payment is collected."
                )
            )
        }
        if (reading.snapshot?.subscriptions.count { $0.status != .ended } ?? 0) > 1 {
            warnings.append(
                BillingOverview.Warning(
                    code: .severalSubscriptions,
                    message: "The customer has several subscriptions that have not ended; the first one decides."
                )
            )
        }
        return warnings
    }
}

extension ProviderInstance {
    /// What this tenant's portal can open with: the tenant's flows that the provider has, in the tenant's order.
    func portalFlows(for tenant: Tenant) -> [PortalFlow] {
        guard let portal = provider.capabilities.portal else { return [] }
        return tenant.portal.flows.filter(portal.flows.contains)
    }
}
