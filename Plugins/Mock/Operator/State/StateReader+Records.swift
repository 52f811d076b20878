import BillingCore
import FoundationEssentials

// Invoices, faults and events.
extension StateReader {
    /// More than any amount of money in a world.
    private static let most = 1_000_000_000_000

    /// Where the document has none at all, those follow from the subscriptions.
    mutating func readInvoices() throws {
        guard root.has("invoices") else {
            state.invoices = state.subscriptions.flatMap(\.invoicesSoFar)
            return
        }
        let owners = Dictionary(uniqueKeysWithValues: state.subscriptions.map { ($0.id, $0) })
        var ids = UsedIDs()
        for (value, pointer) in try root.list("invoices") {
            let fields = try JSONFieldsInput(
                value,
                at: pointer,
                allowing: [
                    "id", "number", "customer", "subscription", "status", "reason", "currency", "lines",
                    "credit_applied", "created_at", "paid_at", "attempts",
                ]
            )
            let id = try fields.required("subscription", fields.identifier("subscription", SubscriptionID.init))
            guard let subscription = owners[id] else {
                throw fields.problem("subscription", "There is no subscription `\(id)`.")
            }
            let customer = try fields.identifier("customer", ProviderCustomerID.init) ?? subscription.customer
            guard customer == subscription.customer else {
                throw fields.problem("customer", "The subscription is `\(subscription.customer)`'s.")
            }
            let name = try ids.new(fields, fields.required("id", fields.text("id")))
            let currency = subscription.price.amount.currency
            state.invoices.append(
                MockInvoice(
                    id: name,
                    number: try fields.text("number") ?? name,
                    customer: customer,
                    subscription: id,
                    status: try fields.required("status", fields.choice("status", MockInvoice.Status.self)),
                    reason: try fields.choice("reason", MockInvoice.Reason.self) ?? .subscriptionCycle,
                    currency: try fields.text("currency") ?? currency,
                    lines: try fields.list("lines").map { try line($0.value, $0.pointer) },
                    creditApplied: try fields.integer("credit_applied", 0...StateReader.most) ?? 0,
                    createdAt: try fields.instant("created_at", relativeTo: now) ?? subscription.periodStart,
                    paidAt: try fields.instant("paid_at", relativeTo: now),
                    attempts: try fields.integer("attempts", 0...1000) ?? 0
                )
            )
        }
    }

    func line(_ value: JSONValue, _ pointer: String) throws -> MockInvoice.Line {
        let fields = try JSONFieldsInput(
            value,
            at: pointer,
            allowing: ["description", "amount", "start", "end", "proration", "price", "quantity"]
        )
        return MockInvoice.Line(
            description: try fields.text("description", limit: 1000) ?? "",
            amount: try fields.required("amount", fields.integer("amount", -StateReader.most...StateReader.most)),
            start: try fields.instant("start", relativeTo: now) ?? now,
            end: try fields.instant("end", relativeTo: now) ?? now,
            isProration: try fields.flag("proration") ?? false,
            price: try fields.required("price", fields.text("price")),
            quantity: try fields.integer("quantity", 1...10_000) ?? 1
        )
    }

    mutating func readFaults() throws {
        var ids = UsedIDs()
        for (value, pointer) in try root.list("faults") {
            let fields = try JSONFieldsInput(
                value,
                at: pointer,
                allowing: [
                    "id", "operation", "kind", "remaining", "rate", "seed", "status", "latency", "retry_after", "draws",
                ]
            )
            let id = try fields.required("id", fields.integer("id", 1...1_000_000_000))
            _ = try ids.new(fields, String(id))
            let rate = try fields.number("rate")
            if let rate, !(rate > 0 && rate <= 1) { throw fields.problem("rate", "`rate` is above 0 and up to 1.") }
            state.faults.append(
                MockFault(
                    id: id,
                    operation: try fields.required("operation", fields.choice("operation", MockFault.Operation.self)),
                    kind: try MockFault.Kind(fields),
                    remaining: try fields.integer("remaining", 1...1_000_000),
                    rate: rate,
                    seed: try fields.integer("seed", Int.min...Int.max),
                    draws: try fields.integer("draws", 0...1_000_000_000) ?? 0
                )
            )
        }
    }

    mutating func readEvents() throws {
        var ids = UsedIDs()
        for (value, pointer) in try root.list("events") {
            let fields = try JSONFieldsInput(
                value,
                at: pointer,
                allowing: ["id", "type", "at", "customer", "object", "actor", "summary"]
            )
            let id = try ids.new(fields, fields.required("id", fields.text("id")))
            guard let number = Int(id.dropFirst(9)), (1...1_000_000_000).contains(number), id == "evt_mock_\(number)"
            else { throw fields.problem("id", "`id` is such as `evt_mock_1`.") }
            state.events.append(
                MockEvent(
                    number: number,
                    kind: try fields.required("type", fields.choice("type", MockEvent.Kind.self)),
                    at: try fields.required("at", fields.instant("at", relativeTo: now)),
                    customer: try fields.required(
                        "customer",
                        fields.identifier("customer", ProviderCustomerID.init)
                    ),
                    object: try fields.required("object", fields.text("object")),
                    actor: try fields.choice("actor", MockEvent.Actor.self) ?? .operator,
                    summary: try fields.text("summary", limit: 1000) ?? ""
                )
            )
        }
    }
}
