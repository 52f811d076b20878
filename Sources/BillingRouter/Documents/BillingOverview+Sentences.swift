package import FoundationEssentials
package import BillingCore

extension BillingOverview {
    /// What the customer is told, in one or two sentences, as plain text.
    ///
    /// - Parameter date: writes a date in the tenant's time zone and language.
    package func sentences(date: (Date) -> String) -> [String] { sentences.map { $0.text(date: date) } }

    /// What the customer is told, in one or two sentences: the same on every surface.
    package var sentences: [BillingSentence] {
        switch state {
        case .none: [plan.map(onPlan) ?? "You have no plan yet."]
        case .trialing: [trial]
        case .active: [plan.map(onPlan), subscription?.currentPeriodEnd.map(renewal)].compactMap(\.self)
        case .canceling: canceling
        case .pastDue, .unpaid: ["We could not take your last payment."]
        case .incomplete: ["Your payment needs confirmation."]
        case .paused: ["Your plan is paused."]
        case .ended: [ended]
        case .scheduled: [subscription?.startedAt.map { "Your plan starts on \($0)." } ?? "Your plan starts later."]
        case .unknown: [plan.map(onPlan)].compactMap(\.self)
        }
    }

    private func onPlan(_ plan: PlanDocument) -> BillingSentence {
        "You are currently on the \(plan: plan.name) plan."
    }

    private func renewal(_ end: Date) -> BillingSentence {
        flags.willRenew ? "Your plan renews on \(end)." : "Your plan runs until \(end)."
    }

    private var trial: BillingSentence {
        guard let end = subscription?.trialEnd ?? subscription?.currentPeriodEnd else { return "You are on a trial." }
        guard let charge, charge.amount != nil else { return "Trial ends on \(end)." }
        return "Trial ends on \(end), then \(charge)."
    }

    private var canceling: [BillingSentence] {
        guard let end = cancellation.effectiveAt else { return ["Your plan will be canceled."] }
        let sentence: BillingSentence = "Your plan will be canceled on \(end)."
        return flags.isPaid ? [sentence, "You keep access until then."] : [sentence]
    }

    private var ended: BillingSentence {
        let end = cancellation.endedAt ?? subscription?.endedAt ?? subscription?.currentPeriodEnd
        return switch (plan, end) {
        case (let plan?, let end?): "Your \(plan: plan.name) plan ended on \(end)."
        case (let plan?, nil): "Your \(plan: plan.name) plan has ended."
        case (nil, let end?): "Your plan ended on \(end)."
        case (nil, nil): "Your plan has ended."
        }
    }
}

extension PriceDocument {
    /// Nil where the price has no single amount.
    package var amount: Money? {
        guard let unitAmount, let currency else { return nil }
        return Money(amount: unitAmount, currency: currency)
    }

    /// Such as `15.00 USD / month` or `40.00 USD / 3 months`.
    ///
    /// Nil where the price has no single amount.
    package var text: String? { text(\.description) }

    /// The same, with an amount of the caller's own making.
    package func text(_ money: (Money) -> String) -> String? {
        guard let amount = amount.map(money) else { return nil }
        guard let interval else { return amount }
        guard let intervalCount, intervalCount > 1 else { return "\(amount) / \(interval.rawValue)" }
        return "\(amount) / \(intervalCount) \(interval.rawValue)s"
    }
}
