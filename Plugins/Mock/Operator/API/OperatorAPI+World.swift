import BillingCore
import FoundationEssentials

// The clock, what happened, and what is made to happen.
extension OperatorAPI {
    func clock(_ input: OperatorInput) async throws -> Answer {
        _ = try input.parameters()
        return Answer(document: try await read { world in .object(world.time.members) })
    }

    func setClock(_ input: OperatorInput) async throws -> Answer {
        let change = try clockChange(input)
        return Answer(
            document: try await self.change { world in
                var moved = world
                let events = try world.events { moved = try change.apply(to: world) }
                return .object(
                    moved.time.members
                        + [JSONValue.Member(name: "events", value: .list(events.map(\.document)))]
                )
            }
        )
    }

    func events(_ input: OperatorInput) async throws -> Answer {
        let parameters = try input.parameters("limit", "customer")
        guard let limit = Int(parameters.text("limit") ?? "50"), (1...1000).contains(limit) else {
            throw OperatorProblem(.invalidRequest, "`limit` is a whole number between 1 and 1000.")
        }
        // Nobody's events are none: a deleted customer's are still there.
        let customer = try parameters.text("customer").map { text in
            do {
                return try ProviderCustomerID(text)
            } catch {
                throw OperatorProblem(.invalidRequest, "`customer` is a customer's id.")
            }
        }
        return Answer(
            document: try await read { world in
                ["events": .list(try MockEvent.fetch(of: customer, limit: limit, world.db).map(\.document))]
            }
        )
    }

    func trigger(_ input: OperatorInput) async throws -> Answer {
        let fields = try input.fields("event", "customer")
        let trigger = try fields.required("event", fields.choice("event", MockTrigger.self))
        let customer = try fields.required("customer", fields.identifier("customer", ProviderCustomerID.init))
        return Answer(
            document: try await change { world in
                ["events": .list(try world.events { try world.fire(trigger, for: customer) }.map(\.document))]
            }
        )
    }

    private func clockChange(_ input: OperatorInput) throws -> ClockChange {
        let fields = try input.fields("advance", "set", "reset", "frozen")
        var changes: [ClockChange] = []
        if let duration = try fields.duration("advance") { changes.append(.advance(duration)) }
        if let instant = try fields.instant("set") { changes.append(.set(instant)) }
        if let frozen = try fields.flag("frozen") { changes.append(.frozen(frozen)) }
        if let reset = try fields.flag("reset") {
            guard reset else { throw fields.problem("reset", "`reset` is `true`.") }
            changes.append(.reset)
        }
        guard changes.count == 1 else {
            throw OperatorProblem.invalid("", "One of `advance`, `set`, `reset` and `frozen` is wanted.")
        }
        return changes[0]
    }
}

/// What can be done to a world's clock.
enum ClockChange: Hashable, Sendable {
    case advance(Duration)
    case set(Date)
    case reset
    case frozen(Bool)

    /// - Returns: the world as it is then.
    func apply(to world: MockTransaction) throws -> MockTransaction {
        switch self {
        case .set(let instant): return try world.moveClock(to: instant)
        case .reset: return try world.resetClock()
        case .frozen(let frozen): return try world.setFrozen(frozen)
        case .advance(let duration):
            do {
                return try world.moveClock(to: world.time.world.addingTimeInterval(duration.seconds))
            } catch let refusal as MockRefusal {
                throw MockRefusal(refusal.code, refusal.message, parameter: "advance")
            }
        }
    }
}

extension MockTime {
    fileprivate var members: [JSONValue.Member] {
        [
            JSONValue.Member(name: "now", value: JSONValue(world)),
            JSONValue.Member(name: "wall", value: JSONValue(wall)),
            JSONValue.Member(name: "offset_seconds", value: .integer(world.stored - wall.stored)),
            JSONValue.Member(name: "frozen", value: .flag(isFrozen)),
        ]
    }
}

extension MockEvent {
    var document: JSONValue {
        [
            "id": .text(id), "type": .text(kind.rawValue), "at": JSONValue(at), "customer": .text(customer.rawValue),
            "object": .text(object), "actor": .text(actor.rawValue), "summary": .text(summary),
        ]
    }
}
