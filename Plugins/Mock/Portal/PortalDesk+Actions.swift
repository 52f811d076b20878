import BillingCore
import FoundationEssentials
import PageKit

// What the pages ask for. What is so already is not done again, so that to send a form twice does no harm.
extension PortalDesk {
    func perform(_ place: PortalPlace, _ form: URLForm) throws -> PortalAnswer {
        switch place {
        case .confirmPlan(let id): return try changePlan(id, form)
        case .confirmCancel(let id): return try cancel(id, form)
        case .confirmPause(let id): return try pause(id, form)
        case .keep(let id):
            try update(try running(id)) { account, now in try account.keep(at: now) }
            return done(.kept)
        case .resume(let id):
            let subscription = try running(id)
            if subscription.status == .paused {
                try update(subscription) { account, now in try account.resumeService(at: now) }
            }
            return done(.resumed)
        case .card: return try setCard(form)
        case .payInvoice(let id): return try pay(id)
        case .details: return try saveDetails(form)
        case .start, .overview, .plan, .cancel, .pause, .invoices, .invoice:
            throw MockRefusal(.notFound, "There is nothing to send.")
        }
    }

    private func changePlan(_ id: SubscriptionID, _ form: URLForm) throws -> PortalAnswer {
        let subscription = try running(id)
        guard case .change(let price, let quantity) = view.planChoice(subscription, form) else {
            if view.planChoice(subscription, form) == .same { return done(.changed) }
            throw MockRefusal(.invalid, "That plan cannot be chosen.")
        }
        try checkFresh(subscription, form)
        // A preview holds for an hour: what is paid for the rest of a period gets less with every day.
        guard let seen = form["seen"].flatMap({ Int($0) }), (0...3600).contains(view.now.stored - seen) else {
            throw stale
        }
        let changed = try update(try changeable(id)) { account, now in
            try account.change(to: price, quantity: quantity, .atOnce, at: now)
        }
        // As providers do it: who cannot pay the difference keeps the old plan.
        if changed.status == .pastDue, subscription.status != .pastDue {
            throw MockRefusal(.cardDeclined("generic_decline"), view.declined)
        }
        return done(.changed)
    }

    private func cancel(_ id: SubscriptionID, _ form: URLForm) throws -> PortalAnswer {
        let subscription = try view.subscription(id)
        let choice = view.cancelChoice(subscription, form)
        guard case .success(let wanted) = choice else {
            if subscription.status == .canceled { return done(.ended) }
            return .page(view.cancelPage(try running(id), form))
        }
        if subscription.status == .canceled { return done(.ended) }
        if !wanted.isNow, subscription.plannedEnd != nil { return done(.canceled) }
        try checkFresh(try running(id), form)
        try update(subscription) { account, now in
            if wanted.isNow {
                try account.cancelNow(wanted.details, at: now)
            } else {
                try account.cancelAtPeriodEnd(wanted.details, at: now)
            }
        }
        return done(wanted.isNow ? .ended : .canceled)
    }

    private func pause(_ id: SubscriptionID, _ form: URLForm) throws -> PortalAnswer {
        let subscription = try running(id)
        if subscription.status == .paused { return done(.paused) }
        guard let length = form["for"].flatMap(PauseLength.init(rawValue:)) else {
            return .page(view.pausePage(try pausable(id), error: PortalView.pauseError))
        }
        try checkFresh(subscription, form)
        try update(try pausable(id)) { account, now in
            try account.pause(until: length.months.map { now.addingMonths($0) }, at: now)
        }
        return done(.paused)
    }

    private func setCard(_ form: URLForm) throws -> PortalAnswer {
        // Only here is the number looked at; it goes no further than to find out which test card it is.
        guard let typed = form.text("number"), let card = MockTestCard.named(typed) else {
            return .page(view.cardPage(error: PortalView.cardError))
        }
        try world.setCard(card, of: view.customer.id, by: .portal)
        return done(.card)
    }

    private func pay(_ id: String) throws -> PortalAnswer {
        let invoice = try view.invoice(id)
        if invoice.status == .paid { return done(.paid) }
        guard invoice.status == .open else { throw MockRefusal(.conflict, "This invoice is not open.") }
        try update(try view.subscription(invoice.subscription)) { account, now in account.payOpenInvoices(at: now) }
        guard try world.invoice(id, of: view.customer.id).status == .paid else {
            // Thrown, so that an attempt by hand does not count as one of those that end the subscription.
            throw MockRefusal(.cardDeclined("generic_decline"), view.declined)
        }
        return done(.paid)
    }

    private func saveDetails(_ form: URLForm) throws -> PortalAnswer {
        let input = PortalView.DetailsInput(form)
        guard input.isValid else { return .page(view.detailsPage(input)) }
        var customer = view.customer
        customer.name = input.name
        customer.email = input.email.isEmpty ? nil : input.email
        if customer != view.customer { try world.updateCustomer(customer, by: .portal) }
        return done(.details)
    }

    // MARK: -

    @discardableResult
    private func update(
        _ subscription: MockSubscription,
        _ body: (inout MockAccount, Date) throws -> Void
    ) throws -> MockSubscription {
        try world.update(subscription, by: .portal, body)
    }

    private func done(_ deed: PortalDeed) -> PortalAnswer { .seeOther(view.path(done: deed)) }

    private func checkFresh(_ subscription: MockSubscription, _ form: URLForm) throws(MockRefusal) {
        guard form["state"] == subscription.fingerprint else { throw stale }
    }

    private var stale: MockRefusal {
        MockRefusal(.conflict, "Something has changed since you opened that page. This is how it is now.")
    }
}

extension PortalView {
    /// Why a payment was not taken.
    var declined: String {
        customer.card == nil ? "There is no payment method to charge." : "Your card was declined."
    }
}
