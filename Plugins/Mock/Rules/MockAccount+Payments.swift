import BillingCore
import FoundationEssentials

// Invoices, charges, and what follows when they fail.
extension MockAccount {
    /// How a charge goes, whatever the card says.
    enum Charge {
        /// As the card on file has it.
        case asCard
        case succeeds, fails
        /// Nothing is tried: somebody pays the invoice later.
        case waits
    }

    /// Writes an invoice for the period that begins, with what is pending, and collects it.
    mutating func charge(_ reason: MockInvoice.Reason, at instant: Date, _ charge: Charge = .asCard) {
        let lines = pending + [periodLine]
        pending = []
        invoice(lines, reason, at: instant, charge)
    }

    /// Writes an invoice and collects it.
    mutating func invoice(_ lines: [MockInvoice.Line], _ reason: MockInvoice.Reason, at instant: Date, _ charge: Charge)
    {
        subscription.invoiceCount += 1
        let (id, number) = subscription.nameOfInvoice(subscription.invoiceCount)
        var invoice = MockInvoice(
            id: id,
            number: number,
            customer: customer.id,
            subscription: subscription.id,
            status: .open,
            reason: reason,
            currency: subscription.price.amount.currency,
            lines: lines,
            createdAt: instant
        )
        if invoice.total < 0 {
            customer.credit -= invoice.total
        } else {
            invoice.creditApplied = min(customer.credit, invoice.total)
            customer.credit -= invoice.creditApplied
        }
        note(
            .invoiceCreated,
            at: instant,
            object: invoice.id,
            "Invoice \(invoice.number) over \(text(invoice.amountDue))."
        )
        if let pause = subscription.collectionPause {
            hold(&invoice, pause.behaviour, at: instant)
            invoices.append(invoice)
            return
        }
        invoices.append(invoice)
        if charge == .waits { return }
        collect(invoices.count - 1, at: instant, charge)
    }

    /// Tries the open invoices once more, because their time has come.
    mutating func attempt(at instant: Date) {
        subscription.nextAttemptAt = nil
        for index in invoices.indices where invoices[index].status == .open { collect(index, at: instant, .asCard) }
    }

    /// Pays what is open: the customer has given a card, or says so.
    ///
    /// A period that ran out meanwhile is not made up for: a new one begins.
    mutating func payOpenInvoices(at instant: Date, _ charge: Charge = .asCard) {
        for index in invoices.indices where invoices[index].status == .open {
            collect(index, at: instant, charge, isPlanned: false)
        }
    }

    /// What is paid for the current period.
    var periodLine: MockInvoice.Line {
        MockInvoice.Line(
            description: "\(subscription.quantity) × \(subscription.price.name)",
            amount: subscription.price.amount.amount * subscription.quantity,
            start: subscription.periodStart,
            end: subscription.periodEnd,
            isProration: false,
            price: subscription.price.id.rawValue,
            quantity: subscription.quantity
        )
    }

    // MARK: -

    private mutating func hold(
        _ invoice: inout MockInvoice,
        _ behaviour: MockSubscription.CollectionPause.Behaviour,
        at instant: Date
    ) {
        switch behaviour {
        case .keepAsDraft: invoice.status = .draft
        case .markUncollectible:
            invoice.status = .uncollectible
            note(.invoiceMarkedUncollectible, at: instant, object: invoice.id, "Payments are not collected now.")
        case .void:
            invoice.status = .void
            note(.invoiceVoided, at: instant, object: invoice.id, "Payments are not collected now.")
        }
    }

    /// - Parameter isPlanned: whether a failure is one of those after which nothing is tried any more.
    private mutating func collect(_ index: Int, at instant: Date, _ charge: Charge, isPlanned: Bool = true) {
        let succeeds =
            switch charge {
            case .asCard: invoices[index].amountDue == 0 || customer.card?.outcome == .succeeds
            case .succeeds: true
            case .fails, .waits: false
            }
        let invoice = invoices[index]
        if invoice.amountDue > 0 { invoices[index].attempts += 1 }
        guard succeeds else {
            note(
                .invoicePaymentFailed,
                at: instant,
                object: invoice.id,
                customer.card == nil
                    ? "There is no card to charge \(text(invoice.amountDue)) to."
                    : "The card was declined for \(text(invoice.amountDue))."
            )
            if isPlanned { fail(at: instant) }
            return
        }
        invoices[index].status = .paid
        invoices[index].paidAt = instant
        note(.invoicePaid, at: instant, object: invoice.id, "Paid \(text(invoice.amountDue)).")
        if !invoices.contains(where: { $0.status == .open }) { recover(at: instant) }
    }

    private mutating func fail(at instant: Date) {
        switch subscription.status {
        case .incomplete, .unpaid, .paused, .canceled, .incompleteExpired: return
        case .trialing, .active, .pastDue: break
        }
        let isFirst = subscription.status != .pastDue
        subscription.status = .pastDue
        subscription.failedAttempts = isFirst ? 1 : subscription.failedAttempts + 1
        if subscription.failedAttempts <= MockPolicy.retries.count {
            subscription.nextAttemptAt = instant.addingDays(MockPolicy.retries[subscription.failedAttempts - 1])
            if isFirst { note(.subscriptionUpdated, at: instant, "The subscription is past due.") }
            return
        }
        subscription.nextAttemptAt = nil
        switch policy.afterFailedPayments {
        case .cancel: end(at: instant, reason: .paymentFailed)
        case .unpaid:
            subscription.status = .unpaid
            note(.subscriptionUpdated, at: instant, "The last attempt failed: the subscription is unpaid.")
        case .pastDue: note(.subscriptionUpdated, at: instant, "The last attempt failed: it stays past due.")
        }
    }

    /// Goes on after everything is paid.
    private mutating func recover(at instant: Date) {
        switch subscription.status {
        case .incomplete, .pastDue, .unpaid: break
        case .trialing, .active, .paused, .canceled, .incompleteExpired: return
        }
        subscription.status = .active
        subscription.failedAttempts = 0
        subscription.nextAttemptAt = nil
        note(.subscriptionUpdated, at: instant, "The subscription is active.")
        // What passed while nobody paid was not used, so it is not charged: the next period begins now.
        guard subscription.periodEnd <= instant, subscription.endsAt.map({ $0 > instant }) ?? true else { return }
        subscription.anchor = instant
        beginPeriod(at: instant)
        charge(.subscriptionCycle, at: instant)
    }

    private func text(_ amount: Int) -> Money { Money(amount: amount, currency: subscription.price.amount.currency) }
}

extension MockSubscription {
    /// The id of its first, second, … invoice, and the number that people read.
    func nameOfInvoice(_ count: Int) -> (id: String, number: String) {
        let name = id.rawValue.hasPrefix("sub_") ? String(id.rawValue.dropFirst(4)) : id.rawValue
        let count = String(count)
        let number = name.replacing("_", with: "-").uppercased() + "-"
        return ("in_\(name)_\(count)", number + String(repeating: "0", count: max(0, 4 - count.count)) + count)
    }
}
