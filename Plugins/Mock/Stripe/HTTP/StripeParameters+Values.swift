import FoundationEssentials

// Parameters as values, with Stripe's own words where they are none.
extension StripeParameters {
    /// A name as it is written in a request: `items[0][price]`.
    static func name(_ path: [String]) -> String {
        path.dropFirst().reduce(path.first ?? "") { "\($0)[\($1)]" }
    }

    /// A text; nil where there is none, and where it is empty: an empty text unsets.
    func text(_ path: String...) throws(StripeFailure) -> String? { try text(path) }

    /// A text that must be there.
    func required(_ path: String...) throws(StripeFailure) -> String {
        let name = StripeParameters.name(path)
        guard let value = value(at: path) else {
            throw .invalid("Missing required param: \(name).", code: "parameter_missing", param: name)
        }
        guard value != .text("") else {
            throw .invalid(
                "You passed an empty string for '\(name)'. We assume empty values are an attempt to unset a parameter; "
                    + "however '\(name)' cannot be unset. You should remove '\(name)' from your request or supply a "
                    + "non-empty value.",
                code: "parameter_invalid_empty",
                param: name
            )
        }
        return try text(path) ?? ""
    }

    /// Whether it is there and empty, which takes away what was there.
    func unsets(_ path: String...) -> Bool { value(at: path) == .text("") }

    func integer(_ path: String...) throws(StripeFailure) -> Int? {
        guard let text = try text(path) else { return nil }
        guard let number = Int(text) else {
            let name = StripeParameters.name(path)
            throw .invalid("Invalid integer: \(text)", code: "parameter_invalid_integer", param: name)
        }
        return number
    }

    func boolean(_ path: String...) throws(StripeFailure) -> Bool? {
        switch try text(path) {
        case nil: return nil
        case "true"?: return true
        case "false"?: return false
        case let text?:
            throw .invalid("Invalid boolean: \(text)", param: StripeParameters.name(path))
        }
    }

    /// Seconds since 1970.
    func date(_ path: String...) throws(StripeFailure) -> Date? {
        guard let text = try text(path) else { return nil }
        // Up to the year 9999, as far as there are dates.
        guard let number = Int(text), (0..<253_402_300_800).contains(number) else {
            let name = StripeParameters.name(path)
            throw .invalid("Invalid timestamp: must be an integer Unix timestamp in seconds", param: name)
        }
        return Date(stored: number)
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ path: String...,
        of type: Choice.Type = Choice.self
    ) throws(StripeFailure) -> Choice? where Choice.RawValue == String {
        guard let text = try text(path) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        throw StripeParameters.noChoice(path, Choice.allCases.map(\.rawValue))
    }

    static func noChoice(_ path: [String], _ choices: [String]) -> StripeFailure {
        let name = name(path)
        let known = choices.sorted()
        let list =
            known.count < 2
            ? known.joined() : known.dropLast().joined(separator: ", ") + ", or \(known[known.count - 1])"
        return .invalid("Invalid \(name): must be one of \(list)", param: name)
    }

    /// Refuses what Stripe does not know.
    func allow(only known: Set<String>, below path: [String] = []) throws(StripeFailure) {
        let unknown = names.filter { !known.contains($0) }.map { StripeParameters.name(path + [$0]) }
        guard let first = unknown.first else { return }
        throw .invalid(
            "Received unknown parameter\(unknown.count == 1 ? "" : "s"): \(unknown.joined(separator: ", "))",
            code: "parameter_unknown",
            param: first
        )
    }

    /// Metadata as it is afterwards: an empty value takes a key away, an empty parameter takes all.
    func metadata(over old: [String: String] = [:]) throws(StripeFailure) -> [String: String] {
        guard let metadata = self["metadata"] else { return old }
        if metadata == .text("") { return [:] }
        guard case .map = metadata else { throw .invalid("Invalid hash", param: "metadata") }
        var new = old
        for (key, value) in metadata.texts {
            guard key.utf8.count <= 40, value.utf8.count <= 500 else {
                throw .invalid(
                    "Metadata keys have up to 40 characters, and values up to 500.",
                    param: "metadata"
                )
            }
            new[key] = value.isEmpty ? nil : value
        }
        guard new.count <= 50 else { throw .invalid("Metadata has up to 50 keys.", param: "metadata") }
        return new
    }

    private func value(at path: [String]) -> StripeParameters? {
        path.reduce(self as StripeParameters?) { $0?[$1] }
    }

    private func text(_ path: [String]) throws(StripeFailure) -> String? {
        switch value(at: path) {
        case nil: return nil
        case .text(let text): return text.isEmpty ? nil : text
        case .map: throw .invalid("Invalid string: it must not be a list", param: StripeParameters.name(path))
        }
    }
}
