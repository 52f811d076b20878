import BillingCore
import GRDB
import HTTPTypes

extension StripeRoute {
    static let prices = [
        StripeRoute(
            .post,
            "prices",
            .object(.price),
            [
                "active", "currency", "lookup_key", "metadata", "nickname", "product", "product_data", "recurring",
                "transfer_lookup_key", "unit_amount",
            ],
            ignored: ["billing_scheme", "tax_behavior"],
            unsupported: [
                "currency_options", "custom_unit_amount", "tiers", "tiers_mode", "transform_quantity",
                "unit_amount_decimal",
            ]
        ) { try $0.createPrice() },
        StripeRoute(
            .get,
            "prices",
            .list(.price),
            ["active", "currency", "lookup_keys", "product", "type"],
            unsupported: ["created", "recurring"]
        ) { try $0.listPrices() },
        StripeRoute(.get, "prices/*", .object(.price)) { try $0.json($0.price($0.id, param: "price", status: 404)) },
        StripeRoute(
            .post,
            "prices/*",
            .object(.price),
            ["active", "lookup_key", "metadata", "nickname", "transfer_lookup_key"],
            ignored: ["tax_behavior"],
            unsupported: ["currency_options"]
        ) { try $0.updatePrice() },
    ]
}

extension StripeCall {
    fileprivate func createPrice() throws -> JSONValue {
        let currency = try parameters.required("currency").lowercased()
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else {
            throw StripeFailure.invalid("Invalid currency: \(currency).", param: "currency")
        }
        _ = try parameters.required("unit_amount")
        let units = try parameters.integer("unit_amount") ?? 0
        guard (0...99_999_999).contains(units), let amount = StripeAmount.money(units, currency) else {
            throw StripeFailure.invalid("Invalid amount.", code: "parameter_invalid_integer", param: "unit_amount")
        }
        guard parameters["recurring"] != nil else {
            throw StripeFailure.invalid(
                "The mock has prices of subscriptions only: give `recurring[interval]`.",
                param: "recurring"
            )
        }
        _ = try parameters.required("recurring", "interval")
        guard let interval = try parameters.choice("recurring", "interval", of: BillingInterval.self) else {
            return .null
        }
        let count = try parameters.integer("recurring", "interval_count") ?? 1
        guard (1...1095).contains(count) else {
            throw StripeFailure.invalid("Invalid interval count.", param: "recurring[interval_count]")
        }
        let product = try productOfPrice()
        let key = try lookupKey()
        let price = MockPrice(
            id: try ProviderPriceID("price_mock_\(try world.nextNumber())"),
            name: try parameters.text("nickname") ?? product.name,
            amount: amount,
            cycle: BillingCycle(interval: interval, count: count),
            product: product.id,
            isActive: try parameters.boolean("active") ?? true,
            lookupKey: key,
            metadata: try parameters.metadata()
        )
        try price.save(world.db)
        return try json(price)
    }

    fileprivate func updatePrice() throws -> JSONValue {
        var price = try price(id, param: "price", status: 404)
        if let active = try parameters.boolean("active") { price.isActive = active }
        if let nickname = try parameters.text("nickname") { price.name = nickname }
        if parameters["lookup_key"] != nil { price.lookupKey = try lookupKey(of: price) }
        price.metadata = try parameters.metadata(over: price.metadata)
        try price.save(world.db)
        return try json(price)
    }

    fileprivate func listPrices() throws -> JSONValue {
        let isActive = try parameters.boolean("active")
        let keys = parameters["lookup_keys"].map { Set($0.texts.values) }
        let product = try parameters.text("product")
        let currency = try parameters.text("currency")
        let isOneTime = try parameters.text("type") == "one_time"
        return try page(ids(in: "prices", by: "rowid"), of: "price", at: "/v1/prices") { id in
            let price = try price(id, param: "price")
            let isWanted =
                !isOneTime && (isActive ?? price.isActive) == price.isActive
                && (product ?? price.product) == price.product
                && (currency ?? price.amount.currency) == price.amount.currency
                && keys.map { keys in price.lookupKey.map(keys.contains) ?? false } ?? true
            return isWanted ? try json(price) : nil
        }
    }

    private func productOfPrice() throws -> MockProduct {
        if let id = try parameters.text("product") { return try product(id, param: "product") }
        guard parameters["product_data"] != nil else {
            throw StripeFailure.invalid(
                "You must specify either `product` or `product_data` when creating a price.",
                code: "parameter_missing",
                param: "product"
            )
        }
        let product = MockProduct(
            id: "prod_mock_\(try world.nextNumber())",
            name: try parameters.required("product_data", "name")
        )
        try product.save(world.db)
        return product
    }

    /// The key that the request gives, which no other price may have unless it is taken from it.
    private func lookupKey(of price: MockPrice? = nil) throws -> String? {
        guard let key = try parameters.text("lookup_key") else { return nil }
        let holders = try MockPrice.fetchAll(world.db).filter { $0.lookupKey == key && $0.id != price?.id }
        for var holder in holders {
            guard try parameters.boolean("transfer_lookup_key") == true else {
                throw StripeFailure.invalid(
                    "A price (`\(holder.id)`) already uses that lookup key.",
                    param: "lookup_key"
                )
            }
            holder.lookupKey = nil
            try holder.save(world.db)
        }
        return key
    }
}
