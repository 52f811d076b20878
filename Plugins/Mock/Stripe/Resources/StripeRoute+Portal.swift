import BillingCore
import FoundationEssentials
import GRDB
import HTTPTypes

extension StripeRoute {
    private static let configurationParameters = [
        "active", "business_profile", "default_return_url", "features", "login_page", "metadata", "name",
    ]

    static let portal = [
        StripeRoute(
            .post,
            "billing_portal/sessions",
            .object(.portalSession),
            ["configuration", "customer", "flow_data", "locale", "return_url"],
            ignored: ["after_expiration", "on_behalf_of"],
            unsupported: ["customer_account"],
            operation: .portalCreate
        ) { try $0.createPortalSession() },
        StripeRoute(
            .get,
            "billing_portal/configurations",
            .list(.configuration),
            ["active", "is_default"]
        ) { call in
            let isActive = try call.parameters.boolean("active")
            let isDefault = try call.parameters.boolean("is_default")
            let all = try StripeConfiguration.fetchAll(call.world)
            let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
            return try call.page(all.map(\.id), of: "configuration", at: "/v1/billing_portal/configurations") { id in
                guard let found = byID[id], (isActive ?? found.isActive) == found.isActive,
                    (isDefault ?? found.isDefault) == found.isDefault
                else { return nil }
                return call.json(found)
            }
        },
        StripeRoute(
            .post,
            "billing_portal/configurations",
            .object(.configuration),
            configurationParameters
        ) { call in
            guard call.parameters["features"] != nil else {
                throw StripeFailure.invalid(
                    "Missing required param: features.",
                    code: "parameter_missing",
                    param: "features"
                )
            }
            return call.json(
                try call.saved(StripeConfiguration(number: call.world.nextNumber(), now: call.world.time.world))
            )
        },
        StripeRoute(.get, "billing_portal/configurations/*", .object(.configuration)) {
            $0.json(try $0.configuration($0.id, param: "id"))
        },
        StripeRoute(
            .post,
            "billing_portal/configurations/*",
            .object(.configuration),
            configurationParameters
        ) { $0.json(try $0.saved($0.configuration($0.id, param: "id"))) },
    ]
}

extension StripeCall {
    fileprivate func createPortalSession() throws -> JSONValue {
        let customer = try customer(parameters.required("customer"), param: "customer")
        let configuration = try parameters.text("configuration").map {
            try self.configuration($0, param: "configuration")
        }
        if let configuration, !configuration.isActive {
            throw StripeFailure.invalid("The portal configuration is not active.", param: "configuration")
        }
        let returnURL = try parameters.text("return_url") ?? configuration?.text("default_return_url") ?? ""
        guard returnURL.isEmpty || (try? WebURL(returnURL, allowsFragment: true)) != nil else {
            throw StripeFailure.invalid("Not a valid URL", code: "url_invalid", param: "return_url")
        }
        let flow = try portalFlow(of: customer)
        let locale = try parameters.text("locale")
        let session = MockPortalSession(
            id: "bps_mock_\(try world.nextNumber())",
            request: PortalSessionRequest(
                customer: ProviderCustomer(id: customer.id),
                returnURL: returnURL,
                flow: flow.flow,
                subscription: flow.subscription,
                price: flow.price,
                quantity: flow.quantity,
                locale: locale == "auto" ? nil : locale,
                tenantName: configuration?.text("business_profile", "headline") ?? "the application"
            ),
            now: Date(stored: world.time.wall.stored)
        )
        try MockPortalSession.deleteForgotten(at: world.time.wall, world.db)
        try session.insert(world.db)
        try world.note(
            .portalSessionCreated,
            customer,
            object: session.id,
            by: .api,
            "A portal session was opened through the API."
        )
        return .members([
            "id": .text(session.id),
            "object": .text("billing_portal.session"),
            "configuration": .text(configuration?.id ?? StripeConfiguration.standardID),
            "created": .seconds(world.time.world),
            "customer": .text(customer.id.rawValue),
            "customer_account": .null,
            "flow": flow.json,
            "livemode": .flag(false),
            "locale": JSONValue(locale),
            "on_behalf_of": .null,
            "return_url": returnURL.isEmpty ? .null : .text(returnURL),
            "url": .text("\(base)/portal/\(session.token.reveal())"),
        ])
    }

    func configuration(_ id: String, param: String) throws -> StripeConfiguration {
        guard let found = try StripeConfiguration.fetchAll(world).first(where: { $0.id == id }) else {
            throw StripeFailure.missing("configuration", id, param: param)
        }
        return found
    }

    fileprivate func saved(_ configuration: StripeConfiguration) throws -> StripeConfiguration {
        _ = try parameters.boolean("active")
        if let features = parameters["features"] {
            try features.allow(only: StripeConfiguration.features, below: ["features"])
        }
        guard case .map(var given) = parameters else { return configuration }
        given["expand"] = nil
        var changed = configuration
        changed.settings = configuration.settings.overlaid(with: .map(given))
        changed.updatedAt = world.time.world
        try changed.save(world.db)
        return changed
    }
}
