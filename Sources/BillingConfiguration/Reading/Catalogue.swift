import BillingCore
import BillingRouter

/// A place of the file and what it is put over: a tenant's plans over everybody's.
struct Layers {
    let top: YAMLNode?
    let base: YAMLNode?

    /// The value itself: the upper one, unless nobody wrote one.
    var node: YAMLNode? {
        if let top { return top.isNull ? nil : top }
        return base.flatMap { $0.isNull ? nil : $0 }
    }

    subscript(key: String) -> Layers {
        if let top, top.isNull { return Layers(top: nil, base: nil) }
        let upper = top?[key]
        return Layers(top: upper, base: upper?.isNull == true ? nil : base?[key])
    }

    /// The pairs of both, those below first, without those that `null` takes away.
    var pairs: [(name: String, key: YAMLNode, value: Layers)] {
        if let top, top.isNull { return [] }
        var upper: [String: (key: YAMLNode, value: YAMLNode)] = [:]
        for pair in YAMLNode.pairs(of: top) { upper[pair.key.text] = pair }
        var result: [(name: String, key: YAMLNode, value: Layers)] = []
        var seen: Set<String> = []
        for (key, value) in YAMLNode.pairs(of: base) {
            let name = key.text
            seen.insert(name)
            if let over = upper[name] {
                if !over.value.isNull { result.append((name, over.key, Layers(top: over.value, base: value))) }
            } else if !value.isNull {
                result.append((name, key, Layers(top: nil, base: value)))
            }
        }
        for (key, value) in YAMLNode.pairs(of: top) where !value.isNull {
            let name = key.text
            if !seen.contains(name) { result.append((name, key, Layers(top: value, base: nil))) }
        }
        return result
    }
}

/// Reads plans and price maps, and what they have to do with each other.
struct Catalogue {
    let context: ReadingContext
    let providers: ProviderTable

    /// The plans, and which of their price keys stands where.
    struct Plans {
        var plans: [PlanCatalogue.Plan] = []
        var priceKeys: Set<String> = []
    }

    static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { $0.isAlphanumeric && !$0.isDigit }
    }

    // MARK: Plans

    /// - Parameter key: where the plans are said to be, for what is wrong with them as a whole.
    func plans(_ layers: Layers, key: YAMLNode?) -> Plans {
        var result = Plans()
        var defaults: [(plan: String, node: YAMLNode, isTop: Bool)] = []
        // A `default` that is not a flag is reported as that; which plan was meant is then nobody's guess.
        var hasUnreadable = false
        var places: [String: (plan: String, key: YAMLNode)] = [:]
        for (id, planKey, plan) in layers.pairs {
            let flag = context.flag(plan["default"].node)
            if flag == nil, let node = plan["default"].node, !node.isNull { hasUnreadable = true }
            let isDefault = flag ?? false
            if isDefault, let node = plan["default"].node {
                defaults.append((id, node, plan["default"].top != nil))
            }
            var prices: [PlanCatalogue.Price] = []
            for (priceID, priceKey, price) in plan["prices"].pairs {
                if let earlier = places[priceID] {
                    reportSharedPrice(priceID, earlier, id, priceKey, layers)
                    continue
                }
                places[priceID] = (id, priceKey)
                if let price = self.price(priceID, priceKey, price) { prices.append(price) }
            }
            let name = context.text(plan["name"].node)
            if name == nil, plan.top != nil, plan.base == nil { require("name", of: "a plan", plan, planKey) }
            result.plans.append(
                PlanCatalogue.Plan(
                    id: id,
                    name: name ?? id,
                    description: context.text(plan["description"].node),
                    isDefault: isDefault,
                    prices: prices
                )
            )
        }
        result.priceKeys = Set(places.keys)
        if let key, !result.plans.isEmpty, !hasUnreadable { checkDefaults(defaults, key) }
        return result
    }

    private func checkDefaults(_ defaults: [(plan: String, node: YAMLNode, isTop: Bool)], _ key: YAMLNode) {
        if defaults.isEmpty {
            context.report.error(
                .defaultPlan,
                "no plan is the default",
                at: key.range,
                label: "one of these must be",
                help: "set `default: true` on the plan of customers without a subscription"
            )
        }
        guard defaults.count > 1 else { return }
        // In a tenant the one that it adds is the one too many.
        let surplus = defaults.last(where: \.isTop) ?? defaults[defaults.count - 1]
        let other = defaults.first { $0.plan != surplus.plan } ?? defaults[0]
        context.report.error(
            .defaultPlan,
            "\(other.plan.inCode) and \(surplus.plan.inCode) are both the default plan",
            at: surplus.node.range,
            help: "exactly one plan is the default: set `default: false` on one of them"
        )
    }

    private func reportSharedPrice(
        _ price: String,
        _ earlier: (plan: String, key: YAMLNode),
        _ plan: String,
        _ key: YAMLNode,
        _ layers: Layers
    ) {
        // The one that the tenant added, if only one of them is the tenant's.
        let isKeyFromTop = layers.top.map { $0.contains(key) } ?? true
        context.report.error(
            .priceInTwoPlans,
            "the price \(price.inCode) is in two plans, \(earlier.plan.inCode) and \(plan.inCode)",
            at: isKeyFromTop ? key.range : earlier.key.range,
            help: "a price stands for one plan: give it two names"
        )
    }

    private func price(_ id: String, _ key: YAMLNode, _ layers: Layers) -> PlanCatalogue.Price? {
        let isNew = layers.base == nil
        guard let interval: BillingInterval = context.choice(layers["interval"].node) else {
            if isNew { require("interval", of: "a price", layers, key) }
            return nil
        }
        guard let amountNode = layers["amount"].node else {
            if isNew { require("amount", of: "a price", layers, key) }
            return nil
        }
        guard let currency = context.text(layers["currency"].node) else {
            if isNew { require("currency", of: "a price", layers, key) }
            return nil
        }
        guard let amount = context.text(amountNode), ScalarRules.isDecimal(amount), Catalogue.isCurrency(currency)
        else {
            return nil
        }
        let exponent = Money.exponent(of: currency)
        guard let minor = ScalarRules.minorUnits(amount, exponent: exponent) else {
            context.report.error(
                .invalidAmount,
                "\(amountNode.text.inCode) is not an amount in \(currency.uppercased())",
                at: amountNode.range,
                label: exponent == 0
                    ? "this currency has no decimal places" : "this currency has \(exponent) decimal places",
                help: amount.hasPrefix("-") ? "an amount is not negative" : nil
            )
            return nil
        }
        return PlanCatalogue.Price(
            id: id,
            amount: Money(amount: minor, currency: currency),
            interval: interval,
            intervalCount: context.text(layers["interval_count"].node).flatMap(ScalarRules.integer) ?? 1
        )
    }

    /// A tenant's own plan needs what everybody's plans need; the shape check cannot know which are its own.
    private func require(_ name: String, of noun: String, _ layers: Layers, _ key: YAMLNode) {
        guard let node = layers.top, node.kind == .mapping, node.pair(name) == nil, !node.hasRefusedKey else { return }
        context.report.error(.missingKey, "\(name.inCode) is missing", at: key.range, label: "\(noun) needs it")
    }

    // MARK: Prices

    /// The provider's price for each price key, which must be one of the plans'.
    ///
    /// - Parameter isOverride: a tenant that takes a plan away need not take its prices away.
    func prices(_ layers: Layers, plans: Plans, isOverride: Bool = false) -> [String: ProviderPriceID] {
        var prices: [String: ProviderPriceID] = [:]
        var keys: [ProviderPriceID: String] = [:]
        for (name, key, value) in layers.pairs {
            guard plans.priceKeys.contains(name) else {
                if isOverride, value.top == nil { continue }
                context.report.error(
                    .unknownPrice,
                    "no plan has a price \(name.inCode)",
                    at: key.range,
                    help: Suggestion.help(for: name, among: plans.priceKeys.sorted())
                        ?? (plans.priceKeys.isEmpty ? "`plans` has no prices" : nil)
                )
                continue
            }
            guard let node = value.node, let text = context.text(node) else { continue }
            let price: ProviderPriceID
            do {
                price = try ProviderPriceID(text)
            } catch {
                context.report.error(.invalidName, error.reason, at: node.range)
                continue
            }
            if let other = keys[price] {
                context.report.error(
                    .providerPriceTwice,
                    "\(other.inCode) and \(name.inCode) are one price of the provider",
                    at: node.range,
                    label: "nobody could tell which plan it stands for",
                    help: "each price key has a price of its own"
                )
                continue
            }
            keys[price] = name
            prices[name] = price
        }
        return prices
    }
}

extension YAMLNode {
    /// Whether another node is in this one.
    func contains(_ other: YAMLNode) -> Bool {
        document === other.document && other.index > index && other.index < Int(document.nodes[index].next)
    }
}
