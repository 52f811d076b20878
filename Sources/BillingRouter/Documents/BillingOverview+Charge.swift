import BillingCore

extension BillingOverview {
    /// What the current subscription costs each time: all of its items, as often as the customer has them.
    ///
    /// Nil where that is no single amount: something is metered, or two items are charged in different currencies or
    /// at different times. Discounts and taxes are the provider's business.
    package var charge: PriceDocument? {
        guard let items = subscription?.items, let first = items.first else { return plan?.price }
        if items.count == 1 { return first.quantity.flatMap { plan?.price?.times($0) } }
        var sum = Money(amount: 0, currency: first.currency ?? "")
        for item in items {
            guard let quantity = item.quantity, let unitAmount = item.unitAmount, item.currency == first.currency,
                item.interval == first.interval, item.intervalCount == first.intervalCount
            else { return nil }
            let (amount, isTooLarge) = unitAmount.multipliedReportingOverflow(by: quantity)
            let (total, isTooMuch) = sum.amount.addingReportingOverflow(amount)
            if isTooLarge || isTooMuch { return nil }
            sum = Money(amount: total, currency: sum.currency)
        }
        return PriceDocument(id: nil, amount: sum, interval: first.interval, intervalCount: first.intervalCount)
    }
}

extension PriceDocument {
    /// Nil where the price has no single amount.
    fileprivate func times(_ quantity: Int) -> PriceDocument? {
        guard let amount else { return nil }
        let (product, isTooLarge) = amount.amount.multipliedReportingOverflow(by: quantity)
        if isTooLarge { return nil }
        let money = Money(amount: product, currency: amount.currency)
        return PriceDocument(id: id, amount: money, interval: interval, intervalCount: intervalCount)
    }
}
