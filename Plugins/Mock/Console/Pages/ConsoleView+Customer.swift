import BillingCore
import FoundationEssentials
import PageKit

extension ConsoleView {
    func customer(_ id: ProviderCustomerID) throws -> Page {
        let customer = try world.customer(id)
        let subscriptions = try MockSubscription.fetch(of: id, world.db).reversed()
        let invoices = try MockInvoice.fetch(of: id, world.db)
        let events = try MockEvent.fetch(of: id, limit: 20, world.db)
        var blocks: [PageBlock] = [
            .details([
                PageDetail("Name", PageText(customer.name.isEmpty ? "–" : customer.name)),
                PageDetail("Email", PageText(customer.email ?? "–")),
                PageDetail("Since", "\(date: customer.createdAt)"),
                PageDetail("Test clock", customer.testClock.map { "\(code: $0)" } ?? "None: the world's clock"),
            ])
        ]
        if subscriptions.isEmpty { blocks.append(.empty(PageEmptyState("No subscription"))) }
        for subscription in subscriptions { blocks.append(try section(subscription, of: id)) }
        blocks.append(.section(PageSection("Card", [.form(cardForm(customer))])))
        if !invoices.isEmpty { blocks.append(.section(PageSection("Invoices", [.table(table(of: invoices))]))) }
        if !events.isEmpty {
            let all = PageLink("All events", link("/events?customer=" + ConsoleView.encoded(id)))
            blocks.append(
                .section(PageSection("Latest events", [.table(table(of: events)), .text("\(link: all)")]))
            )
        }
        let path = link(ConsoleView.path(of: id))
        blocks.append(.actions([.link("Delete customer", object: id.rawValue, to: path + "/deletion", style: .danger)]))
        return try page(
            customer.name.isEmpty ? id.rawValue : "\(customer.name) (\(id))",
            in: "Customers",
            back: PageLink("Customers", link("/")),
            blocks
        )
    }

    func deletion(_ id: ProviderCustomerID) throws -> Page {
        let customer = try world.customer(id)
        return try page(
            "Delete \(customer.name.isEmpty ? id.rawValue : customer.name)?",
            in: "Customers",
            lead: "All that is theirs goes too: subscriptions, invoices, the card. It cannot be undone.",
            [
                .form(
                    PageForm(
                        to: link(ConsoleView.path(of: id)) + "/delete",
                        submit: "Delete customer",
                        style: .danger,
                        cancel: PageLink("Keep", link(ConsoleView.path(of: id)))
                    )
                )
            ]
        )
    }

    static func encoded(_ id: ProviderCustomerID) -> String { String(path(of: id).dropFirst("/customers/".count)) }

    // MARK: -

    private func section(_ subscription: MockSubscription, of id: ProviderCustomerID) throws -> PageBlock {
        var details = [
            PageDetail("Id", "\(code: subscription.id.rawValue)"),
            PageDetail("Status", "\(code: subscription.status.rawValue)"),
            PageDetail("Price", PageText(PortalWords.price(subscription.price, quantity: subscription.quantity))),
            PageDetail("Period", "\(date: subscription.periodStart) to \(date: subscription.periodEnd)"),
        ]
        if let trialEnd = subscription.trialEnd { details.append(PageDetail("Trial ends", "\(date: trialEnd)")) }
        if let endsAt = subscription.endsAt, !subscription.status.isTerminal {
            details.append(PageDetail("Cancels", "\(date: endsAt)"))
        }
        if let endedAt = subscription.endedAt { details.append(PageDetail("Ended", "\(date: endedAt)")) }
        if let next = subscription.nextAttemptAt { details.append(PageDetail("Next attempt", "\(date: next)")) }
        var blocks: [PageBlock] = [.details(details)]
        let actions = buttons(subscription, of: id)
        if !actions.isEmpty { blocks.append(.actions(actions)) }
        if subscription.status == .active || subscription.status == .trialing {
            let form = PageBlock.form(try changeForm(subscription, of: id))
            // A form that came back is open, so that its errors are seen.
            let isOpen = attempt?.deed == .customer(id, .change)
            blocks.append(isOpen ? form : .folded(summary: "Change price or quantity", [form]))
        }
        let title = "\(subscription.quantity) × \(subscription.price.name)"
        return .section(PageSection(title, badge: PortalWords.badge(subscription), blocks))
    }

    private func buttons(_ subscription: MockSubscription, of id: ProviderCustomerID) -> [PageAction] {
        func button(_ label: String, _ action: ConsoleDeed.Action, _ style: PageButtonStyle = .secondary) -> PageAction
        {
            .post(
                label,
                object: subscription.id.rawValue,
                to: link(ConsoleView.path(of: id)) + "/" + action.rawValue,
                values: [.init("subscription", subscription.id.rawValue)],
                style: style
            )
        }
        let status = subscription.status
        guard !status.isTerminal else { return [] }
        var buttons: [PageAction] = []
        if [.pastDue, .unpaid, .incomplete].contains(status) {
            buttons.append(button("Pay open invoices", .pay, .primary))
        }
        if status == .paused { buttons.append(button("Resume", .resume, .primary)) }
        if status == .trialing { buttons.append(button("End trial", .endTrial)) }
        if [.active, .trialing].contains(status) { buttons.append(button("Fail the next payment", .failPayment)) }
        if status == .active, subscription.plannedEnd == nil { buttons.append(button("Pause", .pause)) }
        if subscription.plannedEnd != nil {
            buttons.append(button("Keep", .keep))
        } else if [.active, .trialing, .pastDue, .unpaid].contains(status) {
            buttons.append(button("Cancel at period end", .cancelAtEnd))
        }
        return buttons + [button("Cancel now", .cancelNow, .danger)]
    }

    private func changeForm(_ subscription: MockSubscription, of id: ProviderCustomerID) throws -> PageForm {
        let deed = ConsoleDeed.customer(id, .change)
        let isMine = attempt?.form["subscription"] == subscription.id.rawValue
        let price = isMine ? typed("price", in: deed) : nil
        let quantity = isMine ? typed("quantity", in: deed) : nil
        let offered = try MockPrice.fetchAll(world.db).filter { $0.isActive || $0.id == subscription.price.id }
        return PageForm(
            to: link(ConsoleView.path(of: id)) + "/change",
            [
                PageField(
                    "price",
                    "Price",
                    error: isMine ? error("price", in: deed) : nil,
                    .menu(
                        offered.map {
                            PageOption(
                                $0.id.rawValue,
                                "\($0.name), \(PortalWords.price($0))",
                                isChosen: $0.id.rawValue == price ?? subscription.price.id.rawValue
                            )
                        }
                    )
                ),
                PageField(
                    "quantity",
                    "Quantity",
                    error: isMine ? error("quantity", in: deed) : nil,
                    .line(
                        .init(quantity ?? String(subscription.quantity), inputMode: "numeric", limit: 5, width: .short)
                    )
                ),
            ],
            values: [.init("subscription", subscription.id.rawValue)],
            submit: "Change",
            style: .secondary
        )
    }

    private func cardForm(_ customer: MockCustomer) -> PageForm {
        let deed = ConsoleDeed.customer(customer.id, .card)
        return PageForm(
            to: link(ConsoleView.path(of: customer.id)) + "/card",
            [
                PageField(
                    "card",
                    "Card on file",
                    hint: customer.card.map { "Now: \(ConsoleView.card($0)), until \($0.expires)." } ?? "Now: none.",
                    error: error("card", in: deed),
                    .menu(ConsoleView.cards.map { PageOption($0.card.rawValue, $0.label) })
                )
            ],
            submit: "Set card",
            style: .secondary
        )
    }

    private func table(of invoices: [MockInvoice]) -> PageTable {
        PageTable(
            caption: "Invoices",
            isCaptionHidden: true,
            columns: [.init("Number"), .init("Date"), .init("Status"), .init("Amount", isNumeric: true)],
            rows: invoices.map { invoice in
                .init([
                    PageText(invoice.number), "\(date: invoice.createdAt)", "\(badge: PortalWords.badge(invoice))",
                    PageText(String(describing: Money(amount: invoice.amountDue, currency: invoice.currency))),
                ])
            }
        )
    }
}
