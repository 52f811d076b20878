import BillingHTTP

/// The parameters of a request: a tree, because their names nest, as in `items[0][price]`.
///
/// Lists are maps from their indexes.
indirect enum StripeParameters: Hashable, Sendable {
    case text(String)
    case map([String: StripeParameters])

    static let none = StripeParameters.map([:])

    /// How deep names may nest, and how many parameters there may be.
    private static let limits = (depth: 8, count: 1000)

    /// Reads forms, one after the other: a query and a body, say.
    ///
    /// Of a name that is there twice, the last value holds.
    init(forms: [String]) throws(StripeFailure) {
        self = .none
        var count = 0
        for form in forms {
            guard let pairs = FormParameters.pairs(in: form) else {
                throw .invalid("Invalid request: a parameter has a bad escape, holds a null byte, or is not in UTF-8.")
            }
            count += pairs.count
            guard count <= StripeParameters.limits.count else {
                throw .invalid("The request has too many parameters.")
            }
            for (name, value) in pairs { try insert(value, at: StripeParameters.path(of: name)[...], name) }
        }
    }

    // MARK: - Reading

    /// What is at a name; nil where there is nothing.
    subscript(path: String...) -> StripeParameters? { self[path[...]] }

    private subscript(path: ArraySlice<String>) -> StripeParameters? {
        guard let first = path.first else { return self }
        guard case .map(let members) = self else { return nil }
        return members[first]?[path.dropFirst()]
    }

    /// The names at the top, in alphabetical order.
    var names: [String] {
        if case .map(let members) = self { members.keys.sorted() } else { [] }
    }

    /// The elements of a list, in the order of their indexes.
    var elements: [(index: String, value: StripeParameters)] {
        guard case .map(let members) = self else { return [] }
        return members.sorted { (Int($0.key) ?? 0, $0.key) < (Int($1.key) ?? 0, $1.key) }.map { ($0.key, $0.value) }
    }

    /// Members that are texts, such as metadata.
    var texts: [String: String] {
        guard case .map(let members) = self else { return [:] }
        return members.compactMapValues { if case .text(let text) = $0 { text } else { nil } }
    }

    /// The tree with another laid over it: an empty text takes away what was there.
    func overlaid(with other: StripeParameters) -> StripeParameters {
        guard case .map(var mine) = self, case .map(let theirs) = other else { return other }
        for (name, value) in theirs {
            mine[name] = value == .text("") ? nil : (mine[name] ?? .none).overlaid(with: value)
        }
        return .map(mine)
    }

    // MARK: - Building

    private mutating func insert(_ value: String, at path: ArraySlice<String>, _ name: String) throws(StripeFailure) {
        guard let first = path.first else {
            guard self == .none || !isMap else { throw .invalid("Invalid \(name): it is both a value and a list.") }
            self = .text(value)
            return
        }
        guard case .map(var members) = self else {
            throw .invalid("Invalid \(name): it is both a value and a list.")
        }
        // `expand[]` is the next of a list.
        let key = first.isEmpty ? String(members.count) : first
        var member = members[key] ?? .none
        try member.insert(value, at: path.dropFirst(), name)
        members[key] = member
        self = .map(members)
    }

    private var isMap: Bool {
        if case .map = self { true } else { false }
    }

    /// `a[b][]` is `a`, `b` and an empty text.
    private static func path(of name: String) throws(StripeFailure) -> [String] {
        guard let bracket = name.firstIndex(of: "["), bracket != name.startIndex else { return [name] }
        var path = [String(name[..<bracket])]
        var rest = name[bracket...]
        while !rest.isEmpty {
            guard rest.first == "[", let end = rest.firstIndex(of: "]") else {
                throw .invalid("Invalid parameter name: \(name)")
            }
            path.append(String(rest[rest.index(after: rest.startIndex)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        guard path.count <= limits.depth else { throw .invalid("Invalid parameter name: it nests too deep.") }
        return path
    }
}

extension StripeParameters: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .map(try container.decode([String: StripeParameters].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .map(let members): try container.encode(members)
        }
    }
}
