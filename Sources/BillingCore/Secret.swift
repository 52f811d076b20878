/// A text that must not be seen: an API key, a webhook secret, the URL of a portal session.
///
/// It prints as `[secret]` in every way there is: description, interpolation, `dump`, reflection and encoding. The one
/// way to the text is ``reveal()``, so that a search for that word finds every place where a secret leaves its wrapper.
public struct Secret: Sendable {
    // A closure, because reflection sees into every stored property of a struct, a class or an enum, but not into what
    // a closure captured.
    private let text: @Sendable () -> String

    /// Wraps a text; from here on only ``reveal()`` shows it.
    public init(_ text: String) { self.text = { text } }

    /// The text itself.
    ///
    /// Hand it to the one who needs it and keep no copy.
    public func reveal() -> String { text() }
}

extension Secret: Equatable {
    /// Compares in a time that does not depend on where two secrets of one length differ.
    public static func == (left: Secret, right: Secret) -> Bool {
        let left = Array(left.reveal().utf8)
        let right = Array(right.reveal().utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, Encodable {
    /// Prints as `[secret]`.
    public var description: String { "[secret]" }

    /// Prints as `[secret]`.
    public var debugDescription: String { "[secret]" }

    /// Reflects as a value without parts.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    /// Encodes as the text `[secret]`, in every format.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
