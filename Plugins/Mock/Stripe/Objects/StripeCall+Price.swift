import BillingCore
import FoundationEssentials
import GRDB

extension StripeCall {
    func json(_ price: MockPrice) throws -> JSONValue {
        let currency = price.amount.currency
        return .members([
            "id": .text(price.id.rawValue),
            "object": .text("price"),
            "active": .flag(price.isActive),
            "billing_scheme": .text("per_unit"),
            "created": try beginning,
            "currency": .text(currency),
            "custom_unit_amount": .null,
            "livemode": .flag(false),
            "lookup_key": JSONValue(price.lookupKey),
            "metadata": JSONValue(price.metadata),
            "nickname": .text(price.name),
            "product": .text(price.product),
            "recurring": .members([
                "interval": .text(price.cycle.interval.rawValue),
                "interval_count": .integer(price.cycle.count),
                "meter": .null,
                "trial_period_days": .null,
                "usage_type": .text("licensed"),
            ]),
            "tax_behavior": .text("unspecified"),
            "tiers_mode": .null,
            "transform_quantity": .null,
            "type": .text("recurring"),
            "unit_amount": StripeAmount.json(price.amount.amount, currency),
            "unit_amount_decimal": StripeAmount.text(price.amount.amount, currency),
        ])
    }

    /// The older form of a price, which still stands beside it.
    func plan(_ price: MockPrice) throws -> JSONValue {
        let currency = price.amount.currency
        return .members([
            "id": .text(price.id.rawValue),
            "object": .text("plan"),
            "active": .flag(price.isActive),
            "amount": StripeAmount.json(price.amount.amount, currency),
            "amount_decimal": StripeAmount.text(price.amount.amount, currency),
            "billing_scheme": .text("per_unit"),
            "created": try beginning,
            "currency": .text(currency),
            "interval": .text(price.cycle.interval.rawValue),
            "interval_count": .integer(price.cycle.count),
            "livemode": .flag(false),
            "metadata": JSONValue(price.metadata),
            "meter": .null,
            "nickname": .text(price.name),
            "product": .text(price.product),
            "tiers_mode": .null,
            "transform_usage": .null,
            "trial_period_days": .null,
            "usage_type": .text("licensed"),
        ])
    }

    func json(_ product: MockProduct) throws -> JSONValue {
        .members([
            "id": .text(product.id),
            "object": .text("product"),
            "active": .flag(product.isActive),
            "created": try beginning,
            "default_price": .null,
            "description": .null,
            "images": .list([]),
            "livemode": .flag(false),
            "marketing_features": .list([]),
            "metadata": JSONValue(product.metadata),
            "name": .text(product.name),
            "package_dimensions": .null,
            "shippable": .null,
            "statement_descriptor": .null,
            "tax_code": .null,
            "type": .text("service"),
            "unit_label": .null,
            "updated": try beginning,
            "url": .null,
        ])
    }

    /// When the world began: what has no date of its own has this.
    var beginning: JSONValue {
        get throws { JSONValue(try Int.fetchOne(world.db, sql: "SELECT seeded_at FROM world")) }
    }
}
