import FoundationEssentials

// Building an object step by step, and looking into one.
extension JSONValue {
    /// An object's members, in the order of a literal.
    static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.map { Member(name: $0.key, value: $0.value) })
    }

    /// As Stripe writes instants: in seconds since 1970.
    static func seconds(_ instant: Date?) -> JSONValue { JSONValue(instant?.stored) }

    /// A member of an object; nil where there is none.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The object with a member more, or another value of it.
    func setting(_ name: String, to value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append(Member(name: name, value: value))
        }
        return .object(members)
    }

    /// The members of both objects, in alphabetical order behind `id` and `object`, where Stripe has them.
    func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(let left) = self, case .object(let right) = other else { return self }
        let all = left + right
        let leading = ["id", "object"].compactMap { name in all.first { $0.name == name } }
        let others = all.filter { $0.name != "id" && $0.name != "object" }
        return .object(leading + others.sorted { $0.name < $1.name })
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }
}
