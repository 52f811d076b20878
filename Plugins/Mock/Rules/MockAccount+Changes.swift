import BillingCore
import FoundationEssentials

// Another price or quantity, and what that costs in the middle of a period.
extension MockAccount {
    /// When the difference is paid: Stripe's `proration_behavior`.
    enum Proration: String, Sendable, CaseIterable {
        /// With the next invoice.
        case withNextInvoice = "create_prorations"
        /// At once.
        case atOnce = "always_invoice"
        case none
    }

    /// Changes the price, the quantity, or both.
    ///
    /// Where the new price is charged as often as the old one, the period goes on and the difference for the rest of
    /// it is reckoned. Otherwise a new period begins now, and what is left of the old one is given back.
    mutating func change(
        to price: MockPrice,
        quantity: Int,
        _ proration: Proration,
        at now: Date
    ) throws(MockRefusal) {
        try checkChange(to: price, quantity: quantity)
        let old = subscription
        subscription.price = price
        subscription.quantity = quantity
        note(
            .subscriptionUpdated,
            at: now,
            "Changed from \(old.quantity) × \(old.price.name) to \(quantity) × \(price.name)."
        )
        // Nothing is paid for a trial, and what is not collected needs no reckoning.
        guard old.status != .trialing else { return }
        let unused = old.proration("Unused time on \(old.quantity) × \(old.price.name)", sign: -1, at: now)
        if old.price.cycle != price.cycle {
            subscription.anchor = now
            beginPeriod(at: now)
            if proration != .none { pending.append(unused) }
            charge(.subscriptionUpdate, at: now)
        } else if proration != .none {
            let remaining = subscription.proration("Remaining time on \(quantity) × \(price.name)", sign: 1, at: now)
            let lines = [unused, remaining]
            if proration == .atOnce {
                let due = pending + lines
                pending = []
                invoice(due, .subscriptionUpdate, at: now, .asCard)
            } else {
                pending += lines
            }
        }
    }

    private func checkChange(to price: MockPrice, quantity: Int) throws(MockRefusal) {
        guard !subscription.status.isTerminal else { throw MockRefusal(.conflict, "The subscription has ended.") }
        guard subscription.status == .active || subscription.status == .trialing else {
            throw MockRefusal(
                .conflict,
                "The plan cannot be changed while the subscription is \(subscription.status.rawValue)."
            )
        }
        guard price.isActive || price.id == subscription.price.id else {
            throw MockRefusal(.invalid, "The price `\(price.id)` is not sold any more.", parameter: "price")
        }
        guard price.amount.currency == subscription.price.amount.currency else {
            throw MockRefusal(.invalid, "The price `\(price.id)` is in another currency.", parameter: "price")
        }
        guard (1...10_000).contains(quantity) else {
            throw MockRefusal(.invalid, "A quantity is between 1 and 10,000.", parameter: "quantity")
        }
    }
}

extension MockSubscription {
    /// The part of the price that belongs to the rest of the period, in whole minor units.
    fileprivate func proration(_ description: String, sign: Int, at now: Date) -> MockInvoice.Line {
        let whole = Double(price.amount.amount * quantity)
        return MockInvoice.Line(
            description: description,
            amount: sign * Int((whole * shareLeft(at: now)).rounded()),
            start: now,
            end: periodEnd,
            isProration: true,
            price: price.id.rawValue,
            quantity: quantity
        )
    }
}
