import BillingCore
import Synchronization

/// What is known of a customer, from wherever.
enum Reading: Sendable {
    /// The tenant's customer has no link to a customer of the provider.
    case notLinked
    /// There is a link, but the provider has no such customer.
    case missing
    case known(KnownCustomer)

    var snapshot: SubscriptionSnapshot? {
        if case .known(let known) = self { known.snapshot } else { nil }
    }
}

/// What the provider said of a customer, and the overview that was made of it.
final class KnownCustomer: Sendable {
    let snapshot: SubscriptionSnapshot
    private let overview = Mutex<BillingOverview?>(nil)

    init(_ snapshot: SubscriptionSnapshot) { self.snapshot = snapshot }

    /// The overview of before, or one that is made and kept.
    ///
    /// A tenant may link two of its customers to one of the provider's; then the last one's is kept.
    func overview(of customer: CustomerID, _ make: () -> BillingOverview) -> BillingOverview {
        if let overview = overview.withLock(\.self), overview.customer.id == customer { return overview }
        let made = make()
        overview.withLock { $0 = made }
        return made
    }
}
