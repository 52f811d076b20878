import BillingCore
import Synchronization

/// The overviews of those who are asked for again and again, and what they were written as.
///
/// An overview takes several times the memory of the answer that it is made of, so these are of far fewer customers.
final class OverviewMemory: Sendable {
    /// An overview, and the answer of the provider that it was made of.
    private struct Made {
        let known: KnownCustomer
        let overview: BillingOverview
    }

    private let made: Mutex<BoundedMap<MemoryKey, Made>>

    init(capacity: Int) { made = Mutex(BoundedMap(capacity: capacity)) }

    /// The overview of before, where it was made of this very answer, or one that is made and kept.
    ///
    /// A tenant may link two of its customers to one of the provider's; then the last one's is kept.
    func overview(of customer: CustomerID, _ known: KnownCustomer, _ make: () -> BillingOverview) -> BillingOverview {
        let before = made.withLock { $0[known.key] }
        if let before, before.known === known, before.overview.customer.id == customer { return before.overview }
        let overview = make()
        made.withLock { $0[known.key] = Made(known: known, overview: overview) }
        return overview
    }
}
