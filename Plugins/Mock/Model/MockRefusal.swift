/// Why the world does not do what it was asked to.
///
/// Nothing has changed then.
struct MockRefusal: Error, Hashable {
    let code: Code
    /// One sentence for whoever asked.
    ///
    /// It never holds a card number.
    let message: String
    /// What was wrong in the request, by its name in Stripe's API, such as `price`.
    var parameter: String?

    enum Code: Hashable, Sendable {
        /// There is no such thing.
        case notFound
        /// A value that cannot be.
        case invalid
        /// There is one already, or the thing is not in a state for this.
        case conflict
        /// The card is not taken: Stripe's decline code.
        case cardDeclined(String)
    }

    init(_ code: Code, _ message: String, parameter: String? = nil) {
        self.code = code
        self.message = message
        self.parameter = parameter
    }
}
