/// `${VAR}`, `${VAR:-default}` and `$$` in a scalar.
///
/// What comes out is not looked at again.
struct Interpolation: Sendable {
    let variables: [String: String]

    enum Problem: Error, Equatable {
        case unset(String)
        /// `${` that is not followed by a name and `}`.
        case malformed
    }

    func expand(_ text: String) throws(Problem) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            switch rest.first {
            case "$":
                result += "$"
                rest = rest.dropFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw .malformed }
                result += try value(of: rest[rest.index(after: rest.startIndex)..<end])
                rest = rest[rest.index(after: end)...]
            default: result += "$"
            }
        }
        return result + rest
    }

    private func value(of expression: Substring) throws(Problem) -> String {
        guard let colon = expression.firstIndex(of: ":") else {
            guard Interpolation.isName(expression) else { throw .malformed }
            guard let value = variables[String(expression)] else { throw .unset(String(expression)) }
            return value
        }
        let name = expression[..<colon]
        let rest = expression[expression.index(after: colon)...]
        guard Interpolation.isName(name), rest.hasPrefix("-"), !rest.contains("${") else { throw .malformed }
        // As in a shell, an empty variable counts as none here.
        if let value = variables[String(name)], !value.isEmpty { return value }
        return String(rest.dropFirst())
    }

    /// Whether a text is the name of an environment variable.
    static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, !first.isDigit else { return false }
        return text.utf8.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "_") }
    }
}

extension Interpolation {
    /// The text of a scalar.
    ///
    /// Nil for anything else and where it cannot be expanded: the shape check has said so.
    func text(_ node: YAMLNode) -> String? {
        guard node.kind == .scalar, !node.isNull else { return nil }
        return node.hasDollar ? try? expand(node.text) : node.text
    }
}
