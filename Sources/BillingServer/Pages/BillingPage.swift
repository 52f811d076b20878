import BillingCore
import BillingRouter
import PageKit

/// The billing page of one customer: a function of what is known, and nothing else.
struct BillingPage {
    let look: TenantLook
    let visitor: Visitor
    let situation: Situation
    /// Under which the gateway's log has this request.
    let reference: String
    /// Whether something is not as it was when the customer left for the portal.
    var wasUpdated = false
    /// What went wrong when the customer pressed a button.
    var failure: Failure?
    /// A new name for each intent.
    var newKey: () -> String = { RandomID.hexadecimal(bytes: 16) }

    /// A portal that did not open.
    struct Failure {
        let error: ServiceError
        /// What it was to open with.
        let flow: PortalFlow
    }

    func page() -> Page {
        var blocks: [PageBlock] = []
        if wasUpdated { blocks.append(.notice(PageNotice(.success, "Your plan was updated.", hasFocus: true))) }
        if let failure { blocks.append(.notice(notice(failure))) }
        switch situation {
        case .known(let overview):
            if overview.sources.subscription.stale { blocks.append(.notice(staleNotice(overview))) }
            blocks.append(.section(plan(overview)))
            blocks += otherPlans(overview)
        case .settingUp, .noRole, .unavailable:
            // One alert says it; what the customer did went wrong for the same reason.
            if let trouble = trouble(tryAgainAt: look.billing), failure == nil { blocks.append(.notice(trouble)) }
        }
        blocks.append(.details([account]))
        return Page(
            status: failure.map { Problem.status(of: $0.error.code) } ?? situation.status,
            title: "Billing",
            state: state,
            site: look.site(current: look.billing),
            blocks: blocks,
            formTargets: look.formTargets
        )
    }

    /// How things stand, for the document's title.
    private var state: String? {
        if failure != nil { return "Error" }
        if wasUpdated { return "Updated" }
        switch situation {
        case .known(let overview):
            guard let plan = overview.plan else { return nil }
            return overview.badge.map { "\(plan.name), \($0.text.lowercased())" } ?? plan.name
        case .settingUp: return "Being set up"
        case .unavailable: return "Unavailable"
        case .noRole: return nil
        }
    }

    private var account: PageDetail {
        PageDetail(
            "Signed in as",
            "\(visitor.customer.customer.rawValue)",
            action: .post("Sign out", to: look.signOut, values: [formToken], style: .quiet)
        )
    }

    // MARK: Notices

    private func notice(_ failure: Failure) -> PageNotice {
        let words = FailureWords(opening: failure.error.code)
        var actions: [PageAction] = []
        if words.canRetry { actions.append(open("Retry", with: failure.flow, .primary)) }
        actions += support
        return PageNotice(.error, "\(words.title).", "\(words.text) \(referenceText)", actions: actions, hasFocus: true)
    }

    private func staleNotice(_ overview: BillingOverview) -> PageNotice {
        PageNotice(
            .warning,
            "Last updated \(PageWords.ago(overview.sources.subscription.age))",
            "What has changed since then is not shown yet.",
            actions: [.link("Try again", to: look.billing, style: .secondary)]
        )
    }

    /// Why there is nothing of the customer's to show; nil where there is.
    ///
    /// - Parameter path: of the page that says so.
    func trouble(tryAgainAt path: String) -> PageNotice? {
        switch situation {
        case .known: return nil
        case .settingUp:
            return PageNotice(
                .info,
                "Billing is being set up.",
                "Your payment has arrived. This takes a few minutes; then your plan is shown here.",
                actions: support
            )
        case .unavailable(let error):
            let words = FailureWords(showing: error.code)
            let tryAgain = words.canRetry ? [PageAction.link("Try again", to: path, style: .primary)] : []
            return PageNotice(
                .error,
                "\(words.title)",
                "\(words.text) \(referenceText)",
                actions: tryAgain + support
            )
        case .noRole: return PageNotice(.info, "Ask an owner of your workspace to manage billing.")
        }
    }

    private var referenceText: PageText { "Reference: \(code: reference)" }

    private var support: [PageAction] { look.support.map { [.link($0.label, to: $0.target)] } ?? [] }

    // MARK: Buttons

    private var formToken: PageFormValue { PageFormValue("csrf", visitor.formToken) }

    func action(_ action: BillingOverview.Action, _ style: PageButtonStyle) -> PageAction {
        switch action.kind {
        case .openPortal: open(action.label, with: action.flow ?? .home, style)
        case .choosePlan: .link(action.label, to: action.url ?? look.choosePlan, style: style)
        }
    }

    func open(_ label: String, with flow: PortalFlow, _ style: PageButtonStyle) -> PageAction {
        var values = [formToken, PageFormValue("flow", flow.rawValue), PageFormValue("key", newKey())]
        // What the customer sees now is what the state after the visit is compared with.
        if let overview = situation.overview { values.append(PageFormValue("seen", OverviewFingerprint.of(overview))) }
        return .post(label, to: look.portal, values: values, style: style)
    }
}
