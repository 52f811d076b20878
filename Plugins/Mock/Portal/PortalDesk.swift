import BillingCore
import FoundationEssentials
import PageKit

/// Answers the requests of one session: shows its pages, and does what they ask for.
///
/// What the world refuses is thrown, so that nothing of it is stored; ``explain(_:for:)`` says why afterwards.
struct PortalDesk {
    let world: MockTransaction
    let view: PortalView

    func answer(_ request: PortalRequest) throws -> PortalAnswer {
        if let form = request.form { return try perform(request.place, form) }
        return try look(request.place, request.query)
    }

    /// The page that says why what was sent was not done, and how things are.
    func explain(_ refusal: MockRefusal, for request: PortalRequest) throws -> Page {
        switch (refusal.code, request.place) {
        case (.notFound, _): return PortalProblem.notFound.page(in: view.site, home: view.path(.overview))
        case (.cardDeclined, .card):
            return view.cardPage(error: "\(refusal.message) Try another test card.")
        case (.cardDeclined, .confirmPlan(let id)):
            let page = try look(.confirmPlan(id), request.form ?? request.query)
            guard case .page(var page) = page else { return view.overviewPage() }
            let notice = PageNotice(
                .error,
                "\(refusal.message) Your plan was not changed.",
                actions: [.link("Change payment method", to: view.path(.card))],
                hasFocus: true
            )
            page.status = 402
            page.state = "Your plan was not changed"
            page.blocks.insert(.notice(notice), at: 0)
            return page
        case (.cardDeclined, .payInvoice(let id)):
            let notice = PageNotice(
                .error,
                "\(refusal.message)",
                "The invoice is still open.",
                actions: [.link("Change payment method", to: view.path(.card))],
                hasFocus: true
            )
            var page = try view.invoicePage(id, notice)
            page.status = 402
            return page
        default:
            let notice = PageNotice(.warning, "Nothing was changed.", "\(refusal.message)", hasFocus: true)
            return view.overviewPage(status: request.form == nil ? 200 : 409, state: "Nothing was changed", notice)
        }
    }

    private func look(_ place: PortalPlace, _ query: URLForm) throws -> PortalAnswer {
        switch place {
        case .start:
            let path = startPath
            return path == view.path(.start) ? .page(overview(query)) : .seeOther(path)
        case .overview: return .page(overview(query))
        case .plan(let id): return .page(view.planPage(try changeable(id)))
        case .confirmPlan(let id): return .page(try planConfirmation(try changeable(id), query))
        case .cancel(let id): return .page(view.cancelPage(try running(id)))
        case .confirmCancel(let id): return .page(view.cancelConfirmation(try running(id), query))
        case .pause(let id): return .page(view.pausePage(try pausable(id)))
        case .confirmPause(let id): return .page(view.pauseConfirmation(try pausable(id), query))
        case .card: return .page(view.cardPage())
        case .invoices: return .page(view.invoicesPage())
        case .invoice(let id): return .page(try view.invoicePage(id))
        case .details: return .page(view.detailsPage())
        case .keep, .resume, .payInvoice: throw MockRefusal(.notFound, "There is nothing to look at.")
        }
    }

    private func overview(_ query: URLForm) -> Page {
        guard let deed = query["done"].flatMap(PortalDeed.init(rawValue:)), let notice = view.notice(for: deed) else {
            return view.overviewPage()
        }
        return view.overviewPage(state: deed.title, notice)
    }

    /// Where the session's flow begins.
    private var startPath: String {
        let session = view.session
        switch (session.flow, session.subscription) {
        case (.paymentMethodUpdate, _): return view.path(.card)
        case (.customerUpdate, _): return view.path(.details)
        case (.subscriptionCancel, let id?): return view.path(.cancel(id))
        case (.subscriptionUpdate, let id?): return view.path(.plan(id))
        case (.subscriptionPause, let id?): return view.path(.pause(id))
        case (.subscriptionUpdateConfirm, let id?):
            return view.path(.confirmPlan(id)) + view.planQuery(price: session.price, quantity: session.quantity)
        default: return view.path(.start)
        }
    }

    // MARK: - What a page may be about

    func running(_ id: SubscriptionID) throws(MockRefusal) -> MockSubscription {
        let subscription = try view.subscription(id)
        guard !subscription.status.isTerminal else { throw MockRefusal(.conflict, "This plan has ended.") }
        return subscription
    }

    func changeable(_ id: SubscriptionID) throws(MockRefusal) -> MockSubscription {
        let subscription = try running(id)
        guard subscription.status == .active || subscription.status == .trialing else {
            throw MockRefusal(.conflict, "This plan cannot be changed now.")
        }
        // Otherwise somebody would pay for time after the end.
        guard subscription.endsAt == nil else {
            throw MockRefusal(.conflict, "This plan is going to end: keep it first, and then change it.")
        }
        return subscription
    }

    func pausable(_ id: SubscriptionID) throws(MockRefusal) -> MockSubscription {
        let subscription = try running(id)
        guard subscription.canPause else { throw MockRefusal(.conflict, "This plan cannot be paused now.") }
        return subscription
    }
}

extension MockSubscription {
    var canPause: Bool { status == .active && endsAt == nil }

    /// What a form was made for, so that one that was left open while something changed is noticed.
    var fingerprint: String {
        let end = endsAt.map { String($0.stored) } ?? "-"
        return "\(status.rawValue) \(price.id) \(quantity) \(periodEnd.stored) \(end)"
    }
}
