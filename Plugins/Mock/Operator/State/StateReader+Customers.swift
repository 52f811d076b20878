import BillingCore
import FoundationEssentials

extension StateReader {
    mutating func readCustomers() throws {
        var ids = UsedIDs()
        for (value, pointer) in try root.list("test_clocks") {
            let fields = try JSONFieldsInput(value, at: pointer, allowing: ["id", "name", "frozen_time", "created_at"])
            state.testClocks.append(
                MockTestClock(
                    id: try ids.new(fields, fields.required("id", fields.text("id"))),
                    name: try fields.text("name"),
                    frozenTime: try fields.instant("frozen_time", relativeTo: now) ?? now,
                    createdAt: try fields.instant("created_at", relativeTo: now) ?? now
                )
            )
        }
        ids = UsedIDs()
        for (value, pointer) in try root.list("customers") {
            let fields = try JSONFieldsInput(
                value,
                at: pointer,
                allowing: ["id", "name", "email", "created_at", "card", "credit", "test_clock", "metadata"]
            )
            let id = try fields.required("id", fields.identifier("id", ProviderCustomerID.init))
            _ = try ids.new(fields, id.rawValue)
            let clock = try fields.text("test_clock")
            if let clock, !state.testClocks.contains(where: { $0.id == clock }) {
                throw fields.problem("test_clock", "There is no test clock `\(clock)`.")
            }
            state.customers.append(
                MockCustomer(
                    id: id,
                    name: try fields.text("name") ?? "",
                    email: try fields.text("email"),
                    createdAt: try fields.instant("created_at", relativeTo: now) ?? now,
                    card: try StateReader.card(fields, of: id),
                    credit: try fields.integer("credit", 0...1_000_000_000_000) ?? 0,
                    testClock: clock,
                    metadata: try fields.texts("metadata")
                )
            )
        }
    }

    /// A word, such as `visa`, or all that there is to a card.
    private static func card(_ fields: JSONFieldsInput, of customer: ProviderCustomerID) throws -> MockCard? {
        let id = "pm_mock_\(customer)"
        guard let value = fields["card"] else { return nil }
        guard case .object = value else {
            let name = try fields.choice("card", NewCustomer.Card.self)
            guard let card = name?.testCard, case .accepted(let outcome) = card.behaviour else { return nil }
            return MockCard(
                id: id,
                brand: card.brand,
                last4: card.last4,
                expiryMonth: 12,
                expiryYear: 2034,
                outcome: outcome
            )
        }
        let card = try JSONFieldsInput(
            value,
            at: fields.pointer(to: "card"),
            allowing: ["id", "brand", "last4", "expiry_month", "expiry_year", "outcome"]
        )
        // A card whose digits are given is one of the test cards: nobody's real one may get in here.
        let last4 = try card.text("last4") ?? "4242"
        guard MockTestCard.all.contains(where: { $0.last4 == last4 }) else {
            throw card.problem("last4", "`last4` is the end of a test card's number, such as `4242`.")
        }
        return MockCard(
            id: try card.text("id") ?? id,
            brand: try card.choice("brand", MockCard.Brand.self) ?? .visa,
            last4: last4,
            expiryMonth: try card.integer("expiry_month", 1...12) ?? 12,
            expiryYear: try card.integer("expiry_year", 2000...2999) ?? 2034,
            outcome: try card.choice("outcome", MockCard.Outcome.self) ?? .succeeds
        )
    }
}
