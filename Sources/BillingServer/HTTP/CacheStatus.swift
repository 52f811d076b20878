import BillingCore
import BillingRouter

/// The `Cache-Status` of an answer (RFC 9211).
enum CacheStatus {
    /// - Parameters:
    ///   - freshFor: how long the tenant takes an answer for fresh. Nil where that is not known.
    ///   - wasForced: the caller asked for a fresh answer.
    static func value(_ source: SourceDocument, freshFor: Duration?, wasForced: Bool) -> String {
        switch source.source {
        case .live: return wasForced ? "tollgate; fwd=request" : "tollgate; fwd=miss"
        case .cache, .stale:
            guard let freshFor else { return "tollgate; hit" }
            return "tollgate; hit; ttl=\(Int((freshFor - source.age).seconds))"
        }
    }
}
