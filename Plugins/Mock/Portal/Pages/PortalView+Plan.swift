import BillingCore
import BillingHTTP
import FoundationEssentials
import PageKit

extension PortalView {
    /// What a plan is to be changed to.
    enum PlanChoice: Equatable {
        case change(MockPrice, quantity: Int)
        /// What it is already.
        case same
        case none
    }

    /// Reads `price` and `quantity`; without a quantity it stays as it is.
    func planChoice(_ subscription: MockSubscription, _ form: URLForm) -> PlanChoice {
        let offered = offers(for: subscription)
        var quantity = subscription.quantity
        if let text = form.text("quantity") {
            guard let number = Int(text), (1...10_000).contains(number) else { return .none }
            quantity = number
        }
        guard let name = form["price"], let price = offered.first(where: { $0.id.rawValue == name }) else {
            return .none
        }
        return price.id == subscription.price.id && quantity == subscription.quantity
            ? .same : .change(price, quantity: quantity)
    }

    func planQuery(price: ProviderPriceID?, quantity: Int?) -> String {
        var query = FormParameters()
        query.append(price?.rawValue, at: "price")
        query.append(quantity.map(String.init), at: "quantity")
        return query.encoded.isEmpty ? "" : "?" + query.encoded
    }

    func planPage(_ subscription: MockSubscription, error: String? = nil) -> Page {
        let options = offers(for: subscription).map { price in
            let isCurrent = price.id == subscription.price.id
            return PageOption(
                price.id.rawValue,
                price.name,
                text: "\(PortalWords.price(price, quantity: subscription.quantity))",
                badge: isCurrent ? PageBadge("Current plan", .info) : nil,
                isChosen: isCurrent
            )
        }
        var blocks: [PageBlock] = []
        if options.count < 2 {
            blocks.append(.notice(PageNotice(.info, "There is no other plan to change to.")))
        } else {
            let field = PageField("price", "Choose a plan", error: error, .choices(options))
            let values =
                subscription.quantity == 1 ? [] : [PageFormValue("quantity", String(subscription.quantity))]
            blocks.append(
                .form(
                    PageForm(
                        to: path(.confirmPlan(subscription.id)),
                        method: .get,
                        [field],
                        values: values,
                        submit: "Continue",
                        cancel: PageLink("Cancel", path(.overview))
                    )
                )
            )
        }
        return page(
            "Change plan",
            status: error == nil ? 200 : 422,
            lead: "You are currently on the \(strong: subscription.price.name) plan.",
            blocks
        )
    }

    /// What can be chosen: what is sold in the same currency, and what the customer has.
    private func offers(for subscription: MockSubscription) -> [MockPrice] {
        let sold = prices.filter { $0.amount.currency == subscription.price.amount.currency }
        return sold.contains { $0.id == subscription.price.id } ? sold : [subscription.price] + sold
    }

    /// What a change would cost, and what follows.
    ///
    /// - Parameter invoice: what is written now; nil: nothing is.
    func planConfirmation(
        _ old: MockSubscription,
        _ new: MockSubscription,
        _ invoice: MockInvoice?
    ) -> Page {
        var blocks: [PageBlock] = [
            .details([
                PageDetail("Now", "\(old.price.name), \(PortalWords.price(old.price, quantity: old.quantity))"),
                PageDetail(
                    "Then",
                    "\(strong: new.price.name), \(PortalWords.price(new.price, quantity: new.quantity))"
                ),
                PageDetail(
                    new.status == .trialing ? "First payment" : "Next payment",
                    "\(date: new.periodEnd)"
                ),
            ])
        ]
        if let invoice {
            blocks.append(.table(linesTable(invoice, caption: "What you pay now")))
            if invoice.total < 0 {
                let credit = Money(amount: -invoice.total, currency: invoice.currency)
                blocks.append(.text("The credit of \(strong: "\(credit)") goes towards your next invoices."))
            }
        } else {
            blocks.append(.text("There is nothing to pay now."))
        }
        if let card = customer.card, let invoice, invoice.amountDue > 0 {
            blocks.append(.text("It is charged to your \(PortalWords.card(card))."))
        }
        blocks.append(
            .form(
                PageForm(
                    to: path(.confirmPlan(old.id)),
                    values: [
                        PageFormValue("price", new.price.id.rawValue),
                        PageFormValue("quantity", String(new.quantity)),
                        PageFormValue("state", old.fingerprint), PageFormValue("seen", String(now.stored)),
                    ],
                    submit: "Confirm change",
                    cancel: PageLink("Cancel", path(.overview))
                )
            )
        )
        return page("Confirm the change", back: .plan(old.id), [.section(PageSection("Your new plan", blocks))])
    }
}

extension PortalDesk {
    /// Lets the rules make the change without keeping it.
    func planConfirmation(_ subscription: MockSubscription, _ query: URLForm) throws -> Page {
        var query = query
        if query["price"] == nil, view.session.flow == .subscriptionUpdateConfirm {
            query.set("price", subscription.price.id.rawValue)
        }
        switch view.planChoice(subscription, query) {
        case .none: return view.planPage(subscription, error: "Choose one of the plans.")
        case .same:
            return view.planPage(subscription, error: "You are on this plan already. Choose another one.")
        case .change(let price, let quantity):
            var account = try world.account(of: subscription)
            let before = account.invoices.count
            try account.change(to: price, quantity: quantity, .atOnce, at: view.now)
            let invoice = account.invoices.count > before ? account.invoices.last : nil
            return view.planConfirmation(subscription, account.subscription, invoice)
        }
    }
}
