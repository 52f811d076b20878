import BillingCore
import BillingRouter

/// What is configured for one tenant, by the defaults, or by nobody.
struct TenantSettings {
    var name: String?
    var provider: ProviderID?
    /// Whether a provider was named that does not exist: it has been reported.
    var hasUnknownProvider = false
    var timezone = "UTC"
    var app: WebURL?
    var defaultPath = ReturnURLs.standardPath
    var allowed: [WebURL]?
    var choosePlanURL: String?
    var paidGrace = Duration.seconds(24 * 3600)
    var paidPolicy = Access.Policy.status
    var visibility = Tenant.PortalPolicy.standard.visibility
    var lapsedLink = Tenant.PortalPolicy.standard.lapsedLink
    var flows = Tenant.PortalPolicy.standard.flows
    var freshFor = Duration.seconds(60)
    var customers: [CustomerID: ProviderCustomerID] = [:]
    var customerIDs = Tenant.CustomerIDs.own
    var pages = PageSettings.standard
    var plans: (key: YAMLNode, value: YAMLNode)?
    var priceMap: YAMLNode?
    var apiKeys: YAMLNode?

    func tenant(_ id: TenantID, provider: ProviderID, catalogue: PlanCatalogue, isDevelopment: Bool) -> Tenant {
        Tenant(
            id: id,
            name: name ?? id.rawValue,
            provider: provider,
            timezone: timezone,
            returnURLs: ReturnURLPolicy(
                app: app,
                defaultPath: defaultPath,
                allowed: allowed,
                allowsLoopbackHTTP: isDevelopment
            ),
            choosePlanURL: choosePlanURL,
            paidGrace: paidGrace,
            paidPolicy: paidPolicy,
            portal: Tenant.PortalPolicy(visibility: visibility, lapsedLink: lapsedLink, flows: flows),
            freshFor: freshFor,
            catalogue: catalogue,
            customers: customers,
            customerIDs: customerIDs,
            pages: pages
        )
    }
}
