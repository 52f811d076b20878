import GRDB
import HTTPTypes

extension StripeRoute {
    private static let ignoredOfProducts = [
        "description", "images", "marketing_features", "package_dimensions", "shippable", "statement_descriptor",
        "tax_code", "tax_details", "unit_label", "url",
    ]

    static let products = [
        StripeRoute(
            .post,
            "products",
            .object(.product),
            ["id", "name", "active", "metadata"],
            ignored: ignoredOfProducts + ["type"],
            unsupported: ["default_price_data"]
        ) { call in
            let name = try call.parameters.required("name")
            let id = try call.parameters.text("id") ?? "prod_mock_\(try call.world.nextNumber())"
            guard try MockProduct.fetch(id: id, call.world.db) == nil else {
                throw StripeFailure.invalid("Product already exists.", code: "resource_already_exists", param: "id")
            }
            return try call.saved(MockProduct(id: id, name: name))
        },
        StripeRoute(
            .get,
            "products",
            .list(.product),
            ["active", "ids"],
            unsupported: ["created", "shippable", "type", "url"]
        ) { call in
            let isActive = try call.parameters.boolean("active")
            let wanted = call.parameters["ids"].map { Set($0.texts.values) }
            return try call.page(call.ids(in: "products", by: "rowid"), of: "product", at: "/v1/products") { id in
                let product = try call.product(id, param: "id")
                let isWanted = (isActive ?? product.isActive) == product.isActive && wanted?.contains(id) ?? true
                return isWanted ? try call.json(product) : nil
            }
        },
        StripeRoute(.get, "products/*", .object(.product)) { try $0.json($0.product($0.id, param: "id")) },
        StripeRoute(
            .post,
            "products/*",
            .object(.product),
            ["name", "active", "metadata"],
            ignored: ignoredOfProducts + ["default_price"]
        ) { call in try call.saved(call.product(call.id, param: "id")) },
    ]
}

extension StripeCall {
    /// A product with what the request says of it.
    fileprivate func saved(_ product: MockProduct) throws -> JSONValue {
        var product = product
        if let name = try parameters.text("name") { product.name = name }
        if let active = try parameters.boolean("active") { product.isActive = active }
        product.metadata = try parameters.metadata(over: product.metadata)
        try product.save(world.db)
        return try json(product)
    }
}
