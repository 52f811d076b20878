import BillingCore
import GRDB

extension MockFault {
    /// All of them, in the order in which they were asked for.
    static func fetchAll(_ db: Database) throws -> [MockFault] {
        try SQLRequest<Row>(sql: "SELECT * FROM faults ORDER BY id", cached: true).fetchAll(db).map(MockFault.init)
    }

    /// Whether there is any for an operation.
    static func isAny(for operation: Operation, _ db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM faults WHERE operation IN ('*', ?))"
        return try SQLRequest<Bool>(sql: sql, arguments: [operation.rawValue], cached: true).fetchOne(db) ?? false
    }

    /// Inserts it, or replaces what is stored under its id.
    func save(_ db: Database) throws {
        var (status, latency, retryAfter): (Int?, Int?, Int?)
        switch kind {
        case .latency(let duration): latency = duration.milliseconds
        case .status(let code): status = code
        case .rateLimit(let duration): retryAfter = duration.milliseconds
        case .timeout, .reset, .malformed, .empty: break
        }
        try Row.upsert(
            [
                "id": id, "operation": operation.rawValue, "kind": kind.name.rawValue, "remaining": remaining,
                "rate": rate, "seed": seed, "draws": draws, "status": status, "latency": latency,
                "retry_after": retryAfter,
            ],
            into: "faults",
            db
        )
    }

    private init(_ row: Row) throws {
        let name: String = row["kind"]
        let latency: Int? = row["latency"]
        let status: Int? = row["status"]
        let retryAfter: Int? = row["retry_after"]
        guard let operation = Operation(rawValue: row["operation"]),
            let kind = Kind(name: name, status: status, latency: latency, retryAfter: retryAfter)
        else { throw MockStore.Problem.damaged("a fault has an unknown operation or kind") }
        self.init(
            id: row["id"],
            operation: operation,
            kind: kind,
            remaining: row["remaining"],
            rate: row["rate"],
            seed: row["seed"],
            draws: row["draws"]
        )
    }
}

extension MockFault.Kind {
    /// Times in milliseconds.
    fileprivate init?(name: String, status: Int?, latency: Int?, retryAfter: Int?) {
        switch (Name(rawValue: name), status, latency, retryAfter) {
        case (.latency, _, let latency?, _): self = .latency(.milliseconds(latency))
        case (.status, let status?, _, _): self = .status(status)
        case (.timeout, _, _, _): self = .timeout
        case (.reset, _, _, _): self = .reset
        case (.malformed, _, _, _): self = .malformed
        case (.empty, _, _, _): self = .empty
        case (.rateLimit, _, _, let retryAfter?): self = .rateLimit(retryAfter: .milliseconds(retryAfter))
        default: return nil
        }
    }
}

extension Duration {
    var milliseconds: Int { Int((seconds * 1000).rounded()) }
}
