import BillingCore

/// What a customer may do next, by state: one table for page, component and CLI.
struct ActionRules {
    let tenant: Tenant
    let portal: BillingOverview.Portal

    func actions(in state: BillingState, resumable: Bool) -> BillingOverview.Actions {
        switch state {
        case .none:
            BillingOverview.Actions(primary: choosePlan, secondary: [])
        case .ended:
            BillingOverview.Actions(primary: choosePlan, secondary: open("Invoices and payment methods"))
        case .trialing:
            BillingOverview.Actions(primary: openPortal, secondary: [choosePlan])
        case .canceling:
            BillingOverview.Actions(primary: openPortal, secondary: resumable ? open("Keep my plan") : [])
        case .pastDue, .unpaid:
            BillingOverview.Actions(
                primary: open("Update payment method", with: .paymentMethodUpdate).first,
                secondary: open("Invoices")
            )
        case .active, .incomplete, .paused, .scheduled, .unknown:
            BillingOverview.Actions(primary: openPortal, secondary: [])
        }
    }

    private var choosePlan: BillingOverview.Action {
        BillingOverview.Action(kind: .choosePlan, label: "Choose a plan", flow: nil, url: tenant.choosePlanURL)
    }

    private var openPortal: BillingOverview.Action? { open("Open Customer Portal").first }

    /// Nothing where there is no portal.
    ///
    /// A flow that the portal does not have leads to its first page, where the same thing can be found.
    private func open(_ label: String, with flow: PortalFlow = .home) -> [BillingOverview.Action] {
        guard portal.available else { return [] }
        let flow = portal.flows.contains(flow) ? flow : .home
        return [BillingOverview.Action(kind: .openPortal, label: label, flow: flow, url: nil)]
    }
}
