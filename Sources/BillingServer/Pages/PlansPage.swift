import BillingCore
import BillingRouter
import PageKit

/// What a tenant's customers can choose from, and how.
struct PlansPage {
    let look: TenantLook
    let plans: PlansDocument
    /// What the customer's billing page has to tell.
    let page: BillingPage
    /// Whether whoever reads this may be the one who configures it.
    let isDevelopment: Bool

    private var overview: BillingOverview? { page.situation.overview }

    func rendered() -> Page {
        Page(
            title: "Plans",
            site: look.site(current: look.plans),
            blocks: plans.plans.map { .section(section($0)) } + way,
            formTargets: look.formTargets
        )
    }

    private func section(_ plan: PlansDocument.Plan) -> PageSection {
        var blocks: [PageBlock] = []
        if let description = plan.description { blocks.append(.text("\(description)")) }
        let isCurrent = overview.map { $0.plan?.id == plan.id && $0.state != .ended } ?? false
        let prices = plan.prices.compactMap { price -> PageText? in
            guard let text = look.words.price(price) else { return nil }
            guard isCurrent, plan.prices.count > 1, price.id == overview?.plan?.price?.id else { return "\(text)" }
            return "\(text) \(badge: PageBadge("Your price", .success))"
        }
        if prices.isEmpty {
            if plan.isDefault { blocks.append(.text("Free")) }
        } else {
            blocks.append(.list(prices))
        }
        return PageSection(plan.name, badge: isCurrent ? PageBadge("Current plan", .success) : nil, blocks)
    }

    /// How to get one of them.
    private var way: [PageBlock] {
        if let trouble = page.trouble(tryAgainAt: look.plans) { return [.notice(trouble)] }
        // Whoever has a plan changes that one: to choose a first one again would be to pay twice.
        if let overview, overview.portal.flows.contains(.subscriptionUpdate) {
            return [.actions([page.open("Change plan", with: .subscriptionUpdate, .primary)])]
        }
        if let url = look.tenant.choosePlanURL {
            return [.actions([.link("Choose a plan", to: url, style: .primary)])]
        }
        return [.notice(elsewhere)] + (isDevelopment ? [.notice(PlansPage.hint)] : [])
    }

    /// Nobody said where a first plan is chosen.
    private var elsewhere: PageNotice {
        let name = look.tenant.name
        if let support = look.support {
            return PageNotice(
                .info,
                "To choose a plan, ask \(name).",
                actions: [.link(support.label, to: support.target)]
            )
        }
        if let app = look.tenant.returnURLs.app {
            return PageNotice(
                .info,
                "A plan is chosen at \(name).",
                actions: [.link("Return to \(name)", to: app.description)]
            )
        }
        return PageNotice(.info, "To choose a plan, ask \(name).")
    }

    private static let hint = PageNotice(
        .info,
        """
        For developers: a first plan is chosen in your application. Say where with \(code: "choose_plan_url") in \
        \(code: "providers.yaml"), and “Choose a plan” leads there.
        """
    )
}
