import BillingCore
import FoundationEssentials
import PageKit

/// How the portal says things.
enum PortalWords {
    /// Such as `15.00 USD / month`.
    static func price(_ price: MockPrice, quantity: Int = 1) -> String {
        let amount = Money(amount: price.amount.amount * quantity, currency: price.amount.currency)
        return "\(amount) / \(interval(price.cycle))"
    }

    private static func interval(_ cycle: BillingCycle) -> String {
        cycle.count == 1 ? cycle.interval.rawValue : "\(cycle.count) \(cycle.interval.rawValue)s"
    }

    static func card(_ card: MockCard) -> String { "\(card.brand.title) ending in \(card.last4)" }

    static func badge(_ subscription: MockSubscription) -> PageBadge {
        if !subscription.status.isTerminal, subscription.status != .paused, subscription.endsAt != nil {
            return PageBadge("Canceling", .warning)
        }
        return switch subscription.status {
        case .incomplete: PageBadge("Incomplete", .warning)
        case .trialing: PageBadge("Trial", .info)
        case .active: PageBadge("Active", .success)
        case .pastDue: PageBadge("Past due", .danger)
        case .unpaid: PageBadge("Unpaid", .danger)
        case .paused: PageBadge("Paused", .warning)
        case .canceled, .incompleteExpired: PageBadge("Ended", .neutral)
        }
    }

    static func badge(_ invoice: MockInvoice) -> PageBadge {
        switch invoice.status {
        case .draft: PageBadge("Draft")
        case .open: PageBadge("Open", .warning)
        case .paid: PageBadge("Paid", .success)
        case .void: PageBadge("Void")
        case .uncollectible: PageBadge("Not collected")
        }
    }

    /// How it stands, in a sentence or two.
    static func state(_ subscription: MockSubscription) -> PageText {
        let price = price(subscription.price, quantity: subscription.quantity)
        switch subscription.status {
        case .canceled:
            return subscription.endedAt.map { "Your plan ended on \(date: $0)." } ?? "Your plan has ended."
        case .incompleteExpired: return "The first payment never came, so this plan did not begin."
        case .paused:
            return subscription.resumesAt.map { "Your plan is paused. It goes on by itself on \(date: $0)." }
                ?? "Your plan is paused until you resume it."
        case .incomplete: return "The first payment is still open."
        case .pastDue:
            let first: PageText = "We could not take your last payment."
            return first + (subscription.nextAttemptAt.map { " We try again on \(date: $0)." } ?? "")
                + end(subscription)
        case .unpaid: return "We could not take your last payment, and have stopped trying." + end(subscription)
        case .trialing, .active:
            if let endsAt = subscription.endsAt {
                return "Your plan will be canceled on \(date: endsAt). You keep access until then."
            }
            return subscription.status == .trialing
                ? "Your trial ends on \(date: subscription.periodEnd), then \(price)."
                : "Your plan renews on \(date: subscription.periodEnd) for \(price)."
        }
    }

    private static func end(_ subscription: MockSubscription) -> PageText {
        subscription.endsAt.map { " Your plan will be canceled on \(date: $0)." } ?? ""
    }

    static func title(_ feedback: MockSubscription.CancellationDetails.Feedback) -> String {
        switch feedback {
        case .customerService: "Customer service was less than expected"
        case .lowQuality: "Quality was less than expected"
        case .missingFeatures: "Some features are missing"
        case .other: "Another reason"
        case .switchedService: "I’m switching to a different service"
        case .tooComplex: "It is too complex"
        case .tooExpensive: "It is too expensive"
        case .unused: "I don’t use it enough"
        }
    }

    /// What a test number plays, for those who choose one.
    static func meaning(_ card: MockTestCard) -> String {
        switch card.behaviour {
        case .accepted(.succeeds): "Payments succeed"
        case .accepted(.declines): "Is accepted, but every payment is declined"
        case .refused(let code):
            switch code {
            case "insufficient_funds": "Is refused: insufficient funds"
            case "expired_card": "Is refused: expired card"
            default: "Is refused: card declined"
            }
        }
    }

    /// In groups, as it is printed on cards.
    static func grouped(_ number: String) -> String {
        let sizes = number.count == 15 ? [4, 6, 5] : [4, 4, 4, 4]
        var rest = number[...]
        return sizes.map { size in
            defer { rest = rest.dropFirst(size) }
            return String(rest.prefix(size))
        }
        .joined(separator: " ")
    }
}
