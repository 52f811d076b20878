/// A path of ids to be replaced by what they stand for: `latest_invoice.customer`, say.
struct StripeExpansion: Sendable {
    private let path: [String]
    private let shape: StripeShape

    /// Reads `expand` and checks it against the shape of the answer.
    static func read(_ parameter: StripeParameters?, for shape: StripeShape) throws(StripeFailure) -> [StripeExpansion]
    {
        guard let parameter else { return [] }
        var expansions: [StripeExpansion] = []
        for (_, element) in parameter.elements {
            guard case .text(let text) = element else { throw .invalid("Invalid array", param: "expand") }
            let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            // The `data` of a list is no level of its own.
            guard path.count <= (shape.isList ? 5 : 4) else {
                throw .invalid("You cannot expand more than 4 levels of a property. Property: \(text)", param: "expand")
            }
            guard isExpandable(path[...], shape) else {
                let hint =
                    shape.isList && path.first != "data" ? " You may want to try expanding 'data.\(text)' instead." : ""
                throw .invalid("This property cannot be expanded (\(text)).\(hint)", param: "expand")
            }
            expansions.append(StripeExpansion(path: path, shape: shape))
        }
        return expansions
    }

    func applied(to json: JSONValue, _ call: StripeCall) throws -> JSONValue {
        try StripeExpansion.expanded(json, path[...], shape, call)
    }

    private static func isExpandable(_ path: ArraySlice<String>, _ shape: StripeShape) -> Bool {
        guard let name = path.first else { return false }
        let rest = path.dropFirst()
        switch shape {
        case .list(let kind): return name == "data" && isExpandable(rest, .object(kind))
        case .object(let kind):
            switch kind.fields[name] {
            case nil: return false
            case .absent: return true
            case .reference(let kind): return rest.isEmpty || isExpandable(rest, .object(kind))
            case .included(let shape): return rest.isEmpty || isExpandable(rest, shape)
            case .embedded(let shape): return isExpandable(rest, shape)
            }
        }
    }

    private static func expanded(
        _ json: JSONValue,
        _ path: ArraySlice<String>,
        _ shape: StripeShape,
        _ call: StripeCall
    ) throws -> JSONValue {
        guard let name = path.first else { return json }
        let rest = path.dropFirst()
        switch shape {
        case .list(let kind):
            guard case .list(let elements) = json["data"] else { return json }
            return json.setting("data", to: .list(try elements.map { try expanded($0, rest, .object(kind), call) }))
        case .object(let kind):
            switch kind.fields[name] {
            case nil, .absent: return json
            case .reference(let kind):
                var value = json[name] ?? .null
                if let id = value.text { value = try call.json(kind, id) }
                return json.setting(name, to: try expanded(value, rest, .object(kind), call))
            case .included(let shape):
                let value = try json[name] ?? call.subscriptions(ofCustomer: json["id"]?.text ?? "")
                return json.setting(name, to: try expanded(value, rest, shape, call))
            case .embedded(let shape):
                return json.setting(name, to: try expanded(json[name] ?? .null, rest, shape, call))
            }
        }
    }
}
