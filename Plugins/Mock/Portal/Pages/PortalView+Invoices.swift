import BillingCore
import PageKit

extension PortalView {
    func invoicesPage() -> Page {
        let content: PageBlock =
            invoices.isEmpty
            ? .empty(PageEmptyState("There are no invoices yet"))
            : .table(invoicesTable(invoices, caption: "Invoices, the latest first"))
        return page("Invoices", [.section(PageSection("All invoices", [content]))])
    }

    func invoicesTable(_ invoices: [MockInvoice], caption: String) -> PageTable {
        PageTable(
            caption: caption,
            isCaptionHidden: true,
            columns: [.init("Invoice"), .init("Date"), .init("Amount", isNumeric: true), .init("Status")],
            rows: invoices.map { invoice in
                .init([
                    "\(link: PageLink(invoice.number, path(.invoice(invoice.id))))",
                    "\(date: invoice.createdAt)",
                    "\(money(invoice.amountDue, invoice))",
                    "\(badge: PortalWords.badge(invoice))",
                ])
            }
        )
    }

    func invoicePage(_ id: String, _ notice: PageNotice? = nil) throws(MockRefusal) -> Page {
        let invoice = try invoice(id)
        var details = [
            PageDetail("Number", "\(invoice.number)"), PageDetail("Date", "\(date: invoice.createdAt)"),
            PageDetail("Billed to", "\(customer.name.isEmpty ? customer.id.rawValue : customer.name)"),
        ]
        if let paidAt = invoice.paidAt { details.append(PageDetail("Paid", "\(date: paidAt)")) }
        var blocks: [PageBlock] = [.details(details), .table(linesTable(invoice, caption: "What it is for"))]
        if invoice.status == .open {
            let pay = PageAction.post(
                "Pay \(money(invoice.amountDue, invoice))",
                to: path(.payInvoice(id)),
                style: .primary
            )
            blocks.append(
                .text(
                    customer.card.map { "It is charged to your \(PortalWords.card($0))." }
                        ?? "You have no payment method yet."
                )
            )
            blocks.append(.actions([pay, .link("Change payment method", to: path(.card))]))
        }
        let section = PageSection("Invoice", badge: PortalWords.badge(invoice), blocks)
        return page(
            "Invoice \(invoice.number)",
            state: PortalWords.badge(invoice).text,
            back: .invoices,
            (notice.map { [.notice($0)] } ?? []) + [.section(section)]
        )
    }

    func linesTable(_ invoice: MockInvoice, caption: String) -> PageTable {
        var rows: [PageTable.Row] = invoice.lines.map { line in
            .init([
                "\(line.description)", "\(date: line.start) to \(date: line.end)", "\(money(line.amount, invoice))",
            ])
        }
        if invoice.creditApplied > 0 {
            rows.append(.init(["Credit", "", "\(money(-invoice.creditApplied, invoice))"]))
        }
        if invoice.total < 0 {
            rows.append(.init(["Kept for later invoices", "", "\(money(-invoice.total, invoice))"]))
        }
        rows.append(.init(["Total", "", "\(money(invoice.amountDue, invoice))"], isTotal: true))
        return PageTable(
            caption: caption,
            columns: [.init("Description"), .init("Period"), .init("Amount", isNumeric: true)],
            rows: rows
        )
    }

    private func money(_ amount: Int, _ invoice: MockInvoice) -> String {
        "\(Money(amount: amount, currency: invoice.currency))"
    }
}
