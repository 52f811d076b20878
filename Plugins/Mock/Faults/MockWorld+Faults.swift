import BillingCore
import GRDB

extension MockWorld {
    /// The fault that strikes a call now, if any does.
    ///
    /// It is used up whatever becomes of the call. Of several, the one that was asked for first strikes.
    func fault(striking operation: MockFault.Operation, until deadline: Deadline) async throws(MockFailure)
        -> MockFault?
    {
        // Nearly always there is none, and that costs a read only.
        let isAny = try await read(until: deadline) { world in try MockFault.isAny(for: operation, world.db) }
        guard isAny else { return nil }
        return try await change(until: deadline) { world in
            for fault in try MockFault.fetchAll(world.db) where [.any, operation].contains(fault.operation) {
                let (strikes, left) = fault.met()
                if let left {
                    try left.save(world.db)
                } else {
                    try world.db.execute(sql: "DELETE FROM faults WHERE id = ?", arguments: [fault.id])
                }
                if strikes { return fault }
            }
            return nil
        }
    }
}

extension MockTransaction {
    /// Asks for trouble.
    func addFault(
        _ operation: MockFault.Operation,
        _ kind: MockFault.Kind,
        count: Int? = nil,
        rate: Double? = nil,
        seed: Int? = nil
    ) throws -> MockFault {
        switch kind {
        case .status(let status) where !(400...599).contains(status):
            throw MockRefusal(.invalid, "The status of an error is between 400 and 599.", parameter: "status")
        case .latency(let duration) where !(.zero ... .seconds(600)).contains(duration):
            throw MockRefusal(.invalid, "A latency is ten minutes at most.", parameter: "latency")
        case .rateLimit(let duration) where !(.zero ... .seconds(3600)).contains(duration):
            throw MockRefusal(.invalid, "The wait is an hour at most.", parameter: "retry_after")
        case .status, .latency, .rateLimit, .timeout, .reset, .malformed, .empty: break
        }
        if let count, !(1...1_000_000).contains(count) {
            throw MockRefusal(.invalid, "A count is between 1 and 1,000,000.", parameter: "count")
        }
        if let rate, !(rate > 0 && rate <= 1) {
            throw MockRefusal(.invalid, "A rate is above 0 and up to 1.", parameter: "rate")
        }
        let fault = MockFault(
            id: try nextNumber(),
            operation: operation,
            kind: kind,
            remaining: count ?? (rate == nil ? 1 : nil),
            rate: rate,
            seed: rate == nil ? nil : seed ?? 1
        )
        try fault.save(db)
        return fault
    }

    /// Takes faults back.
    ///
    /// - Parameter id: nil: all of them.
    /// - Returns: how many there were.
    func clearFaults(id: Int? = nil) throws -> Int {
        try db.execute(sql: "DELETE FROM faults WHERE ?1 IS NULL OR id = ?1", arguments: [id])
        return db.changesCount
    }
}
