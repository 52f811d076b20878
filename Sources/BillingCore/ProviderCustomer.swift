/// A customer as one provider knows it: the gateway has already resolved the tenant's own id to this.
public struct ProviderCustomer: Hashable, Sendable {
    public let id: ProviderCustomerID

    public init(id: ProviderCustomerID) { self.id = id }
}
