public import FoundationEssentials

/// Whether a subscription is paused, and what a pause means for its customer.
public enum Pause: Hashable, Sendable {
    /// It is not paused, and nothing is planned.
    case none
    /// It will be paused.
    case scheduled(at: Date)
    /// The service goes on; no money is collected.
    case collectionOnly(resumesAt: Date?)
    /// The service stops. `cause` is the provider's own word for why, where it gives one.
    case service(resumesAt: Date?, cause: String?)
}
