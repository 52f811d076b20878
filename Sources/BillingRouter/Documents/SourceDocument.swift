public import FoundationEssentials

/// Where an answer comes from, and of when it is.
public struct SourceDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// Who gave the answer.
    public let source: Kind
    /// The provider's time at which it was true.
    public let asOf: Date
    /// Older than the tenant's freshness allows; given because there was nothing better.
    public let stale: Bool

    /// How long ago the provider was asked, by this machine's clock.
    ///
    /// Not part of the document: HTTP says it in `Age`.
    package var age: Duration = .zero

    /// Who can give an answer.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Asked of the provider for this answer.
        case live
        /// Remembered from a call within the tenant's `fresh_for`.
        case cache
        /// Remembered from longer ago.
        case stale
    }

    package init(source: Kind, asOf: Date, age: Duration = .zero) {
        self.source = source
        self.asOf = asOf
        self.age = age
        stale = source == .stale
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("source", source.rawValue)
            json.member("as_of", asOf)
            json.member("stale", stale)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case source, stale
        case asOf = "as_of"
    }
}
