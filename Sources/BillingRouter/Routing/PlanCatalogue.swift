package import BillingCore

/// A tenant's plans, and which of a provider's prices stand for them.
package final class PlanCatalogue: Sendable {
    /// In the order of the configuration.
    package let plans: [Plan]
    private let places: [ProviderPriceID: Place]
    private let providerPrices: [String: ProviderPriceID]

    /// Something that customers choose.
    package struct Plan: Hashable, Sendable {
        package let id: String
        package let name: String
        package let description: String?
        /// Whether it is the plan of customers without a subscription.
        package let isDefault: Bool
        package let prices: [Price]

        package init(
            id: String,
            name: String,
            description: String? = nil,
            isDefault: Bool = false,
            prices: [Price] = []
        ) {
            self.id = id
            self.name = name
            self.description = description
            self.isDefault = isDefault
            self.prices = prices
        }
    }

    /// What a plan costs, in one of its forms.
    package struct Price: Hashable, Sendable {
        /// The operator's own name for it, such as `pro-monthly`: unique in a catalogue.
        package let id: String
        package let amount: Money
        package let interval: BillingInterval
        package let intervalCount: Int

        package init(id: String, amount: Money, interval: BillingInterval, intervalCount: Int = 1) {
            self.id = id
            self.amount = amount
            self.interval = interval
            self.intervalCount = intervalCount
        }
    }

    private struct Place {
        let plan: Plan
        let price: Price
    }

    /// - Parameter providerPrices: price keys of the plans, each with the provider's own price.
    package init(plans: [Plan], providerPrices: [String: ProviderPriceID]) {
        self.plans = plans
        self.providerPrices = providerPrices
        var places: [ProviderPriceID: Place] = [:]
        for plan in plans {
            for price in plan.prices {
                if let providerPrice = providerPrices[price.id] {
                    places[providerPrice] = Place(plan: plan, price: price)
                }
            }
        }
        self.places = places
    }

    /// The provider's price for one of the catalogue's price keys.
    package func providerPrice(_ key: String) -> ProviderPriceID? { providerPrices[key] }

    /// The plan of customers without a subscription.
    package var defaultPlan: PlanDocument? {
        plans.first(where: \.isDefault).map { PlanDocument(id: $0.id, name: $0.name, mapped: true, price: nil) }
    }

    /// The plan that a subscription stands for: that of the first item whose price is mapped.
    ///
    /// A subscription none of whose prices is mapped is shown by its price's own name, and never as the default plan.
    package func plan(of subscription: Subscription) -> PlanDocument? {
        for item in subscription.items {
            guard let price = item.price, let place = places[price] else { continue }
            // What the customer pays is what the provider says; the catalogue's amount is what new customers would pay.
            let document = PriceDocument(
                id: place.price.id,
                amount: item.unitAmount ?? place.price.amount,
                interval: item.interval ?? place.price.interval,
                intervalCount: item.intervalCount ?? place.price.intervalCount
            )
            return PlanDocument(id: place.plan.id, name: place.plan.name, mapped: true, price: document)
        }
        guard let item = subscription.items.first else { return nil }
        let price = PriceDocument(
            id: nil,
            amount: item.unitAmount,
            interval: item.interval,
            intervalCount: item.intervalCount
        )
        let name = item.priceName ?? item.price?.rawValue ?? item.product ?? subscription.id.rawValue
        return PlanDocument(id: nil, name: name, mapped: false, price: price)
    }

    package var document: PlansDocument {
        PlansDocument(
            plans.map { plan in
                PlansDocument.Plan(
                    id: plan.id,
                    name: plan.name,
                    description: plan.description,
                    isDefault: plan.isDefault,
                    prices: plan.prices.map {
                        PriceDocument(
                            id: $0.id,
                            amount: $0.amount,
                            interval: $0.interval,
                            intervalCount: $0.intervalCount
                        )
                    }
                )
            }
        )
    }
}
