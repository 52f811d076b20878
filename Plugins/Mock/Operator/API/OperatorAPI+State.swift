import BillingCore
import FoundationEssentials

extension OperatorAPI {
    /// As large as the gateway lets a body be.
    private static let limit = 8 * 1024 * 1024

    func state(_ input: OperatorInput) async throws -> Answer {
        _ = try input.parameters()
        return Answer(document: try await read { world in try world.state().document }, isReadable: true)
    }

    func putState(_ input: OperatorInput) async throws -> Answer {
        let document = try input.document(limit: OperatorAPI.limit)
        return Answer(document: try await world.replace(with: document, until: .after(patience)).document)
    }

    func resetState(_ input: OperatorInput) async throws -> Answer {
        _ = try input.fields()
        return Answer(document: try await world.reset(until: .after(patience)).document)
    }
}

extension MockState.Size {
    fileprivate var document: JSONValue {
        [
            "customers": .integer(customers), "subscriptions": .integer(subscriptions),
            "invoices": .integer(invoices),
        ]
    }
}

extension MockWorld {
    /// Puts the world of a document in the place of this one: all of it, or nothing.
    ///
    /// - Throws: ``OperatorProblem`` with the place of what is wrong in the document; ``MockFailure``.
    func replace(with document: JSONValue, until deadline: Deadline) async throws -> MockState.Size {
        let catalogue = catalogue
        let outcome = try await change(until: deadline) { world -> Result<MockState.Size, OperatorProblem> in
            do {
                let state = try StateReader.read(document, at: world.time.wall, catalogue: catalogue)
                try world.replace(with: state, catalogue: catalogue)
                return .success(state.size)
            } catch let problem as OperatorProblem {
                // Only reading throws it, so that nothing has changed.
                return .failure(problem)
            }
        }
        return try outcome.get()
    }

    /// Begins anew: with the seeds, on the wall clock.
    func reset(until deadline: Deadline) async throws(MockFailure) -> MockState.Size {
        let (seeds, catalogue) = (seeds, catalogue)
        return try await change(until: deadline) { world in
            let state = try seeds.state(at: world.time.wall, catalogue: catalogue)
            try world.replace(with: state, catalogue: catalogue)
            return state.size
        }
    }
}
