/// Parameters in the form `application/x-www-form-urlencoded`, for a body or a query: nested names as
/// `flow_data[subscription_cancel][subscription]`.
public struct FormParameters: Hashable, Sendable {
    /// The parameters as they are sent, without a question mark.
    ///
    /// Empty without parameters.
    public private(set) var encoded = ""

    /// What the form is called as a media type.
    public static let mediaType = "application/x-www-form-urlencoded"

    /// Whether a `Content-Type` names this form, whatever parameters follow it.
    public static func isMediaType(_ contentType: String?) -> Bool {
        let type = contentType?.prefix { $0 != ";" } ?? ""
        return type.lowercased().filter { $0 != " " && $0 != "\t" } == mediaType
    }

    /// The names and values of a form or a query, decoded, in their order.
    ///
    /// Nil where one has a bad escape, is not UTF-8 or holds NUL.
    public static func pairs(in text: some StringProtocol) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        // By bytes: a mark that combines with what is before it makes no other character of a separator.
        for part in Array(text.utf8).split(separator: UInt8(ascii: "&")) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard let name = PercentEncoding.decode(halves[0], plusIsSpace: true),
                let value = PercentEncoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }

    /// Holds nothing yet.
    public init() {}

    /// Adds a parameter.
    ///
    /// A name of several parts is nested, an element of a list has its index as a part.
    public mutating func append(_ value: String, at name: String...) {
        append(value, name)
    }

    /// Adds a parameter unless its value is nil.
    public mutating func append(_ value: String?, at name: String...) {
        if let value { append(value, name) }
    }

    private mutating func append(_ value: String, _ name: [String]) {
        if !encoded.isEmpty { encoded += "&" }
        for (depth, part) in name.enumerated() {
            encoded += depth == 0 ? PercentEncoding.encode(part) : "%5B\(PercentEncoding.encode(part))%5D"
        }
        encoded += "=" + PercentEncoding.encode(value)
    }
}
