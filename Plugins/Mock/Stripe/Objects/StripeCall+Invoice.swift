import BillingCore
import FoundationEssentials

extension StripeCall {
    func json(_ invoice: MockInvoice) throws -> JSONValue {
        let customer = try world.customer(invoice.customer)
        let subscription = try world.subscription(invoice.subscription)
        let isPaid = invoice.status == .paid
        let isClosed = isPaid || invoice.status == .void
        func amount(_ amount: Int) -> JSONValue { StripeAmount.json(amount, invoice.currency) }
        var json = JSONValue.members([
            "id": .text(invoice.id),
            "object": .text("invoice"),
            "amount_due": amount(invoice.amountDue),
            "amount_paid": amount(isPaid ? invoice.amountDue : 0),
            "amount_remaining": amount(isClosed ? 0 : invoice.amountDue),
            "attempt_count": .integer(invoice.attempts),
            "attempted": .flag(invoice.attempts > 0 || isPaid),
            "auto_advance": .flag(invoice.status == .open),
            "billing_reason": .text(invoice.reason.rawValue),
            "collection_method": .text("charge_automatically"),
            "created": .seconds(invoice.createdAt),
            "currency": .text(invoice.currency),
            "customer": .text(invoice.customer.rawValue),
            "customer_email": JSONValue(customer.email),
            "customer_name": customer.name.isEmpty ? .null : .text(customer.name),
            "ending_balance": .integer(0),
            "lines": list(
                try invoice.lines.enumerated().map { try line($0.element, $0.offset + 1, of: invoice, subscription) },
                at: "/v1/invoices/\(invoice.id)/lines"
            ),
            "livemode": .flag(false),
            "next_payment_attempt": .seconds(invoice.status == .open ? subscription.nextAttemptAt : nil),
            "number": invoice.status == .draft ? .null : .text(invoice.number),
            "parent": .members([
                "quote_details": .null,
                "subscription_details": .members([
                    "metadata": JSONValue(subscription.metadata), "subscription": .text(subscription.id.rawValue),
                ]),
                "type": .text("subscription_details"),
            ]),
            "period_end": .seconds(invoice.createdAt),
            "period_start": .seconds(invoice.createdAt),
            "starting_balance": amount(-invoice.creditApplied),
            "status": .text(invoice.status.rawValue),
            "status_transitions": .members([
                "finalized_at": .seconds(invoice.status == .draft ? nil : invoice.createdAt),
                "marked_uncollectible_at": .seconds(invoice.status == .uncollectible ? invoice.createdAt : nil),
                "paid_at": .seconds(invoice.paidAt),
                "voided_at": .seconds(invoice.status == .void ? invoice.createdAt : nil),
            ]),
            "subtotal": amount(invoice.total),
            "total": amount(invoice.total),
        ])
        if version.hasPeriodOnSubscription {
            json = json.merging(
                .members(["paid": .flag(isPaid), "subscription": .text(subscription.id.rawValue)])
            )
        }
        return json.merging(StripeCall.unusedOfInvoice)
    }

    private func line(
        _ line: MockInvoice.Line,
        _ number: Int,
        of invoice: MockInvoice,
        _ subscription: MockSubscription
    ) throws -> JSONValue {
        let amount = StripeAmount.json(line.amount, invoice.currency)
        let product = try (try? ProviderPriceID(line.price)).flatMap { try MockPrice.fetch(id: $0, world.db) }?.product
        return .members([
            "id": .text("il_\(invoice.id.dropFirst(3))_\(number)"),
            "object": .text("line_item"),
            "amount": amount,
            "currency": .text(invoice.currency),
            "description": .text(line.description),
            "discountable": .flag(!line.isProration),
            "discounts": .list([]),
            "invoice": .text(invoice.id),
            "livemode": .flag(false),
            "metadata": JSONValue(subscription.metadata),
            "parent": .members([
                "invoice_item_details": .null,
                "subscription_item_details": .members([
                    "invoice_item": .null,
                    "proration": .flag(line.isProration),
                    "subscription": .text(subscription.id.rawValue),
                    "subscription_item": .text(subscription.itemID),
                ]),
                "type": .text("subscription_item_details"),
            ]),
            "period": .members(["end": .seconds(line.end), "start": .seconds(line.start)]),
            "pricing": .members([
                "price_details": .members(["price": .text(line.price), "product": JSONValue(product)]),
                "type": .text("price_details"),
            ]),
            "quantity": .integer(line.quantity),
            "subtotal": amount,
            "taxes": .list([]),
        ])
    }

    /// What an invoice of the mock never has.
    private static let unusedOfInvoice = JSONValue.members([
        "account_country": .null,
        "account_name": .null,
        "amount_overpaid": .integer(0),
        "amount_shipping": .integer(0),
        "application": .null,
        "automatic_tax": .members([
            "disabled_reason": .null, "enabled": .flag(false), "liability": .null, "provider": .null,
            "status": .null,
        ]),
        "custom_fields": .null,
        "default_payment_method": .null,
        "default_source": .null,
        "description": .null,
        "discounts": .list([]),
        "due_date": .null,
        "footer": .null,
        "hosted_invoice_url": .null,
        "invoice_pdf": .null,
        "last_finalization_error": .null,
        "metadata": .object([]),
        "on_behalf_of": .null,
        "test_clock": .null,
        "total_discount_amounts": .list([]),
        "total_taxes": .list([]),
    ])
}
