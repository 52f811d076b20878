/// Parameters in the form `application/x-www-form-urlencoded`, for a body or a query: nested names as
/// `flow_data[subscription_cancel][subscription]`.
public struct FormParameters: Hashable, Sendable {
    /// The parameters as they are sent, without a question mark.
    ///
    /// Empty without parameters.
    public private(set) var encoded = ""

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
