package import HTTPTypes

/// A request, whole: what a handler decides on, and nothing of the framework that brought it.
package struct ServerRequest: Sendable {
    package var method: HTTPRequest.Method
    /// As it came: escapes and all, without the query.
    package var path: String
    /// As it came, without its `?`.
    ///
    /// Nil where there is none.
    package var query: String?
    /// Without `Host`.
    package var fields: HTTPFields
    /// The value of `Host`.
    package var authority: String?
    package var body: [UInt8]
    /// Whether the peer is on this machine.
    package var isFromLoopback: Bool

    package init(
        method: HTTPRequest.Method = .get,
        path: String,
        query: String? = nil,
        fields: HTTPFields = [:],
        authority: String? = nil,
        body: [UInt8] = [],
        isFromLoopback: Bool = false
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.authority = authority
        self.body = body
        self.isFromLoopback = isFromLoopback
    }

    /// Splits a target in origin form at its `?`.
    package init(
        method: HTTPRequest.Method,
        target: Substring,
        fields: HTTPFields,
        authority: String?,
        body: [UInt8],
        isFromLoopback: Bool = false
    ) {
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        self.init(
            method: method,
            path: String(target[..<(mark ?? target.endIndex)]),
            query: mark.map { String(target[target.utf8.index(after: $0)...]) },
            fields: fields,
            authority: authority,
            body: body,
            isFromLoopback: isFromLoopback
        )
    }
}
