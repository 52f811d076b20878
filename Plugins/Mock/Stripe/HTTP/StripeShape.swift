/// What an answer is: one object, or a list of them.
enum StripeShape: Hashable, Sendable {
    case object(StripeKind)
    case list(StripeKind)

    var isList: Bool {
        if case .list = self { true } else { false }
    }
}

/// A kind of object, and which of its members can be expanded.
enum StripeKind: Sendable {
    case account, configuration, customer, event, invoice, item, line, paymentMethod, plan, portalSession, price
    case product, subscription, testClock
    /// Parts of objects that have expandable members of their own.
    case customerSettings, invoiceParent, invoiceParentSubscription

    enum Field: Sendable {
        /// An id, which expands into what it stands for.
        case reference(StripeKind)
        /// There already: its own members may expand.
        case embedded(StripeShape)
        /// Only there where it is asked for.
        case included(StripeShape)
        /// Expandable at Stripe; the mock never has one.
        case absent
    }

    var fields: [String: Field] {
        switch self {
        case .account, .configuration, .event, .testClock: [:]
        case .customer:
            [
                "default_source": .absent, "invoice_settings": .embedded(.object(.customerSettings)),
                "sources": .absent, "subscriptions": .included(.list(.subscription)), "tax": .absent,
                "tax_ids": .absent, "test_clock": .reference(.testClock),
            ]
        case .customerSettings: ["default_payment_method": .reference(.paymentMethod)]
        case .subscription:
            [
                "application": .absent, "customer": .reference(.customer),
                "default_payment_method": .reference(.paymentMethod), "default_source": .absent,
                "discounts": .absent, "items": .embedded(.list(.item)), "latest_invoice": .reference(.invoice),
                "on_behalf_of": .absent, "pending_setup_intent": .absent, "plan": .embedded(.object(.plan)),
                "schedule": .absent, "test_clock": .reference(.testClock),
            ]
        case .item:
            ["discounts": .absent, "plan": .embedded(.object(.plan)), "price": .embedded(.object(.price))]
        case .plan: ["product": .reference(.product)]
        case .price: ["currency_options": .absent, "product": .reference(.product), "tiers": .absent]
        case .product: ["default_price": .absent, "tax_code": .absent]
        case .paymentMethod: ["customer": .reference(.customer)]
        case .invoice:
            [
                "charge": .absent, "confirmation_secret": .absent, "customer": .reference(.customer),
                "default_payment_method": .absent, "discounts": .absent, "lines": .embedded(.list(.line)),
                "parent": .embedded(.object(.invoiceParent)), "payment_intent": .absent, "payments": .absent,
                "subscription": .reference(.subscription), "total_discount_amounts": .absent,
            ]
        case .invoiceParent: ["subscription_details": .embedded(.object(.invoiceParentSubscription))]
        case .invoiceParentSubscription: ["subscription": .reference(.subscription)]
        case .line: ["discounts": .absent]
        case .portalSession: ["configuration": .reference(.configuration)]
        }
    }
}

extension StripeCall {
    /// What an id stands for.
    func json(_ kind: StripeKind, _ id: String) throws -> JSONValue {
        switch kind {
        case .customer:
            try isDeletedCustomer(id) ? deleted(id, "customer") : json(try customer(id, param: "id"))
        case .subscription: try json(try subscription(id, param: "id"))
        case .invoice: try json(try invoice(id, param: "id"))
        case .price: try json(try price(id, param: "id"))
        case .product: try json(try product(id, param: "id"))
        case .paymentMethod: try json(try paymentMethod(id, param: "id"))
        case .testClock: json(try testClock(id, param: "id"))
        case .configuration: json(try configuration(id, param: "id"))
        case .account, .customerSettings, .event, .invoiceParent, .invoiceParentSubscription, .item, .line, .plan,
            .portalSession:
            .text(id)
        }
    }

    /// What is left of an object that was deleted.
    func deleted(_ id: String, _ object: String) -> JSONValue {
        .members(["id": .text(id), "object": .text(object), "deleted": .flag(true)])
    }
}
