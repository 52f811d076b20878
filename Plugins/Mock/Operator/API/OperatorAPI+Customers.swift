import BillingCore
import FoundationEssentials
import HTTPTypes

extension OperatorAPI {
    func customers(_ input: OperatorInput) async throws -> Answer {
        _ = try input.parameters()
        return Answer(
            document: try await read { world in
                ["customers": .list(try MockCustomer.fetchAll(world.db).map(world.document))]
            }
        )
    }

    func customer(_ id: String, _ input: OperatorInput) async throws -> Answer {
        _ = try input.parameters()
        let id = try customerID(id)
        return Answer(document: try await read { world in try world.document(of: world.customer(id)) })
    }

    func addCustomer(_ input: OperatorInput) async throws -> Answer {
        let new = try NewCustomer(input.fields(NewCustomer.fields))
        return Answer(
            status: .created,
            document: try await change { world in try world.document(of: world.add(new)) }
        )
    }

    func deleteCustomer(_ id: String, _ input: OperatorInput) async throws -> Answer {
        let id = try customerID(id)
        return Answer(
            document: try await change { world in
                try world.deleteCustomer(id, by: .operator)
                return ["id": .text(id.rawValue), "deleted": .flag(true)]
            }
        )
    }

    private func customerID(_ text: String) throws -> ProviderCustomerID {
        do {
            return try ProviderCustomerID(text)
        } catch {
            throw OperatorProblem(.notFound, "There is no such customer.")
        }
    }
}

extension MockTransaction {
    fileprivate func document(of customer: MockCustomer) throws -> JSONValue {
        [
            "id": .text(customer.id.rawValue),
            "name": .text(customer.name),
            "email": JSONValue(customer.email),
            "created_at": JSONValue(customer.createdAt),
            "payment_method": customer.card?.document ?? .null,
            "test_clock": JSONValue(customer.testClock),
            "subscription": try currentSubscription(of: customer.id)?.document ?? .null,
        ]
    }
}

extension MockCard {
    /// When it runs out, such as `12/2034`.
    var expires: String { (expiryMonth < 10 ? "0" : "") + "\(expiryMonth)/\(expiryYear)" }

    fileprivate var document: JSONValue {
        ["brand": .text(brand.rawValue), "last4": .text(last4), "expires": .text(expires)]
    }
}

extension MockSubscription {
    fileprivate var document: JSONValue {
        [
            "id": .text(id.rawValue),
            "status": .text(status.rawValue),
            "price": .text(price.id.rawValue),
            "price_name": .text(price.name),
            "quantity": .integer(quantity),
            "current_period_end": JSONValue(periodEnd),
            "cancel_at": JSONValue(status.isTerminal ? nil : endsAt),
            "trial_end": JSONValue(trialEnd),
            "pause_resumes_at": JSONValue(status == .paused ? resumesAt : collectionPause?.resumesAt),
        ]
    }
}
