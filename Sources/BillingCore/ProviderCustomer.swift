/// A customer as one provider knows it: the gateway has already resolved the tenant's own id to this.
public struct ProviderCustomer: Hashable, Sendable {
    /// The provider's own id of the customer.
    public let id: ProviderCustomerID

    /// Names a customer by the provider's own id.
    public init(id: ProviderCustomerID) { self.id = id }
}
