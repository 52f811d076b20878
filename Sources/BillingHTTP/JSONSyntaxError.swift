/// Why bytes are not a JSON document.
///
/// It quotes nothing of them, because an answer may hold secrets.
public struct JSONSyntaxError: Error, Hashable, CustomStringConvertible {
    /// One clause without a full stop, such as "a value is missing".
    public let reason: String
    /// Where, in bytes from the start.
    public let offset: Int

    init(_ reason: String, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// The reason and where.
    public var description: String { "\(reason) at byte \(offset)" }
}
