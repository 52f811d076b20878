import BillingCore
import FoundationEssentials
import HTTPTypes

extension StripeRoute {
    private static let ignoredOfCustomers = [
        "address", "business_name", "cash_balance", "description", "individual_name", "invoice_prefix",
        "next_invoice_sequence", "phone", "preferred_locales", "shipping", "tax", "tax_exempt", "tax_id_data",
        "validate",
    ]

    static let customers = [
        StripeRoute(
            .post,
            "customers",
            .object(.customer),
            [
                "id", "name", "email", "balance", "metadata", "payment_method", "source", "invoice_settings",
                "test_clock",
            ],
            ignored: ignoredOfCustomers
        ) { try $0.createCustomer() },
        StripeRoute(.get, "customers", .list(.customer), ["email", "test_clock"], unsupported: ["created"]) {
            try $0.listCustomers()
        },
        StripeRoute(.get, "customers/*", .object(.customer)) { try $0.json(.customer, $0.id) },
        StripeRoute(
            .post,
            "customers/*",
            .object(.customer),
            ["name", "email", "balance", "metadata", "source", "default_source", "invoice_settings"],
            ignored: ignoredOfCustomers
        ) { try $0.updateCustomer() },
        StripeRoute(.delete, "customers/*", .object(.customer)) { call in
            let customer = try call.customer(call.id, param: "id")
            try call.world.deleteCustomer(customer.id, by: .api)
            return call.deleted(call.id, "customer")
        },
        StripeRoute(.get, "customers/*/payment_methods", .list(.paymentMethod), ["type"]) { call in
            try call.listPaymentMethods(
                of: call.customer(call.id, param: "customer"),
                at: "/v1/customers/\(call.id)/payment_methods"
            )
        },
    ]
}

extension StripeCall {
    fileprivate func createCustomer() throws -> JSONValue {
        let testClock = try parameters.text("test_clock")
        if let testClock { _ = try self.testClock(testClock, param: "test_clock") }
        var id: ProviderCustomerID?
        if let text = try parameters.text("id") {
            do {
                id = try ProviderCustomerID(text)
            } catch {
                throw StripeFailure.invalid("Invalid id: \(error.reason)", param: "id")
            }
        }
        let customer = try world.addCustomer(
            id: id,
            name: try parameters.text("name") ?? "",
            email: try email(),
            testClock: testClock,
            metadata: try parameters.metadata(),
            by: .api
        )
        if let credit = try credit() {
            var customer = customer
            customer.credit = credit
            try customer.save(world.db)
        }
        return try afterCards(customer, ["payment_method"], ["source"])
    }

    fileprivate func updateCustomer() throws -> JSONValue {
        let old = try customer(id, param: "id")
        var customer = old
        if parameters["name"] != nil { customer.name = try parameters.text("name") ?? "" }
        if parameters["email"] != nil { customer.email = try email() }
        customer.metadata = try parameters.metadata(over: old.metadata)
        customer.credit = try credit() ?? old.credit
        if customer != old { try world.updateCustomer(customer, by: .api) }
        return try afterCards(customer, ["default_source"], ["source"])
    }

    fileprivate func listCustomers() throws -> JSONValue {
        let email = try parameters.text("email")
        let clock = try parameters.text("test_clock")
        return try page(ids(in: "customers", by: "created_at"), of: "customer", at: "/v1/customers") { id in
            let customer = try customer(id, param: "id")
            // As at Stripe, those of test clocks are shown to who asks for them.
            guard customer.testClock == clock, email.map({ $0 == customer.email }) ?? true else { return nil }
            return try json(customer)
        }
    }

    /// The customer once the cards that the request names are on file.
    private func afterCards(_ customer: MockCustomer, _ names: [String]...) throws -> JSONValue {
        for path in names + [["invoice_settings", "default_payment_method"]] {
            guard let card = path.reduce(parameters as StripeParameters?, { $0?[$1] })?.wholeText else { continue }
            try attach(card, to: customer.id, param: StripeParameters.name(path))
        }
        return try json(world.customer(customer.id))
    }

    private func email() throws -> String? {
        guard let email = try parameters.text("email") else { return nil }
        guard email.contains("@"), email.utf8.count <= 512 else {
            throw StripeFailure.invalid("Invalid email address: \(email)", code: "email_invalid", param: "email")
        }
        return email
    }

    /// What a balance below zero is: credit of the customer's.
    private func credit() throws -> Int? {
        guard let balance = try parameters.integer("balance") else { return nil }
        guard (-99_999_999...0).contains(balance) else {
            throw StripeFailure.invalid("The mock keeps a customer's credit only: a balance up to 0.", param: "balance")
        }
        return -balance
    }
}

extension StripeParameters {
    /// Itself, where it is a text that is not empty.
    var wholeText: String? {
        if case .text(let text) = self, !text.isEmpty { text } else { nil }
    }
}
