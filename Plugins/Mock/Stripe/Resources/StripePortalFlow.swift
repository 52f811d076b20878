import BillingCore

/// What a portal session opens with, as a request's `flow_data` says it.
struct StripePortalFlow {
    var flow = PortalFlow.home
    var subscription: SubscriptionID?
    var price: ProviderPriceID?
    var quantity: Int?
    /// As the answer repeats it.
    var json = JSONValue.null
}

extension StripeCall {
    func portalFlow(of customer: MockCustomer) throws -> StripePortalFlow {
        guard let data = parameters["flow_data"], data != .text("") else { return StripePortalFlow() }
        let types = PortalFlow.allCases.filter { $0 != .home }.map(\.rawValue)
        try data.allow(only: Set(types + ["type", "after_completion"]), below: ["flow_data"])
        let type = try parameters.required("flow_data", "type")
        guard types.contains(type), let flow = PortalFlow(rawValue: type) else {
            throw StripeParameters.noChoice(["flow_data", "type"], types)
        }
        var answer = StripePortalFlow(flow: flow)
        if flow.needsSubscription {
            try readSubscription(into: &answer, of: customer)
        } else if data[type] != nil {
            throw StripeFailure.invalid("The flow takes no parameters.", param: "flow_data[\(type)]")
        }
        answer.json = json(of: answer, types)
        return answer
    }

    private func readSubscription(into answer: inout StripePortalFlow, of customer: MockCustomer) throws {
        let type = answer.flow.rawValue
        let param = "flow_data[\(type)][subscription]"
        let id = try parameters.required("flow_data", type, "subscription")
        let subscription = try self.subscription(id, param: param)
        guard subscription.customer == customer.id else {
            throw StripeFailure.missing("subscription", id, param: param)
        }
        guard !subscription.status.isTerminal else {
            throw StripeFailure.invalid("The subscription `\(id)` has ended.", param: param)
        }
        answer.subscription = subscription.id
        if answer.flow == .subscriptionCancel, subscription.plannedEnd != nil {
            throw StripeFailure.invalid(
                "The subscription `\(id)` is already set to be canceled.",
                param: param
            )
        }
        guard answer.flow == .subscriptionUpdateConfirm else { return }
        let items = parameters["flow_data"]?[type]?["items"]?.elements ?? []
        let path = ["flow_data", type, "items"]
        guard items.count == 1 else {
            throw StripeFailure.invalid("Exactly one item is to be given.", param: StripeParameters.name(path))
        }
        let (index, item) = items[0]
        guard try item.required("id") == subscription.itemID else {
            throw StripeFailure.missing(
                "subscription_item",
                try item.required("id"),
                param: StripeParameters.name(path + [index, "id"])
            )
        }
        answer.price = try item.text("price").map { text in
            try price(text, param: StripeParameters.name(path + [index, "price"])).id
        }
        answer.quantity = try item.integer("quantity")
        guard answer.price != nil || answer.quantity != nil, answer.quantity ?? 1 > 0 else {
            throw StripeFailure.invalid(
                "The item has neither a price nor a quantity to change to.",
                param: StripeParameters.name(path)
            )
        }
    }

    private func json(of flow: StripePortalFlow, _ types: [String]) -> JSONValue {
        let redirect = parameters["flow_data"]?["after_completion"]?["redirect"]?["return_url"]?.wholeText
        let after = parameters["flow_data"]?["after_completion"]?["type"]?.wholeText ?? "portal_homepage"
        var json = JSONValue.members([
            "after_completion": .members([
                "hosted_confirmation": .null,
                "redirect": redirect.map { .members(["return_url": .text($0)]) } ?? .null,
                "type": .text(after),
            ])
        ])
        for type in types where type != PortalFlow.paymentMethodUpdate.rawValue {
            let isMine = type == flow.flow.rawValue
            json = json.setting(type, to: isMine ? own(flow) : .null)
        }
        return json.setting("type", to: .text(flow.flow.rawValue))
    }

    private func own(_ flow: StripePortalFlow) -> JSONValue {
        guard let subscription = flow.subscription else { return .object([]) }
        let json = JSONValue.members(["subscription": .text(subscription.rawValue)])
        guard flow.flow == .subscriptionUpdateConfirm else {
            return flow.flow == .subscriptionCancel ? json.setting("retention", to: .null) : json
        }
        let item = JSONValue.members([
            "id": parameters["flow_data"]?[flow.flow.rawValue]?["items"]?.elements.first?.value["id"]?.wholeText
                .map(JSONValue.text) ?? .null,
            "price": JSONValue(flow.price?.rawValue),
            "quantity": JSONValue(flow.quantity),
        ])
        return json.setting("discounts", to: .null).setting("items", to: .list([item]))
    }
}
