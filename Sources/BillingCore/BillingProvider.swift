/// A billing provider: the three things the gateway asks of Stripe, of the mock, of any other.
///
/// An instance serves every tenant that is configured on it, from many tasks at once. It holds no state of a customer
/// and starts no task that outlives a call. It waits by suspending and never by blocking: its tasks run on the threads
/// that other callers' sockets are on.
///
/// Throw a ``BillingError`` with the code that <doc:TheErrorContract> gives for the case, and leave retrying to the
/// gateway. When the task is cancelled, stop and throw ``BillingError/Code/cancelled``. When
/// ``CallContext/deadline`` passes, throw ``BillingError/Code/providerTimeout``, or
/// ``BillingError/Code/outcomeUnknown`` when something may have been created. Nothing of a secret or of a portal URL
/// goes into a message.
///
/// There are no default implementations: a policy that wraps a provider and forgets to forward a call must not compile.
public protocol BillingProvider: Sendable {
    /// What this provider can do. It does not change.
    var capabilities: ProviderCapabilities { get }

    /// Opens the provider's self-service portal for a customer.
    ///
    /// - Throws: ``BillingError`` with `customer-not-found`, `portal-unavailable`, `flow-not-supported`,
    ///   `return-url-not-allowed`, `capability-unsupported` (no portal at all), or a code of the provider's own trouble.
    ///   With no answer to a request that was sent: `outcome-unknown`.
    func createPortalSession(
        _ request: PortalSessionRequest,
        _ context: CallContext
    ) async throws(BillingError) -> PortalSession

    /// Fetches **all** subscriptions of a customer, ended ones too, on every page the provider has.
    ///
    /// A customer without subscriptions is an empty snapshot. A status that the provider added since is
    /// ``SubscriptionStatus/unrecognized(_:)``, unknown fields are passed over, missing optional ones are nil.
    ///
    /// - Throws: ``BillingError`` with `customer-not-found` for a customer the provider does not have or has deleted,
    ///   `provider-bad-response` when an id or a status is missing, or a code of the provider's own trouble.
    func fetchSubscription(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> SubscriptionSnapshot

    /// Answers whether the customer's current subscription is cancelled, for callers who ask only that.
    ///
    /// Where the answer is in the subscription, it is ``Cancellation/init(derivedFrom:)`` of a snapshot.
    ///
    /// - Throws: ``BillingError``, as ``fetchSubscription(_:_:)`` does.
    func checkCancellation(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> Cancellation
}
