import BillingCore

@testable import BillingServer

/// Checks values against the part of JSON Schema that the API's description uses.
///
/// A keyword that it does not know is an error, so that nothing goes unchecked.
struct JSONSchema {
    let document: JSONValue

    /// What is wrong with a value; empty where it fits.
    func faults(of value: JSONValue, against schema: JSONValue, at place: String = "") -> [String] {
        guard case .object(let keywords) = schema else { return ["\(place): the schema is not an object"] }
        var faults: [String] = []
        for (keyword, rule) in keywords {
            switch keyword {
            case "description", "example", "additionalProperties", "required": continue
            case "$ref":
                guard let target = resolve(rule.text ?? "") else {
                    faults.append("\(place): \(rule) leads nowhere")
                    continue
                }
                faults += self.faults(of: value, against: target, at: place)
            case "type":
                let types = rule.text.map { [$0] } ?? rule.elements?.compactMap(\.text) ?? []
                if !types.contains(where: { isOf($0, value) }) { faults.append("\(place): not of type \(types)") }
            case "enum":
                let names = rule.elements?.compactMap(\.text) ?? []
                if !names.contains(value.text ?? "") { faults.append("\(place): \(value) is not one of \(names)") }
            case "const":
                let fits = rule.text != nil ? rule.text == value.text : rule.integer == value.integer
                if !fits { faults.append("\(place): \(value) is not \(rule)") }
            case "anyOf":
                let all = (rule.elements ?? []).map { self.faults(of: value, against: $0, at: place) }
                if !all.contains(where: \.isEmpty) { faults.append("\(place): fits none of \(all)") }
            case "allOf":
                for part in rule.elements ?? [] { faults += self.faults(of: value, against: part, at: place) }
            case "items":
                for (index, element) in (value.elements ?? []).enumerated() {
                    faults += self.faults(of: element, against: rule, at: "\(place)/\(index)")
                }
            case "properties": faults += members(of: value, rule, schema, place)
            case "format":
                guard rule.text == "date-time" else {
                    faults.append("\(place): unknown format \(rule)")
                    continue
                }
                if let text = value.text, RFC3339.date(from: text) == nil {
                    faults.append("\(place): \(text) is no date")
                }
            case "pattern":
                guard let pattern = rule.text, let expression = try? Regex(pattern) else {
                    faults.append("\(place): bad pattern")
                    continue
                }
                if let text = value.text, text.firstMatch(of: expression) == nil {
                    faults.append("\(place): \(text) does not match \(pattern)")
                }
            case "minimum":
                if let number = value.integer, number < rule.integer ?? .min {
                    faults.append("\(place): \(number) is too small")
                }
            case "minLength":
                if let text = value.text, text.count < rule.integer ?? 0 { faults.append("\(place): too short") }
            case "maxLength":
                if let text = value.text, text.count > rule.integer ?? 0 { faults.append("\(place): too long") }
            default: faults.append("\(place): unknown keyword \(keyword)")
            }
        }
        return faults
    }

    private func members(of value: JSONValue, _ properties: JSONValue, _ schema: JSONValue, _ place: String) -> [String]
    {
        guard case .object(let members) = value else { return [] }
        var faults: [String] = []
        for name in schema["required"]?.elements?.compactMap(\.text) ?? [] where value[name] == nil {
            faults.append("\(place): `\(name)` is missing")
        }
        for (name, member) in members {
            if let rule = properties[name] {
                faults += self.faults(of: member, against: rule, at: "\(place)/\(name)")
            } else if case .bool(false)? = schema["additionalProperties"] {
                faults.append("\(place): `\(name)` is not described")
            }
        }
        return faults
    }

    func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        var value: JSONValue? = document
        for part in reference.dropFirst(2).split(separator: "/") { value = value?[String(part)] }
        return value
    }

    private func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
            ("number", .number):
            true
        case ("integer", .number(let digits)): Int(digits) != nil
        default: false
        }
    }
}
