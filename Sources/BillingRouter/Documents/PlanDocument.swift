public import BillingCore

/// The plan that a customer is on.
public struct PlanDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// Null for a price that no plan names.
    public let id: String?
    /// What customers read.
    public let name: String
    /// False for a price that no plan names: `name` is then the price's own.
    public let mapped: Bool
    /// What the customer pays; null for the plan of customers without a subscription.
    public let price: PriceDocument?

    package init(id: String?, name: String, mapped: Bool, price: PriceDocument?) {
        self.id = id
        self.name = name
        self.mapped = mapped
        self.price = price
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("name", name)
            json.member("mapped", mapped)
            json.member("price", price)
        }
    }
}

/// A price, of a plan or of a subscription.
public struct PriceDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// The key in the catalogue; null for a price that no plan names.
    public let id: String?
    /// In minor units; null where the price has no single amount.
    public let unitAmount: Int?
    /// ISO 4217, lower case.
    public let currency: String?
    /// How often it is charged.
    public let interval: BillingInterval?
    /// 3 with `month`: every three months.
    public let intervalCount: Int?

    package init(id: String?, amount: Money?, interval: BillingInterval?, intervalCount: Int?) {
        self.id = id
        unitAmount = amount?.amount
        currency = amount?.currency
        self.interval = interval
        self.intervalCount = intervalCount
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("unit_amount", unitAmount)
            json.member("currency", currency)
            json.member("interval", interval?.rawValue)
            json.member("interval_count", intervalCount)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, currency, interval
        case unitAmount = "unit_amount"
        case intervalCount = "interval_count"
    }
}

/// A tenant's catalogue: what its customers can choose from.
public struct PlansDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// In the operator's order.
    public let plans: [Plan]

    /// One plan of the catalogue.
    public struct Plan: Hashable, Sendable, Decodable, JSONDocument {
        /// The operator's key of the plan.
        public let id: String
        /// What customers read.
        public let name: String
        /// A line for customers.
        public let description: String?
        /// Whether it is the plan of customers without a subscription.
        public let isDefault: Bool
        /// The forms in which it can be had.
        public let prices: [PriceDocument]

        package init(id: String, name: String, description: String?, isDefault: Bool, prices: [PriceDocument]) {
            self.id = id
            self.name = name
            self.description = description
            self.isDefault = isDefault
            self.prices = prices
        }

        package func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("id", id)
                json.member("name", name)
                json.member("description", description)
                json.member("default", isDefault)
                json.member("prices", prices)
            }
        }

        private enum CodingKeys: String, CodingKey {
            case id, name, description, prices
            case isDefault = "default"
        }
    }

    package init(_ plans: [Plan]) { self.plans = plans }

    package func write(into json: inout JSONWriter) {
        json.object { $0.member("plans", plans) }
    }
}
