import BillingCore
import GRDB
import HTTPTypes

extension StripeRoute {
    static let paymentMethods = [
        StripeRoute(
            .post,
            "payment_methods",
            .object(.paymentMethod),
            ["type", "card", "customer"],
            ignored: ["allow_redisplay", "billing_details", "metadata", "radar_options"]
        ) { try $0.createPaymentMethod() },
        StripeRoute(
            .get,
            "payment_methods",
            .list(.paymentMethod),
            ["customer", "type"],
            ignored: ["allow_redisplay"]
        ) { call in
            let customer = try call.customer(call.parameters.required("customer"), param: "customer")
            return try call.listPaymentMethods(of: customer, at: "/v1/payment_methods")
        },
        StripeRoute(.get, "payment_methods/*", .object(.paymentMethod)) { call in
            try call.json(call.paymentMethod(call.id, param: "payment_method"))
        },
        StripeRoute(.post, "payment_methods/*/attach", .object(.paymentMethod), ["customer"]) { call in
            let customer = try call.customer(call.parameters.required("customer"), param: "customer")
            try call.attach(call.id, to: customer.id, param: "payment_method", status: 404)
            let owner = try call.world.customer(customer.id)
            guard let card = owner.card else { throw StripeFailure.missing("PaymentMethod", call.id, param: "id") }
            return try call.json(StripePaymentMethod(card, of: owner))
        },
        StripeRoute(.post, "payment_methods/*/detach", .object(.paymentMethod)) { call in
            let method = try call.paymentMethod(call.id, param: "payment_method")
            guard let customer = method.customer else {
                throw StripeFailure.invalid(
                    "The payment method you provided is not attached to a customer so detachment is impossible."
                )
            }
            let json = try call.json(method)
            try call.world.removeCard(of: customer.id, by: .api)
            return json.setting("customer", to: .null)
        },
    ]
}

extension StripeCall {
    /// A card on file, or one that is nobody's.
    func paymentMethod(_ id: String, param: String) throws -> StripePaymentMethod {
        if let customer = try cardholder(id), let card = customer.card {
            return StripePaymentMethod(card, of: customer)
        }
        if let card = StripeCard(id: id) { return StripePaymentMethod(card) }
        throw StripeFailure.invalid(
            "No such PaymentMethod: '\(id)'",
            code: "resource_missing",
            param: param,
            status: param == "id" || param == "payment_method" ? 404 : 400
        )
    }

    /// Puts a card on file, in the place of the one that is there.
    func attach(_ id: String, to customer: ProviderCustomerID, param: String, status: Int = 400) throws {
        if let holder = try cardholder(id) {
            guard holder.id != customer else { return }
            throw StripeFailure.invalid(
                "The payment method you provided has already been attached to a customer.",
                code: "payment_method_unexpected_state"
            )
        }
        guard let card = try StripeCard(id: id) ?? StripeCard(token: id, number: world.nextNumber()) else {
            throw StripeFailure.invalid(
                "No such PaymentMethod: '\(id)'",
                code: "resource_missing",
                param: param,
                status: status
            )
        }
        // `pm_card_visa` is there for everybody: each customer gets a card of their own.
        let ownID = id.hasPrefix("pm_mock_") ? id : nil
        try world.setCard(card.card, of: customer, id: ownID, expires: card.expires, by: .api)
    }

    func listPaymentMethods(of customer: MockCustomer, at url: String) throws -> JSONValue {
        let cards = try parameters.text("type").map { $0 == "card" } ?? true
        let method = cards ? customer.card.map { StripePaymentMethod($0, of: customer) } : nil
        return try page(method.map { [$0.id] } ?? [], of: "PaymentMethod", at: url) { _ in try method.map(json) }
    }

    fileprivate func createPaymentMethod() throws -> JSONValue {
        let type = try parameters.required("type")
        guard type == "card" else { throw StripeFailure.invalid("The mock has cards only.", param: "type") }
        if let token = try parameters.text("card", "token") {
            guard let card = StripeCard(token: token, number: try world.nextNumber()) else {
                throw StripeFailure.missing("token", token, param: "card[token]")
            }
            return try json(StripePaymentMethod(card))
        }
        // Whatever is not a test card's number may be somebody's real one: it is not repeated.
        guard let card = MockTestCard.named(try parameters.required("card", "number")) else {
            throw StripeFailure.invalid(
                "The mock takes test cards only, such as 4242 4242 4242 4242.",
                code: "incorrect_number",
                param: "card[number]",
                status: 402
            )
        }
        let month = try parameters.integer("card", "exp_month") ?? 12
        let year = try parameters.integer("card", "exp_year") ?? 2034
        guard (1...12).contains(month) else {
            throw StripeFailure.invalid(
                "Your card's expiration month is invalid.",
                code: "invalid_expiry_month",
                param: "card[exp_month]"
            )
        }
        let fullYear = year < 100 ? 2000 + year : year
        guard (2000...2099).contains(fullYear),
            let card = StripeCard(card, number: try world.nextNumber(), expires: (month, fullYear))
        else {
            throw StripeFailure.invalid(
                "Your card's expiration year is invalid.",
                code: "invalid_expiry_year",
                param: "card[exp_year]"
            )
        }
        return try json(StripePaymentMethod(card))
    }

    private func cardholder(_ id: String) throws -> MockCustomer? {
        try String.fetchOne(world.db, sql: "SELECT customer FROM cards WHERE id = ?", arguments: [id])
            .map { try world.customer(ProviderCustomerID($0)) }
    }
}
