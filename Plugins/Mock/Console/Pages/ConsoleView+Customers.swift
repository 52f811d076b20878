import BillingCore
import FoundationEssentials
import PageKit

extension ConsoleView {
    func customers() throws -> Page {
        let all = try MockCustomer.fetchAll(world.db)
        let rows = try all.map { customer -> PageTable.Row in
            let subscription = try world.currentSubscription(of: customer.id)
            return .init([
                "\(link: PageLink(customer.id.rawValue, link(ConsoleView.path(of: customer.id))))",
                PageText(customer.name.isEmpty ? "–" : customer.name),
                subscription.map { "\(badge: PortalWords.badge($0))" } ?? "No subscription",
                subscription.map { "\($0.quantity) × \($0.price.name)" } ?? "–",
                subscription.map { $0.status.isTerminal ? "–" : "\(date: $0.periodEnd)" } ?? "–",
                customer.card.map { PageText(ConsoleView.card($0)) } ?? "None",
            ])
        }
        let list: PageBlock =
            all.isEmpty
            ? .empty(PageEmptyState("There are no customers", "Add one, or begin again on the page of the state."))
            : .table(
                PageTable(
                    caption: "Customers",
                    isCaptionHidden: true,
                    columns: [
                        .init("Id"), .init("Name"), .init("Status"), .init("Plan"), .init("Period ends"), .init("Card"),
                    ],
                    rows: rows
                )
            )
        return try page(
            "Customers",
            in: "Customers",
            lead: all.count == 1 ? "One customer is in this world." : "\(all.count) customers are in this world.",
            [list, .section(PageSection("Add a customer", [.form(try additionForm())]))]
        )
    }

    static func card(_ card: MockCard) -> String {
        PortalWords.card(card) + (card.outcome == .declines ? ", declines" : "")
    }

    private func additionForm() throws -> PageForm {
        let deed = ConsoleDeed.addCustomer
        func line(_ name: String, _ label: String, hint: PageText? = nil, type: String = "text", isNumber: Bool = false)
            -> PageField
        {
            PageField(
                name,
                label,
                hint: hint,
                error: error(name, in: deed),
                isOptional: true,
                .line(
                    .init(
                        typed(name, in: deed) ?? "",
                        type: type,
                        inputMode: isNumber ? "numeric" : nil,
                        limit: isNumber ? 5 : 255,
                        width: isNumber ? .short : .full
                    )
                )
            )
        }
        let price = typed("price", in: deed) ?? ""
        let sold = try MockPrice.fetchAll(world.db).filter(\.isActive)
        let next = try world.counter() + 1
        return PageForm(
            to: link("/customers/add"),
            [
                line("id", "Id", hint: "Without one it is \(code: "cus_mock_\(next)")."),
                line("name", "Name"),
                line("email", "Email", type: "email"),
                PageField(
                    "price",
                    "Plan",
                    error: error("price", in: deed),
                    isOptional: true,
                    .menu(
                        [PageOption("", "None", isChosen: price.isEmpty)]
                            + sold.map {
                                let label = "\($0.name), \(PortalWords.price($0))"
                                return PageOption($0.id.rawValue, label, isChosen: $0.id.rawValue == price)
                            }
                    )
                ),
                line("quantity", "Quantity", isNumber: true),
                line("trial_days", "Days of trial", isNumber: true),
                PageField(
                    "card",
                    "Card",
                    hint: "A declined card is taken, and every charge on it fails.",
                    error: error("card", in: deed),
                    isOptional: true,
                    .menu(cardOptions(chosen: typed("card", in: deed) ?? ""))
                ),
            ],
            values: [.init("proposed", "cus_mock_\(next)")],
            submit: "Add customer"
        )
    }

    private func cardOptions(chosen: String) -> [PageOption] {
        [PageOption("", "A working one where there is a plan", isChosen: chosen.isEmpty)]
            + ConsoleView.cards.map { PageOption($0.card.rawValue, $0.label, isChosen: $0.card.rawValue == chosen) }
    }

    static let cards: [(card: NewCustomer.Card, label: String)] = [
        (.visa, "Visa, works"), (.mastercard, "Mastercard, works"), (.amex, "American Express, works"),
        (.declines, "Visa, declines"), (.none, "None"),
    ]
}
