import FoundationEssentials

/// A JSON value whose members stay in the order in which they were written, as Stripe's do.
indirect enum StripeJSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case text(String)
    case array([StripeJSON])
    case object([Member])

    struct Member: Hashable, Sendable {
        let name: String
        var value: StripeJSON
    }

    /// An object's members, from a literal.
    static func members(_ members: KeyValuePairs<String, StripeJSON>) -> StripeJSON {
        .object(members.map { Member(name: $0.key, value: $0.value) })
    }

    static func texts(_ texts: [String: String]) -> StripeJSON {
        .object(texts.sorted { $0.key < $1.key }.map { Member(name: $0.key, value: .text($0.value)) })
    }

    static func optional(_ text: String?) -> StripeJSON { text.map(StripeJSON.text) ?? .null }

    static func optional(_ number: Int?) -> StripeJSON { number.map(StripeJSON.integer) ?? .null }

    /// Seconds since 1970.
    static func date(_ date: Date?) -> StripeJSON { .optional(date?.stored) }

    static let empty = StripeJSON.object([])

    /// A member of an object; nil where there is none.
    subscript(name: String) -> StripeJSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The object with a member more, or another value of it.
    func setting(_ name: String, to value: StripeJSON) -> StripeJSON {
        guard case .object(var members) = self else { return self }
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append(Member(name: name, value: value))
        }
        return .object(members)
    }

    /// The members of both objects, in alphabetical order behind `id` and `object`, where Stripe has them.
    func merging(_ other: StripeJSON) -> StripeJSON {
        guard case .object(let left) = self, case .object(let right) = other else { return self }
        let all = left + right
        let leading = ["id", "object"].compactMap { name in all.first { $0.name == name } }
        let others = all.filter { $0.name != "id" && $0.name != "object" }
        return .object(leading + others.sorted { $0.name < $1.name })
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The value in UTF-8, indented by two spaces.
    var encoded: [UInt8] {
        var output = ""
        write(to: &output, indentation: "\n")
        return Array((output + "\n").utf8)
    }

    private func write(to output: inout String, indentation: String) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .integer(let value): output += String(value)
        case .text(let value): StripeJSON.write(value, to: &output)
        case .array(let values):
            StripeJSON.write(values, between: ("[", "]"), to: &output, indentation) { value, output, inner in
                value.write(to: &output, indentation: inner)
            }
        case .object(let members):
            StripeJSON.write(members, between: ("{", "}"), to: &output, indentation) { member, output, inner in
                StripeJSON.write(member.name, to: &output)
                output += ": "
                member.value.write(to: &output, indentation: inner)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element],
        between marks: (String, String),
        to output: inout String,
        _ indentation: String,
        _ writeOne: (Element, inout String, String) -> Void
    ) {
        let inner = indentation + "  "
        output += marks.0
        for (number, element) in elements.enumerated() {
            output += (number == 0 ? "" : ",") + inner
            writeOne(element, &output, inner)
        }
        output += (elements.isEmpty ? "" : indentation) + marks.1
    }

    private static func write(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
