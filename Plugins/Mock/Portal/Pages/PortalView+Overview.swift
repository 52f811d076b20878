import BillingCore
import PageKit

extension PortalView {
    func overviewPage(status: Int = 200, state: String? = nil, _ notice: PageNotice? = nil) -> Page {
        var blocks: [PageBlock] = []
        if let notice { blocks.append(.notice(notice)) }
        if running.isEmpty {
            blocks.append(noPlan)
        } else {
            blocks += running.map { .section(section($0)) }
        }
        blocks += [cardSection, invoicesSection, detailsSection]
        let ended = subscriptions.filter(\.status.isTerminal)
        if !running.isEmpty, !ended.isEmpty {
            blocks.append(
                .folded(
                    summary: "Earlier plans",
                    [.list(ended.map { "\(strong: $0.price.name): \(PortalWords.state($0))" })]
                )
            )
        }
        return page("Billing", status: status, state: state ?? standing, back: nil, blocks)
    }

    /// How the plan stands, for the document's title.
    private var standing: String? {
        guard let subscription = running.first else { return nil }
        return "\(subscription.price.name), \(PortalWords.badge(subscription).text.lowercased())"
    }

    private var noPlan: PageBlock {
        let text: PageText? = subscriptions.first.map(PortalWords.state)
        return .section(
            PageSection(
                "Plan",
                badge: subscriptions.first.map(PortalWords.badge),
                [
                    .empty(
                        PageEmptyState(
                            "You have no plan now",
                            text ?? "Choose one at \(session.tenantName).",
                            action: returnLink.map { .link($0.label, to: $0.target) }
                        )
                    )
                ]
            )
        )
    }

    private func section(_ subscription: MockSubscription) -> PageSection {
        var blocks: [PageBlock] = []
        switch subscription.status {
        case .pastDue, .unpaid, .incomplete:
            blocks.append(.notice(PageNotice(.warning, PortalWords.state(subscription))))
        default: blocks.append(.text(PortalWords.state(subscription)))
        }
        if let pause = subscription.collectionPause {
            blocks.append(
                .notice(
                    PageNotice(
                        .info,
                        "Payments are not collected now.",
                        pause.resumesAt.map { "They are collected again from \(date: $0)." }
                    )
                )
            )
        }
        var details = [PageDetail("Price", "\(PortalWords.price(subscription.price))")]
        if subscription.quantity > 1 { details.append(PageDetail("Quantity", "\(subscription.quantity)")) }
        if subscription.status != .paused {
            details.append(
                PageDetail("Current period", "\(date: subscription.periodStart) to \(date: subscription.periodEnd)")
            )
        }
        if customer.credit > 0 {
            let credit = Money(amount: customer.credit, currency: subscription.price.amount.currency)
            details.append(PageDetail("Credit", "\(credit.description), for your next invoices"))
        }
        blocks.append(.details(details))
        blocks.append(.actions(actions(subscription)))
        return PageSection(subscription.price.name, badge: PortalWords.badge(subscription), blocks)
    }

    private func actions(_ subscription: MockSubscription) -> [PageAction] {
        let id = subscription.id
        let object = running.count > 1 ? subscription.price.name : nil
        func link(_ label: String, _ place: PortalPlace, _ style: PageButtonStyle = .secondary) -> PageAction {
            .link(label, object: object, to: path(place), style: style)
        }
        let cancel = link(
            subscription.endsAt == nil ? "Cancel plan" : "Cancel now",
            .cancel(id),
            .quiet
        )
        switch subscription.status {
        case .trialing, .active:
            guard subscription.endsAt == nil else {
                return [
                    .post("Keep my plan", object: object, to: path(.keep(id)), style: .primary), cancel,
                ]
            }
            var actions = [link("Change plan", .plan(id), .primary)]
            if subscription.canPause { actions.append(link("Pause plan", .pause(id))) }
            return actions + [cancel]
        case .paused:
            return [.post("Resume plan", object: object, to: path(.resume(id)), style: .primary), cancel]
        case .pastDue, .unpaid, .incomplete:
            let open = invoices.last { $0.subscription == id && $0.status == .open }
            return [link("Update payment method", .card, .primary)]
                + (open.map { [link("Pay now", .invoice($0.id))] } ?? []) + [cancel]
        case .canceled, .incompleteExpired: return []
        }
    }

    private var cardSection: PageBlock {
        let change = PageAction.link(
            customer.card == nil ? "Add" : "Change",
            object: "payment method",
            to: path(.card),
            style: .quiet
        )
        let value: PageText = customer.card.map { "\(PortalWords.card($0)), \(expiry($0))" } ?? "None"
        return .section(PageSection("Payment method", [.details([PageDetail("Card", value, action: change)])]))
    }

    private func expiry(_ card: MockCard) -> String {
        "expires \(card.expiryMonth < 10 ? "0" : "")\(card.expiryMonth)/\(card.expiryYear)"
    }

    private var invoicesSection: PageBlock {
        guard !invoices.isEmpty else {
            return .section(PageSection("Invoices", [.empty(PageEmptyState("There are no invoices yet"))]))
        }
        let latest = invoicesTable(Array(invoices.prefix(3)), caption: "The latest invoices")
        return .section(
            PageSection(
                "Invoices",
                [.table(latest), .actions([.link("All invoices", to: path(.invoices), style: .quiet)])]
            )
        )
    }

    private var detailsSection: PageBlock {
        let change = PageAction.link("Change", object: "your details", to: path(.details), style: .quiet)
        return .section(
            PageSection(
                "Your details",
                [
                    .details([
                        PageDetail("Name", "\(customer.name.isEmpty ? "Not given" : customer.name)", action: change),
                        PageDetail("E-mail", "\(customer.email ?? "Not given")"),
                    ])
                ]
            )
        )
    }
}

extension PortalDeed {
    /// For the document's title.
    var title: String {
        switch self {
        case .changed: "Plan changed"
        case .canceled: "Plan will be canceled"
        case .ended: "Plan canceled"
        case .kept: "Plan kept"
        case .paused: "Plan paused"
        case .resumed: "Plan resumed"
        case .card: "Payment method changed"
        case .details: "Details saved"
        case .paid: "Paid"
        }
    }
}
