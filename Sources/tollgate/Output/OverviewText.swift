import BillingCore
import BillingRouter
import BillingServer
import Foundation

/// A billing overview for people.
struct OverviewText {
    let overview: BillingOverview
    let tenant: TenantDocument
    private let dates: DateText

    init(_ overview: BillingOverview, tenant: TenantDocument) {
        self.overview = overview
        self.tenant = tenant
        dates = DateText(timezone: tenant.timezone)
    }

    func text(console: Console) -> String {
        let name = "\(tenant.name) · \(overview.customer.id)".printable
        let provider = "provider \(overview.provider.id) (\(overview.provider.mode.rawValue))".printable
        let gap = String(repeating: " ", count: max(2, 49 - name.count))
        var table = TextTable()
        table.add(["Plan", plan])
        table.add(["Status", status])
        table.add(["Cancellation", cancellation])
        if let pause { table.add(["Pause", pause]) }
        table.add(["Portal", portal])
        for warning in overview.warnings { table.add(["Warning", "\(warning.message) (\(warning.code.rawValue))"]) }
        let sentences = overview.sentences(date: dates.date).joined(separator: " ").printable
        return [console.emphasised(name) + gap + provider, table.text, "", sentences].joined(separator: "\n")
    }

    private var plan: String {
        guard let plan = overview.plan else { return "none" }
        let price = plan.price?.text.map { ", \($0)" } ?? ""
        return plan.name + price + (plan.mapped ? "" : " (not in the catalogue)")
    }

    private var status: String {
        guard let subscription = overview.subscription else { return "no subscription" }
        let status = subscription.status.replacing("_", with: " ")
        switch overview.state {
        case .canceling:
            return status + (overview.cancellation.effectiveAt.map { ", cancels \(dated($0))" } ?? ", cancels")
        case .active where overview.flags.willRenew:
            return status + (subscription.currentPeriodEnd.map { ", renews \(dated($0))" } ?? "")
        case .trialing:
            return status + (subscription.trialEnd.map { ", trial ends \(dated($0))" } ?? "")
        case .ended:
            let end = overview.cancellation.endedAt ?? subscription.endedAt
            return status + (end.map { " \(dated($0))" } ?? "")
        case .scheduled:
            return status + (subscription.startedAt.map { ", starts \(dated($0))" } ?? "")
        case .none, .unpaid, .pastDue, .incomplete, .paused, .active: return status
        case .unknown: return "\(status) (\(subscription.providerStatus ?? "no status"))"
        }
    }

    private var cancellation: String { Self.text(of: overview.cancellation, dates: dates) }

    /// A cancellation in a few words.
    static func text(of cancellation: CancellationDocument, dates: DateText) -> String {
        switch cancellation.state {
        case .none: return "none"
        case .ended: return "ended" + (cancellation.endedAt.map { " \(dates.date($0))" } ?? "")
        case .scheduled:
            let requested = cancellation.requestedAt.map { ", requested \(dates.date($0))" } ?? ""
            let effective = cancellation.effectiveAt.map { " for \(dates.date($0))" } ?? ""
            return "scheduled\(effective)\(requested)" + (cancellation.resumable ? "; can be resumed" : "")
        }
    }

    private var pause: String? {
        let resumes = overview.pause.resumesAt.map { ", resumes \(dated($0))" } ?? ""
        return switch overview.pause.state {
        case .none: nil
        case .scheduled: "scheduled" + (overview.pause.startsAt.map { " for \(dated($0))" } ?? "")
        case .collectionOnly: "no payment is collected, the service goes on\(resumes)"
        case .service: "the service is paused\(resumes)"
        }
    }

    private var portal: String {
        guard overview.portal.available else {
            return "not available" + (overview.portal.reason.map { " (\($0.rawValue))" } ?? "")
        }
        return "available (\(overview.portal.flows.map(\.rawValue).joined(separator: ", ")))"
    }

    private func dated(_ date: Date) -> String {
        // By a provider's test clock something may be over that lies ahead of ours.
        if overview.state == .ended, date > overview.asOf { return dates.date(date) }
        return "\(dates.date(date)) (\(dates.distance(to: date, from: overview.asOf)))"
    }
}
