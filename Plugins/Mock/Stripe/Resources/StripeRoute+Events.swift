import GRDB
import HTTPTypes

extension StripeRoute {
    static let events = [
        StripeRoute(
            .get,
            "events",
            .list(.event),
            ["type", "types"],
            unsupported: ["created", "delivery_success"]
        ) { try $0.listEvents() },
        StripeRoute(.get, "events/*", .object(.event)) { call in
            let number = Int(call.id.replacing("evt_mock_", with: ""))
            let found = try number.flatMap { try MockEvent.fetch(after: $0 - 1, limit: 1, call.world.db).first }
            guard let found, found.id == call.id else {
                throw StripeFailure.missing("event", call.id, param: "id")
            }
            return try call.json(found)
        },
        StripeRoute(.get, "account", .object(.account)) { _ in
            .members([
                "id": .text("acct_mock"),
                "object": .text("account"),
                "business_profile": .members(["name": .text("Mock"), "support_email": .null, "url": .null]),
                "charges_enabled": .flag(true),
                "country": .text("US"),
                "default_currency": .text("usd"),
                "details_submitted": .flag(true),
                "email": .null,
                "metadata": .object([]),
                "payouts_enabled": .flag(true),
                "type": .text("standard"),
            ])
        },
    ]
}

extension StripeCall {
    fileprivate func listEvents() throws -> JSONValue {
        var wanted = parameters["types"].map { Set($0.texts.values) }
        if let type = try parameters.text("type") { wanted = [type] }
        let events = try MockEvent.fetch(limit: 10_000, world.db)
        let byID = Dictionary(events.map { ($0.id, $0) }) { first, _ in first }
        return try page(events.map(\.id), of: "event", at: "/v1/events") { id in
            guard let event = byID[id], wanted?.contains(event.kind.rawValue) ?? true else { return nil }
            return try json(event)
        }
    }

    fileprivate func json(_ event: MockEvent) throws -> JSONValue {
        .members([
            "id": .text(event.id),
            "object": .text("event"),
            "api_version": .text(version.text),
            "created": .seconds(event.at),
            "data": .members(["object": try object(of: event)]),
            "livemode": .flag(false),
            "pending_webhooks": .integer(0),
            "request": .members(["id": .null, "idempotency_key": .null]),
            "type": .text(event.kind.rawValue),
        ])
    }

    /// What the event is about, as it is now: the world keeps no older states.
    private func object(of event: MockEvent) throws -> JSONValue {
        let (kind, name): (StripeKind, String) =
            switch event.kind {
            case .customerCreated, .customerUpdated, .customerDeleted: (.customer, "customer")
            case .paymentMethodAttached: (.paymentMethod, "payment_method")
            case .subscriptionCreated, .subscriptionUpdated, .subscriptionPaused, .subscriptionResumed,
                .subscriptionDeleted:
                (.subscription, "subscription")
            case .invoiceCreated, .invoicePaid, .invoicePaymentFailed, .invoiceVoided, .invoiceMarkedUncollectible:
                (.invoice, "invoice")
            case .portalSessionCreated: (.portalSession, "billing_portal.session")
            }
        do {
            let object = try json(kind, event.object)
            return object.text == nil ? object : .members(["id": object, "object": .text(name)])
        } catch is StripeFailure {
            return deleted(event.object, name)
        }
    }
}
