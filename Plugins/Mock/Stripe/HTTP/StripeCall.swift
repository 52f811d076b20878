import BillingCore
import FoundationEssentials

/// A request, and the world at the instant at which it is answered.
struct StripeCall {
    let world: MockTransaction
    /// What the path names.
    let id: String
    let parameters: StripeParameters
    let version: StripeVersion
    /// Where the instance is mounted, with its origin.
    let base: String

    /// Those that are asked for by an id that is no id at all are not there either.
    func customer(_ text: String, param: String) throws -> MockCustomer {
        guard let id = try? ProviderCustomerID(text), let customer = try MockCustomer.fetch(id: id, world.db) else {
            throw StripeFailure.missing("customer", text, param: param)
        }
        return customer
    }

    func subscription(_ text: String, param: String) throws -> MockSubscription {
        guard let id = try? SubscriptionID(text), let found = try MockSubscription.fetch(id: id, world.db) else {
            throw StripeFailure.missing("subscription", text, param: param)
        }
        return found
    }

    func price(_ text: String, param: String, status: Int? = nil) throws -> MockPrice {
        guard let id = try? ProviderPriceID(text), let price = try MockPrice.fetch(id: id, world.db) else {
            throw StripeFailure.missing("price", text, param: param, status: status)
        }
        return price
    }

    func product(_ text: String, param: String) throws -> MockProduct {
        guard let product = try MockProduct.fetch(id: text, world.db) else {
            throw StripeFailure.missing("product", text, param: param)
        }
        return product
    }

    func invoice(_ text: String, param: String) throws -> MockInvoice {
        guard let invoice = try MockInvoice.fetch(id: text, world.db) else {
            throw StripeFailure.missing("invoice", text, param: param)
        }
        return invoice
    }

    func testClock(_ text: String, param: String) throws -> MockTestClock {
        do {
            return try world.testClock(text)
        } catch is MockRefusal {
            throw StripeFailure.missing("test_clock", text, param: param)
        }
    }
}
