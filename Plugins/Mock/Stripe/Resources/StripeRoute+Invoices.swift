import BillingCore
import FoundationEssentials
import HTTPTypes

extension StripeRoute {
    static let invoices = [
        StripeRoute(.post, "invoices/create_preview", .object(.invoice), ["customer", "subscription"]) {
            try $0.previewInvoice()
        },
        StripeRoute(
            .get,
            "invoices",
            .list(.invoice),
            ["customer", "status", "subscription"],
            ignored: ["collection_method"],
            unsupported: ["created", "customer_account", "due_date"]
        ) { try $0.listInvoices() },
        StripeRoute(.get, "invoices/*", .object(.invoice)) { try $0.json($0.invoice($0.id, param: "id")) },
        StripeRoute(
            .post,
            "invoices/*/pay",
            .object(.invoice),
            ["paid_out_of_band", "payment_method", "source"],
            ignored: ["forgive", "mandate", "off_session"]
        ) { try $0.payInvoice() },
    ]
}

extension StripeCall {
    fileprivate func listInvoices() throws -> JSONValue {
        let customer = try parameters.text("customer")
        if let customer { _ = try self.customer(customer, param: "customer") }
        let subscription = try parameters.text("subscription")
        let status = try parameters.choice("status", of: MockInvoice.Status.self)
        return try page(ids(in: "invoices", by: "created_at"), of: "invoice", at: "/v1/invoices") { id in
            let invoice = try invoice(id, param: "id")
            let isWanted =
                (customer ?? invoice.customer.rawValue) == invoice.customer.rawValue
                && (subscription ?? invoice.subscription.rawValue) == invoice.subscription.rawValue
                && (status ?? invoice.status) == invoice.status
            return isWanted ? try json(invoice) : nil
        }
    }

    /// Pays what the subscription owes: the mock has never more than that to pay.
    fileprivate func payInvoice() throws -> JSONValue {
        let invoice = try invoice(id, param: "id")
        guard invoice.status == .open else {
            let isPaid = invoice.status == .paid
            throw StripeFailure.invalid(
                isPaid ? "Invoice is already paid" : "This invoice is \(invoice.status.rawValue) and cannot be paid.",
                code: isPaid ? "invoice_already_paid" : "invoice_not_open"
            )
        }
        if let card = try parameters.text("payment_method") ?? parameters.text("source") {
            try attach(card, to: invoice.customer, param: "payment_method")
        }
        let isElsewhere = try parameters.boolean("paid_out_of_band") == true
        guard try isElsewhere || world.customer(invoice.customer).card != nil else {
            throw StripeFailure.invalid(
                "There is no default payment method set on this customer.",
                code: "resource_missing"
            )
        }
        let subscription = try world.subscription(invoice.subscription)
        try world.update(subscription, by: .api) { account, now in
            account.payOpenInvoices(at: now, isElsewhere ? .succeeds : .asCard)
        }
        let paid = try self.invoice(id, param: "id")
        if paid.status == .open { throw MockRefusal(.cardDeclined("generic_decline"), "The card was declined.") }
        return try json(paid)
    }

    /// The next invoice of a subscription, if nothing happens until then.
    fileprivate func previewInvoice() throws -> JSONValue {
        let subscription = try subscription(parameters.required("subscription"), param: "subscription")
        var account = try world.account(of: subscription)
        let known = Set(account.invoices.map(\.id))
        let isRunning = subscription.status == .active || subscription.status == .trialing
        if isRunning, let next = subscription.nextChange { account.advance(to: next) }
        guard let invoice = account.invoices.last, !known.contains(invoice.id) else {
            throw StripeFailure.invalid(
                "No upcoming invoices for customer: \(subscription.customer)",
                code: "invoice_upcoming_none"
            )
        }
        return try json(invoice).setting("id", to: .text("upcoming_\(invoice.id)"))
            .setting("status", to: .text("draft"))
    }
}
