import BillingCore
import FoundationEssentials

/// Reads the document of a world: strictly, and with a sensible value for whatever may be left out.
struct StateReader {
    let root: JSONFieldsInput
    /// The state so far, which later parts refer to.
    var state = MockState()
    /// The world's time, to which instants such as `-10d` are relative.
    let now: Date
    /// Those of the catalogue, and those of the document, which win.
    private var prices: [ProviderPriceID: MockPrice]

    private static let fields = [
        "format", "version", "clock", "counter", "products", "prices", "test_clocks", "customers", "subscriptions",
        "invoices", "faults", "events",
    ]

    /// - Throws: ``OperatorProblem`` with the place of what is wrong.
    static func read(_ document: JSONValue, at wall: Date, catalogue: MockCatalogue) throws -> MockState {
        var reader = try StateReader(document, at: wall, catalogue: catalogue)
        try reader.readPrices(catalogue)
        try reader.readCustomers()
        try reader.readSubscriptions()
        try reader.readInvoices()
        try reader.readFaults()
        try reader.readEvents()
        return reader.state
    }

    private init(_ document: JSONValue, at wall: Date, catalogue: MockCatalogue) throws {
        root = try JSONFieldsInput(document, allowing: StateReader.fields)
        guard try root.required("format", root.text("format")) == MockState.format else {
            throw root.problem("format", "`format` is `\(MockState.format)`.")
        }
        guard try root.required("version", root.integer("version", 0...Int.max)) == MockState.version else {
            throw root.problem("version", "This program reads version \(MockState.version) only.")
        }
        prices = catalogue.prices
        var world = wall
        if let clock = root["clock"] {
            let pointer = root.pointer(to: "clock")
            let fields = try JSONFieldsInput(clock, at: pointer, allowing: ["offset_seconds", "frozen_at"])
            let limit = Int(MockTransaction.furthest.seconds)
            state.clockOffset = try fields.integer("offset_seconds", -limit...limit) ?? 0
            world = wall.addingTimeInterval(Double(state.clockOffset))
            state.frozenAt = try fields.instant("frozen_at", relativeTo: world)
            world = state.frozenAt ?? world
        }
        now = Date(stored: world.stored)
        state.counter = try root.integer("counter", 0...1_000_000_000) ?? 0
    }

    // MARK: - What is sold

    private mutating func readPrices(_ catalogue: MockCatalogue) throws {
        var products = Set(catalogue.prices.values.map(\.product))
        var ids = UsedIDs()
        for (value, pointer) in try root.list("products") {
            let fields = try JSONFieldsInput(value, at: pointer, allowing: ["id", "name", "active", "metadata"])
            let product = MockProduct(
                id: try ids.new(fields, fields.required("id", fields.text("id"))),
                name: try fields.text("name") ?? "",
                isActive: try fields.flag("active") ?? true,
                metadata: try fields.texts("metadata")
            )
            products.insert(product.id)
            state.products.append(product)
        }
        ids = UsedIDs()
        for (value, pointer) in try root.list("prices") {
            let price = try StateReader.price(value, pointer, &ids)
            if products.insert(price.product).inserted {
                state.products.append(MockProduct(id: price.product, name: price.name))
            }
            state.prices.append(price)
            prices[price.id] = price
        }
    }

    private static func price(_ value: JSONValue, _ pointer: String, _ ids: inout UsedIDs) throws -> MockPrice {
        let fields = try JSONFieldsInput(
            value,
            at: pointer,
            allowing: [
                "id", "name", "amount", "currency", "interval", "interval_count", "product", "active", "lookup_key",
                "metadata",
            ]
        )
        let id = try fields.required("id", fields.identifier("id", ProviderPriceID.init))
        _ = try ids.new(fields, id.rawValue)
        let currency = try fields.text("currency") ?? "usd"
        guard MockCatalogue.isCurrency(currency) else {
            throw fields.problem("currency", "`currency` is three lower-case letters.")
        }
        return MockPrice(
            id: id,
            name: try fields.text("name") ?? id.rawValue,
            amount: Money(
                amount: try fields.required("amount", fields.integer("amount", 0...100_000_000)),
                currency: currency
            ),
            cycle: BillingCycle(
                interval: try fields.required("interval", fields.choice("interval", BillingInterval.self)),
                count: try fields.integer("interval_count", 1...365) ?? 1
            ),
            product: try fields.text("product") ?? "prod_\(id)",
            isActive: try fields.flag("active") ?? true,
            lookupKey: try fields.text("lookup_key"),
            metadata: try fields.texts("metadata")
        )
    }

    // MARK: - Subscriptions

    private mutating func readSubscriptions() throws {
        let clocks = Dictionary(uniqueKeysWithValues: state.testClocks.map { ($0.id, $0.frozenTime) })
        let times = Dictionary(
            uniqueKeysWithValues: state.customers.map { ($0.id, $0.testClock.flatMap { clocks[$0] } ?? now) }
        )
        var ids = UsedIDs()
        for (value, pointer) in try root.list("subscriptions") {
            let fields = try JSONFieldsInput(value, at: pointer, allowing: SubscriptionReader.fields)
            let customer = try fields.required("customer", fields.identifier("customer", ProviderCustomerID.init))
            guard let time = times[customer] else {
                throw fields.problem("customer", "There is no customer `\(customer)`.")
            }
            let priceID = try fields.required("price", fields.identifier("price", ProviderPriceID.init))
            guard let price = prices[priceID] else { throw fields.problem("price", "There is no price `\(priceID)`.") }
            let id =
                try fields.identifier("id", SubscriptionID.init) ?? SubscriptionID(ids.free("sub_mock_\(customer)"))
            _ = try ids.new(fields, id.rawValue)
            let reader = SubscriptionReader(fields: fields, reference: now, now: time)
            state.subscriptions.append(try reader.subscription(id: id, customer: customer, price: price))
            let lines = try fields.list("pending").map { try line($0.value, $0.pointer) }
            if !lines.isEmpty { state.pending[id] = lines }
        }
    }
}

/// The ids of one kind that a document has used.
struct UsedIDs {
    private var known: Set<String> = []

    /// The id, unless it is there already.
    mutating func new(_ fields: JSONFieldsInput, _ id: String) throws -> String {
        guard !id.isEmpty else { throw fields.problem("id", "`id` is not empty.") }
        guard known.insert(id).inserted else { throw fields.problem("id", "`\(id)` is there more than once.") }
        return id
    }

    /// The name, or the name with a number behind it.
    func free(_ name: String) -> String {
        guard known.contains(name) else { return name }
        var number = 2
        while known.contains("\(name)_\(number)") { number += 1 }
        return "\(name)_\(number)"
    }
}
