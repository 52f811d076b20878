import PageKit

extension PortalView {
    static let cardError = "Enter one of the test card numbers below. Any other number is refused, and none is kept."

    /// The number that was sent is never shown again: it may be somebody's real one.
    func cardPage(error: String? = nil) -> Page {
        let field = PageField(
            "number",
            "Test card number",
            hint: "Do not enter a real card. For a card that works, use \(code: "4242 4242 4242 4242").",
            error: error,
            .line(.init(inputMode: "numeric", limit: 32, width: .medium))
        )
        let form = PageForm(
            to: path(.card),
            [field],
            submit: customer.card == nil ? "Add card" : "Change card",
            cancel: PageLink("Cancel", path(.overview))
        )
        let cards = PageTable(
            caption: "Test cards",
            isCaptionHidden: true,
            columns: [.init("Number"), .init("Brand"), .init("What it does")],
            rows: MockTestCard.all.map { card in
                .init([
                    "\(code: PortalWords.grouped(card.number))", "\(card.brand.title)", "\(PortalWords.meaning(card))",
                ])
            }
        )
        return page(
            "Payment method",
            status: error == nil ? 200 : 422,
            lead: customer.card.map { "Payments are taken from your \(strong: PortalWords.card($0))." }
                ?? "You have no payment method yet.",
            [.section(PageSection("New card", [.form(form)])), .section(PageSection("Test cards", [.table(cards)]))]
        )
    }
}
