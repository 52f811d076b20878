import BillingCore
import BillingRouter
import PageKit

extension BillingPage {
    /// The plan, how it stands, and what can be done.
    func plan(_ overview: BillingOverview) -> PageSection {
        var blocks: [PageBlock] = []
        let text = look.words.text(overview.sentences)
        switch overview.state {
        case .pastDue, .unpaid, .incomplete: blocks.append(.notice(PageNotice(.warning, text)))
        default: if !overview.sentences.isEmpty { blocks.append(.text(text)) }
        }
        let details = details(overview)
        if !details.isEmpty { blocks.append(.details(details)) }
        let actions =
            (overview.actions.primary.map { [action($0, .primary)] } ?? [])
            + overview.actions.secondary.map { action($0, .secondary) }
        if !actions.isEmpty { blocks.append(.actions(actions)) }
        return PageSection(overview.plan?.name ?? "Plan", badge: overview.badge, blocks)
    }

    /// What else the customer has, where that is so.
    func otherPlans(_ overview: BillingOverview) -> [PageBlock] {
        let others = overview.subscriptions.dropFirst().filter { $0.status != "ended" }
        guard !others.isEmpty else { return [] }
        let items: [PageText] = others.map { other in
            let price = look.words.price(other.plan?.price).map { ", \($0)" } ?? ""
            return "\(strong: other.plan?.name ?? "Plan")\(price)"
        }
        return [.section(PageSection("Your other plans", [.list(items)]))]
    }

    private func details(_ overview: BillingOverview) -> [PageDetail] {
        let words = look.words
        var details: [PageDetail] = []
        let price = words.price(overview.plan?.price)
        if let price { details.append(PageDetail("Price", "\(price)")) }
        if let quantity = overview.subscription?.quantity, quantity > 1 {
            details.append(PageDetail("Quantity", "\(quantity)"))
        }
        if let total = words.price(overview.charge), total != price { details.append(PageDetail("Total", "\(total)")) }
        if let start = overview.subscription?.currentPeriodStart, let end = overview.subscription?.currentPeriodEnd,
            overview.showsPeriod
        {
            details.append(PageDetail("Current period", "\(words.date(start)) to \(words.date(end))"))
        }
        if overview.state == .canceling, let requested = overview.cancellation.requestedAt {
            details.append(PageDetail("Cancellation requested", words.date(requested)))
        }
        switch overview.pause.state {
        case .none: break
        case .scheduled:
            if let start = overview.pause.startsAt { details.append(PageDetail("Pauses", words.date(start))) }
        case .collectionOnly:
            details.append(
                PageDetail("Payments", overview.pause.resumesAt.map { "Paused until \(words.date($0))" } ?? "Paused")
            )
        case .service:
            if let end = overview.pause.resumesAt { details.append(PageDetail("Resumes", words.date(end))) }
        }
        return details
    }
}

extension BillingOverview {
    /// The state in a word; nil where the plan's name says it all.
    var badge: PageBadge? {
        switch state {
        case .none: nil
        case .active: PageBadge("Active", .success)
        case .trialing: PageBadge("Trial", .info)
        case .canceling: PageBadge("Canceling", .warning)
        case .pastDue: PageBadge("Past due", .danger)
        case .unpaid: PageBadge("Unpaid", .danger)
        case .incomplete: PageBadge("Incomplete", .warning)
        case .paused: PageBadge("Paused", .neutral)
        case .ended: PageBadge("Ended", .neutral)
        case .scheduled: PageBadge("Scheduled", .info)
        case .unknown: PageBadge("Status unknown", .neutral)
        }
    }

    fileprivate var showsPeriod: Bool {
        switch state {
        case .active, .trialing, .canceling, .pastDue, .unpaid: true
        case .none, .ended, .incomplete, .paused, .scheduled, .unknown: false
        }
    }
}
