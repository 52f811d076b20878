package import FoundationEssentials
import BillingCore

extension BillingOverview {
    /// What the customer is told, in one or two sentences: the same on every surface.
    ///
    /// - Parameter date: writes a date in the tenant's time zone and language.
    package func sentences(date: (Date) -> String) -> [String] {
        switch state {
        case .none: [plan.map(onPlan) ?? "You have no plan yet."]
        case .trialing: [trial(date)]
        case .active: [plan.map(onPlan), subscription?.currentPeriodEnd.map { renewal($0, date) }].compactMap(\.self)
        case .canceling: canceling(date)
        case .pastDue, .unpaid: ["We could not take your last payment."]
        case .incomplete: ["Your payment needs confirmation."]
        case .paused: ["Your plan is paused."]
        case .ended: [ended(date)]
        case .scheduled:
            [subscription?.startedAt.map { "Your plan starts on \(date($0))." } ?? "Your plan starts later."]
        case .unknown: [plan.map(onPlan)].compactMap(\.self)
        }
    }

    private func onPlan(_ plan: PlanDocument) -> String { "You are currently on the \(plan.name) plan." }

    private func renewal(_ end: Date, _ date: (Date) -> String) -> String {
        flags.willRenew ? "Your plan renews on \(date(end))." : "Your plan runs until \(date(end))."
    }

    private func trial(_ date: (Date) -> String) -> String {
        guard let end = subscription?.trialEnd ?? subscription?.currentPeriodEnd else { return "You are on a trial." }
        guard let price = plan?.price?.text else { return "Trial ends on \(date(end))." }
        return "Trial ends on \(date(end)), then \(price)."
    }

    private func canceling(_ date: (Date) -> String) -> [String] {
        guard let end = cancellation.effectiveAt else { return ["Your plan will be canceled."] }
        let sentence = "Your plan will be canceled on \(date(end))."
        return flags.isPaid ? [sentence, "You keep access until then."] : [sentence]
    }

    private func ended(_ date: (Date) -> String) -> String {
        let name = plan.map { "Your \($0.name) plan" } ?? "Your plan"
        guard let end = cancellation.endedAt ?? subscription?.endedAt ?? subscription?.currentPeriodEnd else {
            return "\(name) has ended."
        }
        return "\(name) ended on \(date(end))."
    }
}

extension PriceDocument {
    /// Such as `15.00 USD / month` or `40.00 USD / 3 months`.
    ///
    /// Nil where the price has no single amount.
    package var text: String? {
        guard let unitAmount, let currency else { return nil }
        let amount = Money(amount: unitAmount, currency: currency).description
        guard let interval else { return amount }
        guard let intervalCount, intervalCount > 1 else { return "\(amount) / \(interval.rawValue)" }
        return "\(amount) / \(intervalCount) \(interval.rawValue)s"
    }
}
