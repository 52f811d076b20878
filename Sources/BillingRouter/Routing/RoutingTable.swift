package import BillingCore

/// Who is served by what: one immutable snapshot, swapped whole when the configuration changes.
package struct RoutingTable: Sendable {
    package let environment: DeploymentEnvironment
    /// Where browsers reach the gateway, such as `https://billing.example.com`, without a slash at its end.
    package let publicURL: String
    package let tenants: [TenantID: Tenant]
    /// One for each configured entry, however many tenants are on it.
    ///
    /// A command that asks for one tenant builds only the one it needs.
    package let instances: [ProviderID: ProviderInstance]
    package let keys: [APIKey.Digest: APIKey.Grant]

    package init(
        environment: DeploymentEnvironment,
        publicURL: String,
        tenants: [TenantID: Tenant],
        instances: [ProviderID: ProviderInstance],
        keys: [APIKey.Digest: APIKey.Grant]
    ) {
        self.environment = environment
        self.publicURL = publicURL
        self.tenants = tenants
        self.instances = instances
        self.keys = keys
    }

    /// A tenant and the instance that serves it.
    ///
    /// - Throws: ``ServiceError`` with `tenant-not-found`.
    package func route(_ id: TenantID) throws(ServiceError) -> (Tenant, ProviderInstance) {
        guard let tenant = tenants[id] else {
            throw ServiceError(.tenantNotFound, "There is no such tenant.")
        }
        guard let instance = instances[tenant.provider] else {
            throw ServiceError(.internal, "The tenant's provider was not built.")
        }
        return (tenant, instance)
    }
}
