/// Why a text is not the URL of a gateway.
public struct InvalidGatewayURL: Error, CustomStringConvertible {
    /// A clause about the URL, such as "has a query".
    ///
    /// It does not quote it.
    public let reason: String

    init(_ reason: String) { self.reason = reason }

    /// The reason.
    public var description: String { reason }
}
