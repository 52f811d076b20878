import BillingCore
import BillingHTTP
import FoundationEssentials
import GRDB

/// What the console's forms and buttons do.
enum ConsoleDeed: Hashable, Sendable {
    case addCustomer
    case deleteCustomer(ProviderCustomerID)
    case customer(ProviderCustomerID, Action)
    case moveClock
    case addFault, clearFaults
    case importState, reset

    /// What can be done to a customer, or to one of their subscriptions.
    enum Action: String, Sendable, CaseIterable {
        case cancelAtEnd = "cancel-at-end"
        case cancelNow = "cancel-now"
        case keep, pause, resume
        case endTrial = "end-trial"
        case failPayment = "fail-payment"
        case pay, change, card
    }

    /// Does it.
    ///
    /// - Returns: the path and query of the page that says so.
    func perform(_ form: URLForm, _ world: MockWorld, until deadline: Deadline) async throws -> String {
        switch self {
        case .addCustomer:
            let input = try form.fields(NewCustomer.fields + ["proposed"], integers: ["quantity", "trial_days"])
            var new = try NewCustomer(input)
            // Sent twice, it is one customer.
            new.id = try new.id ?? input.identifier("proposed", ProviderCustomerID.init)
            let id = try await world.change(until: deadline) { [new] world in try world.add(new).id }
            return ConsoleView.path(of: id) + "?done=added"
        case .deleteCustomer(let id):
            try await world.change(until: deadline) { world in try world.deleteCustomer(id, by: .operator) }
            return "/?done=deleted"
        case .customer(let id, let action):
            let change = try SubscriptionChange(action, form)
            let last = try await world.change(until: deadline) { world in
                let last = try MockEvent.last(world.db)
                try change.apply(to: id, world)
                return last
            }
            return ConsoleView.path(of: id) + "?done=changed&after=\(last)"
        case .moveClock:
            let change = try form.clockChange()
            let last = try await world.change(until: deadline) { world in
                let last = try MockEvent.last(world.db)
                _ = try change.apply(to: world)
                return last
            }
            return "/clock?done=clock&after=\(last)"
        case .addFault:
            let input = try form.fields(
                NewFault.fields + ["counter"],
                integers: ["count", "seed", "status", "counter"]
            )
            let new = try NewFault(input)
            let counter = try input.integer("counter", 0...Int.max)
            try await world.change(until: deadline) { world in
                // Sent twice, it is one fault.
                if let counter, try world.counter() != counter {
                    throw MockRefusal(
                        .conflict,
                        "The world has changed meanwhile. Look at the faults, and send it again."
                    )
                }
                _ = try world.add(new)
            }
            return "/faults?done=fault"
        case .clearFaults:
            let id = form.text("id").flatMap(Int.init)
            _ = try await world.change(until: deadline) { world in try world.clearFaults(id: id) }
            return "/faults?done=cleared"
        case .importState:
            let text = form["document"] ?? ""
            guard text.contains(where: { !$0.isWhitespace }) else {
                throw OperatorProblem(.invalidRequest, "Paste an exported world.")
            }
            _ = try await world.replace(with: JSONValue(Array(text.utf8)), until: deadline)
            return "/?done=imported"
        case .reset:
            _ = try await world.reset(until: deadline)
            return "/?done=reset"
        }
    }
}

/// What is to be done to a customer.
private struct SubscriptionChange: Sendable {
    let action: ConsoleDeed.Action
    let subscription: SubscriptionID?
    let price: ProviderPriceID?
    let quantity: Int?
    let card: NewCustomer.Card?

    init(_ action: ConsoleDeed.Action, _ form: URLForm) throws {
        let input = try form.fields(["subscription", "price", "quantity", "card"], integers: ["quantity"])
        self.action = action
        let id = try input.identifier("subscription", SubscriptionID.init)
        subscription = action == .card ? id : try input.required("subscription", id)
        let isChange = action == .change
        let newPrice = try input.identifier("price", ProviderPriceID.init)
        price = isChange ? try input.required("price", newPrice) : newPrice
        let newQuantity = try input.integer("quantity", 1...10_000)
        quantity = isChange ? try input.required("quantity", newQuantity) : newQuantity
        let newCard = try input.choice("card", NewCustomer.Card.self)
        card = action == .card ? try input.required("card", newCard) : newCard
    }

    func apply(to id: ProviderCustomerID, _ world: MockTransaction) throws {
        if let card { return try world.put(card, on: id) }
        guard let name = subscription else { return }
        let subscription = try world.subscription(name, of: id)
        let newPrice = try price.map(world.price)
        try world.update(subscription, by: .operator) { account, now in
            switch action {
            case .cancelAtEnd: try account.cancelAtPeriodEnd(MockSubscription.CancellationDetails(), at: now)
            case .cancelNow: try MockTrigger.deleted.fire(&account, at: now)
            case .keep: try account.keep(at: now)
            case .pause: try MockTrigger.paused.fire(&account, at: now)
            case .resume: try MockTrigger.resumed.fire(&account, at: now)
            case .endTrial: try MockTrigger.trialEnd.fire(&account, at: now)
            case .failPayment: try MockTrigger.paymentFailed.fire(&account, at: now)
            case .pay: try MockTrigger.invoicePaid.fire(&account, at: now)
            case .change:
                guard let newPrice, let quantity,
                    newPrice.id != subscription.price.id || quantity != subscription.quantity
                else { throw MockRefusal(.conflict, "This is the price and the quantity already.") }
                try account.change(to: newPrice, quantity: quantity, .withNextInvoice, at: now)
            case .card: break
            }
        }
    }
}

extension MockTransaction {
    /// The number from which the last id was made.
    func counter() throws -> Int { try Int.fetchOne(db, sql: "SELECT counter FROM world") ?? 0 }
}

extension URLForm {
    /// What was typed, to be read like a document: empty fields are not there.
    fileprivate func fields(_ allowed: [String], integers: [String]) throws -> JSONFieldsInput {
        let members = names.compactMap { name -> JSONValue.Member? in
            guard let text = text(name) else { return nil }
            if name == "rate", let number = Double(text) { return JSONValue.Member(name: name, value: .number(number)) }
            let number = integers.contains(name) ? Int(text) : nil
            return JSONValue.Member(name: name, value: number.map(JSONValue.integer) ?? .text(text))
        }
        return try JSONFieldsInput(.object(members), allowing: allowed)
    }

    /// - Note: `from` is the time that the page has shown: sent twice, an advance is one.
    fileprivate func clockChange() throws -> ClockChange {
        let input = try fields(["advance", "custom", "set", "frozen", "reset", "from"], integers: [])
        if text("reset") != nil { return .reset }
        if let frozen = text("frozen") { return .frozen(frozen == "yes") }
        if names.contains("set") { return .set(try input.required("set", input.instant("set"))) }
        let name = names.contains("custom") ? "custom" : "advance"
        let duration = try input.required(name, input.duration(name))
        guard let from = try input.instant("from") else { return .advance(duration) }
        return .set(from.addingTimeInterval(duration.seconds))
    }
}
