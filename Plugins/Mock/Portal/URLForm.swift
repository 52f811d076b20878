import BillingHTTP

/// The names and values of a form or a query, as browsers send them.
struct URLForm: Hashable, Sendable {
    private var values: [String: String] = [:]

    private static let mostFields = 40

    /// Nothing.
    init() {}

    /// Nil for a bad escape, what is not UTF-8, NUL, a name that comes twice, and more fields than any form has.
    init?(_ text: some StringProtocol) {
        guard let pairs = FormParameters.pairs(in: text), pairs.count <= URLForm.mostFields else { return nil }
        for (name, value) in pairs where values.updateValue(value, forKey: name) != nil { return nil }
    }

    /// Sorted.
    var names: [String] { values.keys.sorted() }

    /// A value as it was given, with line breaks as one character.
    subscript(name: String) -> String? { values[name]?.replacing("\r\n", with: "\n") }

    /// Puts a value in the place of another, or where there was none.
    mutating func set(_ name: String, _ value: String) { values[name] = value }

    /// A value without the white space around it; nil where nothing is left.
    func text(_ name: String) -> String? {
        guard let value = self[name] else { return nil }
        let start = value.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) }
    }
}
