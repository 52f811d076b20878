import BillingCore
import FoundationEssentials

// Writing: everything, so that what is read back is the same.
extension MockState {
    var document: JSONValue {
        [
            "format": .text(MockState.format),
            "version": .integer(MockState.version),
            "clock": ["offset_seconds": .integer(clockOffset), "frozen_at": JSONValue(frozenAt)],
            "counter": .integer(counter),
            "products": .list(products.map(\.document)),
            "prices": .list(prices.map(\.document)),
            "test_clocks": .list(testClocks.map(\.document)),
            "customers": .list(customers.map(\.document)),
            "subscriptions": .list(subscriptions.map { $0.document(pending: pending[$0.id] ?? []) }),
            "invoices": .list(invoices.map(\.document)),
            "faults": .list(
                faults.map { .object($0.members + [JSONValue.Member(name: "draws", value: .integer($0.draws))]) }
            ),
            "events": .list(events.map(\.document)),
        ]
    }
}

extension MockProduct {
    fileprivate var document: JSONValue {
        ["id": .text(id), "name": .text(name), "active": .flag(isActive), "metadata": JSONValue(metadata)]
    }
}

extension MockPrice {
    fileprivate var document: JSONValue {
        [
            "id": .text(id.rawValue), "name": .text(name), "amount": .integer(amount.amount),
            "currency": .text(amount.currency), "interval": .text(cycle.interval.rawValue),
            "interval_count": .integer(cycle.count), "product": .text(product), "active": .flag(isActive),
            "lookup_key": JSONValue(lookupKey), "metadata": JSONValue(metadata),
        ]
    }
}

extension MockTestClock {
    fileprivate var document: JSONValue {
        [
            "id": .text(id), "name": JSONValue(name), "frozen_time": JSONValue(frozenTime),
            "created_at": JSONValue(createdAt),
        ]
    }
}

extension MockCustomer {
    fileprivate var document: JSONValue {
        [
            "id": .text(id.rawValue), "name": .text(name), "email": JSONValue(email),
            "created_at": JSONValue(createdAt), "card": card?.document ?? .null, "credit": .integer(credit),
            "test_clock": JSONValue(testClock), "metadata": JSONValue(metadata),
        ]
    }
}

extension MockCard {
    fileprivate var document: JSONValue {
        [
            "id": .text(id), "brand": .text(brand.rawValue), "last4": .text(last4),
            "expiry_month": .integer(expiryMonth), "expiry_year": .integer(expiryYear),
            "outcome": .text(outcome.rawValue),
        ]
    }
}

extension MockSubscription {
    fileprivate func document(pending: [MockInvoice.Line]) -> JSONValue {
        var cancelAt: Date?
        if case .at(let date) = plannedEnd { cancelAt = date }
        return [
            "id": .text(id.rawValue), "customer": .text(customer.rawValue), "status": .text(status.rawValue),
            "price": .text(price.id.rawValue), "quantity": .integer(quantity), "started": JSONValue(startedAt),
            "anchor": JSONValue(anchor), "period_start": JSONValue(periodStart), "period_end": JSONValue(periodEnd),
            "trial_start": JSONValue(trialStart), "trial_end": JSONValue(trialEnd),
            "cancel_at_period_end": .flag(plannedEnd == .atPeriodEnd), "cancel_at": JSONValue(cancelAt),
            "canceled_at": JSONValue(cancellationRequestedAt), "ended_at": JSONValue(endedAt),
            "billing_mode": .text(billingMode.rawValue), "reason": JSONValue(cancellation.reason?.rawValue),
            "feedback": JSONValue(cancellation.feedback?.rawValue), "comment": JSONValue(cancellation.comment),
            "paused_at": JSONValue(pausedAt), "resumes_at": JSONValue(resumesAt),
            "collection_pause": JSONValue(collectionPause?.behaviour.rawValue),
            "collection_resumes_at": JSONValue(collectionPause?.resumesAt),
            "failed_attempts": .integer(failedAttempts), "next_attempt_at": JSONValue(nextAttemptAt),
            "invoice_count": .integer(invoiceCount), "metadata": JSONValue(metadata),
            "pending": .list(pending.map(\.document)),
        ]
    }
}

extension MockInvoice {
    fileprivate var document: JSONValue {
        [
            "id": .text(id), "number": .text(number), "customer": .text(customer.rawValue),
            "subscription": .text(subscription.rawValue), "status": .text(status.rawValue),
            "reason": .text(reason.rawValue), "currency": .text(currency), "lines": .list(lines.map(\.document)),
            "credit_applied": .integer(creditApplied), "created_at": JSONValue(createdAt),
            "paid_at": JSONValue(paidAt), "attempts": .integer(attempts),
        ]
    }
}

extension MockInvoice.Line {
    fileprivate var document: JSONValue {
        [
            "description": .text(description), "amount": .integer(amount), "start": JSONValue(start),
            "end": JSONValue(end), "proration": .flag(isProration), "price": .text(price),
            "quantity": .integer(quantity),
        ]
    }
}
