import BillingCore
import FoundationEssentials

/// A customer as an operator asks for one.
struct NewCustomer: Sendable {
    /// Nil: the next free one.
    var id: ProviderCustomerID?
    var name = ""
    var email: String?
    var card = Card.none
    /// Nil: without a subscription.
    var plan: Plan?

    /// What the customer subscribes to.
    struct Plan: Sendable {
        let price: ProviderPriceID
        var quantity = 1
        /// Nil: no trial.
        var trialDays: Int?
    }

    /// Which test card is put on file.
    enum Card: String, Sendable, CaseIterable {
        case visa, mastercard, amex
        /// It is accepted, and every charge on it is declined.
        case declines
        case none

        /// Nil for none.
        var testCard: MockTestCard? {
            MockTestCard.all.first { card in
                switch self {
                case .visa: card.brand == .visa && card.behaviour == .accepted(.succeeds)
                case .mastercard: card.brand == .mastercard && card.behaviour == .accepted(.succeeds)
                case .amex: card.brand == .amex && card.behaviour == .accepted(.succeeds)
                case .declines: card.behaviour == .accepted(.declines)
                case .none: false
                }
            }
        }
    }
}

extension NewCustomer {
    static let fields = ["id", "name", "email", "price", "quantity", "trial_days", "card"]

    init(_ fields: JSONFieldsInput) throws {
        id = try fields.identifier("id", ProviderCustomerID.init)
        name = try fields.text("name") ?? ""
        email = try fields.text("email")
        let quantity = try fields.integer("quantity", 1...10_000)
        let trialDays = try fields.integer("trial_days", 1...730)
        if let price = try fields.identifier("price", ProviderPriceID.init) {
            plan = Plan(price: price, quantity: quantity ?? 1, trialDays: trialDays)
        } else if quantity != nil || trialDays != nil {
            throw fields.problem("price", "`price` is required with a quantity or a trial.")
        }
        card = try fields.choice("card", Card.self) ?? (plan == nil ? .none : .visa)
    }
}

extension MockTransaction {
    /// Makes a customer, with a card and a subscription where they are asked for.
    ///
    /// A first charge that fails leaves the subscription incomplete: that is what such a card is for.
    func add(_ new: NewCustomer) throws -> MockCustomer {
        let customer = try addCustomer(id: new.id, name: new.name, email: new.email, by: .operator)
        try put(new.card, on: customer.id)
        if let plan = new.plan {
            let price = try price(plan.price)
            let trialEnd = plan.trialDays.map { time.world.addingDays($0) }
            let subscription = NewSubscription(
                price: price,
                quantity: plan.quantity,
                trialEnd: trialEnd.map { Date(stored: $0.stored) },
                mayBeIncomplete: true
            )
            try subscribe(customer.id, subscription, by: .operator)
        }
        return try self.customer(customer.id)
    }

    /// Puts a card on file, and pays with it what is open; or takes the one away that is there.
    func put(_ card: NewCustomer.Card, on id: ProviderCustomerID) throws {
        if let testCard = card.testCard {
            try setCard(testCard, of: id, by: .operator)
        } else if try customer(id).card != nil {
            try removeCard(of: id, by: .operator)
        }
    }
}
