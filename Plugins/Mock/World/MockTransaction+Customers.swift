import BillingCore
import FoundationEssentials
import GRDB

extension MockTransaction {
    /// Makes a customer.
    ///
    /// - Parameter id: nil: the next free one.
    @discardableResult
    func addCustomer(
        id: ProviderCustomerID? = nil,
        name: String = "",
        email: String? = nil,
        testClock: String? = nil,
        metadata: [String: String] = [:],
        by actor: MockEvent.Actor
    ) throws -> MockCustomer {
        let id = try id ?? freeCustomerID()
        if try MockCustomer.fetch(id: id, db) != nil {
            throw MockRefusal(.conflict, "There is a customer '\(id)' already.", parameter: "id")
        }
        let now = try testClock.map { try self.testClock($0).frozenTime } ?? time.world
        let customer = MockCustomer(
            id: id,
            name: name,
            email: email,
            createdAt: Date(stored: now.stored),
            testClock: testClock,
            metadata: metadata
        )
        try customer.save(db)
        try note(.customerCreated, customer, by: actor, "The customer was created.")
        return customer
    }

    /// Stores other details of a customer.
    func updateCustomer(_ customer: MockCustomer, by actor: MockEvent.Actor) throws {
        try customer.save(db)
        try note(.customerUpdated, customer, by: actor, "The customer's details changed.")
    }

    /// Deletes a customer with all that is theirs; running subscriptions end.
    func deleteCustomer(_ id: ProviderCustomerID, by actor: MockEvent.Actor) throws {
        let customer = try customer(id)
        try note(.customerDeleted, customer, by: actor, "The customer was deleted.")
        try db.execute(sql: "DELETE FROM portal_sessions WHERE customer = ?", arguments: [id.rawValue])
        try db.execute(sql: "DELETE FROM customers WHERE id = ?", arguments: [id.rawValue])
    }

    /// Puts a card on file, and pays with it what is open.
    ///
    /// - Parameter cardID: nil: the next free one.
    @discardableResult
    func setCard(
        _ card: MockTestCard,
        of id: ProviderCustomerID,
        id cardID: String? = nil,
        expires: (month: Int, year: Int)? = nil,
        by actor: MockEvent.Actor
    ) throws -> MockCustomer {
        var customer = try customer(id)
        let outcome: MockCard.Outcome
        switch card.behaviour {
        case .accepted(let accepted): outcome = accepted
        case .refused(let code):
            throw MockRefusal(
                .cardDeclined(code),
                MockTransaction.sentence(ofDecline: code),
                parameter: "payment_method"
            )
        }
        customer.card = MockCard(
            id: try cardID ?? "pm_mock_\(nextNumber())",
            brand: card.brand,
            last4: card.last4,
            expiryMonth: expires?.month ?? 12,
            expiryYear: expires?.year ?? 2034,
            outcome: outcome
        )
        try customer.save(db)
        try note(
            .paymentMethodAttached,
            customer,
            object: customer.card?.id,
            by: actor,
            "A card was added: \(card.brand.title) ending in \(card.last4)."
        )
        for subscription in try MockSubscription.fetch(of: id, db) {
            try update(subscription, by: actor) { account, now in account.payOpenInvoices(at: now) }
        }
        return try self.customer(id)
    }

    /// Takes the card away: charges fail from now on.
    func removeCard(of id: ProviderCustomerID, by actor: MockEvent.Actor) throws {
        var customer = try customer(id)
        customer.card = nil
        try updateCustomer(customer, by: actor)
    }

    private func freeCustomerID() throws -> ProviderCustomerID {
        while true {
            let id = try ProviderCustomerID("cus_mock_\(try nextNumber())")
            if try MockCustomer.fetch(id: id, db) == nil { return id }
        }
    }

    private static func sentence(ofDecline code: String) -> String {
        switch code {
        case "insufficient_funds": "The card has insufficient funds."
        case "expired_card": "The card has expired."
        default: "The card was declined."
        }
    }
}
