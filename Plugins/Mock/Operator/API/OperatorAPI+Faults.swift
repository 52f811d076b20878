import BillingCore
import HTTPTypes

extension OperatorAPI {
    func faults(_ input: OperatorInput) async throws -> Answer {
        _ = try input.parameters()
        return Answer(
            document: try await read { world in
                ["faults": .list(try MockFault.fetchAll(world.db).map { .object($0.members) })]
            }
        )
    }

    func addFault(_ input: OperatorInput) async throws -> Answer {
        let new = try NewFault(input.fields(NewFault.fields))
        return Answer(status: .created, document: try await change { world in .object(try world.add(new).members) })
    }

    func clearFaults(_ input: OperatorInput) async throws -> Answer {
        Answer(document: try await change { world in ["cleared": .integer(try world.clearFaults())] })
    }

    func clearFault(_ id: String, _ input: OperatorInput) async throws -> Answer {
        guard let number = Int(id) else { throw OperatorProblem.nothing("such fault") }
        return Answer(
            document: try await change { world in
                let count = try world.clearFaults(id: number)
                guard count > 0 else { throw MockRefusal(.notFound, "There is no fault \(number).") }
                return ["cleared": .integer(count)]
            }
        )
    }
}

/// A fault as an operator asks for one.
struct NewFault: Hashable, Sendable {
    let operation: MockFault.Operation
    let kind: MockFault.Kind
    var count: Int?
    var rate: Double?
    var seed: Int?

    static let fields = ["operation", "kind", "count", "rate", "seed", "status", "latency", "retry_after"]

    init(_ fields: JSONFieldsInput) throws {
        operation = try fields.required("operation", fields.choice("operation", MockFault.Operation.self))
        count = try fields.integer("count", 1...1_000_000)
        rate = try fields.number("rate")
        seed = try fields.integer("seed", Int.min...Int.max)
        kind = try MockFault.Kind(fields)
        if count != nil, rate != nil { throw fields.problem("rate", "Either `count` or `rate` is wanted, not both.") }
        if seed != nil, rate == nil { throw fields.problem("seed", "`seed` is wanted with a `rate` only.") }
    }
}

extension MockFault.Kind {
    /// Of the fields `kind`, `status`, `latency` and `retry_after`.
    init(_ fields: JSONFieldsInput) throws {
        let name = try fields.required("kind", fields.choice("kind", Name.self))
        let extra = ["status": Name.status, "latency": .latency, "retry_after": .rateLimit]
        for (field, owner) in extra.sorted(by: { $0.key < $1.key }) where owner != name && fields[field] != nil {
            throw fields.problem(field, "`\(field)` is wanted with the kind `\(owner.rawValue)` only.")
        }
        switch name {
        case .latency: self = .latency(try fields.required("latency", fields.duration("latency")))
        case .status: self = .status(try fields.required("status", fields.integer("status", 400...599)))
        case .rateLimit: self = .rateLimit(retryAfter: try fields.duration("retry_after") ?? .seconds(1))
        case .timeout: self = .timeout
        case .reset: self = .reset
        case .malformed: self = .malformed
        case .empty: self = .empty
        }
    }
}

extension MockTransaction {
    func add(_ new: NewFault) throws -> MockFault {
        try addFault(new.operation, new.kind, count: new.count, rate: new.rate, seed: new.seed)
    }
}

extension MockFault {
    var members: [JSONValue.Member] {
        var (status, latency, retryAfter): (Int?, Duration?, Duration?)
        switch kind {
        case .latency(let duration): latency = duration
        case .status(let code): status = code
        case .rateLimit(let duration): retryAfter = duration
        case .timeout, .reset, .malformed, .empty: break
        }
        let values: KeyValuePairs<String, JSONValue> = [
            "id": .integer(id), "operation": .text(operation.rawValue), "kind": .text(kind.name.rawValue),
            "remaining": JSONValue(remaining), "rate": JSONValue(rate), "seed": JSONValue(seed),
            "status": JSONValue(status), "latency": JSONValue(latency), "retry_after": JSONValue(retryAfter),
        ]
        return values.map { JSONValue.Member(name: $0.key, value: $0.value) }
    }
}
