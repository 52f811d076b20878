import BillingCore
import FoundationEssentials

// What must have happened to a subscription of which only the present is known.
extension MockSubscription {
    /// More of its past than anybody looks at is left out.
    private static let mostInvoices = 36

    /// Whether a paid period has begun.
    var hasPaidPeriods: Bool { status != .trialing }

    /// The starts of its paid periods up to the current one, the earliest first.
    var periodsSoFar: [Date] {
        var starts = [periodStart]
        let first = max(startedAt, trialEnd ?? startedAt)
        var number = -1
        while starts.count < 10_000 {
            let start = price.cycle.date(number, from: periodStart)
            guard start >= first else { break }
            starts.append(start)
            number -= 1
        }
        return starts.reversed()
    }

    /// One invoice for each period that has begun, the last of which may be open.
    var invoicesSoFar: [MockInvoice] {
        guard hasPaidPeriods else { return [] }
        let starts = periodsSoFar
        return starts.enumerated().suffix(MockSubscription.mostInvoices).map { index, start in
            let isLast = index == starts.count - 1
            let (id, number) = nameOfInvoice(invoiceCount - starts.count + index + 1)
            let status = isLast ? statusOfLastInvoice : .paid
            return MockInvoice(
                id: id,
                number: number,
                customer: customer,
                subscription: self.id,
                status: status,
                reason: index == 0 ? .subscriptionCreate : .subscriptionCycle,
                currency: price.amount.currency,
                lines: [
                    MockInvoice.Line(
                        description: "\(quantity) × \(price.name)",
                        amount: price.amount.amount * quantity,
                        start: start,
                        end: isLast ? periodEnd : starts[index + 1],
                        isProration: false,
                        price: price.id.rawValue,
                        quantity: quantity
                    )
                ],
                createdAt: start,
                paidAt: status == .paid ? start : nil,
                attempts: max(1, isLast ? failedAttempts : 1)
            )
        }
    }

    private var statusOfLastInvoice: MockInvoice.Status {
        switch status {
        case .pastDue, .unpaid, .incomplete: .open
        case .incompleteExpired: .void
        case .trialing, .active, .paused, .canceled: .paid
        }
    }
}
