public import FoundationEssentials

/// A stretch of time that a customer is billed for, or tries a product in.
public struct Period: Hashable, Sendable {
    /// The instant at which it begins.
    ///
    /// Nil where the provider names only the end.
    public let start: Date?

    /// The instant at which it is over.
    public let end: Date

    /// A period from an instant up to another, which is no longer in it.
    public init(start: Date?, end: Date) {
        self.start = start
        self.end = end
    }
}

/// How often a price is charged.
public enum BillingInterval: String, Hashable, Sendable, Codable, CaseIterable {
    case day, week, month, year
}
