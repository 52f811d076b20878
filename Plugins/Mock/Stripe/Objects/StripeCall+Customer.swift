import BillingCore
import GRDB

extension StripeCall {
    func json(_ customer: MockCustomer) throws -> JSONValue {
        let subscriptions = try MockSubscription.fetch(of: customer.id, world.db)
        let owes = subscriptions.contains { $0.status == .pastDue || $0.status == .unpaid }
        let currency = subscriptions.last?.price.amount.currency
        return .members([
            "id": .text(customer.id.rawValue),
            "object": .text("customer"),
            "address": .null,
            "balance": StripeAmount.json(-customer.credit, currency ?? "usd"),
            "created": .seconds(customer.createdAt),
            "currency": JSONValue(currency),
            "default_source": .null,
            "delinquent": .flag(owes),
            "description": .null,
            "discount": .null,
            "email": JSONValue(customer.email),
            "invoice_prefix": .null,
            "invoice_settings": .members([
                "custom_fields": .null, "default_payment_method": JSONValue(customer.card?.id), "footer": .null,
                "rendering_options": .null,
            ]),
            "livemode": .flag(false),
            "metadata": JSONValue(customer.metadata),
            "name": customer.name.isEmpty ? .null : .text(customer.name),
            "next_invoice_sequence": .integer(1),
            "phone": .null,
            "preferred_locales": .list([]),
            "shipping": .null,
            "tax_exempt": .text("none"),
            "test_clock": JSONValue(customer.testClock),
        ])
    }

    /// The subscriptions of a customer that run, as they are listed in the customer.
    func subscriptions(ofCustomer id: String) throws -> JSONValue {
        let all = try MockSubscription.fetch(of: ProviderCustomerID(id), world.db).reversed()
        let running = try all.filter { !$0.status.isTerminal }.map { try json($0) }
        return list(running, at: "/v1/customers/\(id)/subscriptions").setting(
            "total_count",
            to: .integer(running.count)
        )
    }

    /// Whether there was such a customer: the events remember.
    func isDeletedCustomer(_ id: String) throws -> Bool {
        guard try (try? ProviderCustomerID(id)).flatMap({ try MockCustomer.fetch(id: $0, world.db) }) == nil else {
            return false
        }
        return try Bool.fetchOne(
            world.db,
            sql: "SELECT EXISTS (SELECT 1 FROM events WHERE customer = ? AND kind = ?)",
            arguments: [id, MockEvent.Kind.customerDeleted.rawValue]
        ) ?? false
    }
}
