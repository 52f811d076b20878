package import BillingCore

/// One tenant, as configured: immutable, and shared by all who ask for it.
package final class Tenant: Sendable {
    package let id: TenantID
    package let name: String
    package let provider: ProviderID
    package let timezone: String
    package let returnURLs: ReturnURLPolicy
    package let choosePlanURL: String?
    package let paidGrace: Duration
    package let paidPolicy: Access.Policy
    package let portal: PortalPolicy
    /// How long an answer of the provider is good for.
    package let freshFor: Duration
    package let catalogue: PlanCatalogue
    /// Static links: the tenant's own ids to the provider's.
    package let customers: [CustomerID: ProviderCustomerID]
    package let customerIDs: CustomerIDs
    package let pages: PageSettings

    /// What a tenant shows of the provider's portal.
    package struct PortalPolicy: Hashable, Sendable {
        package let visibility: Visibility
        /// Whether customers whose subscription ended still find their invoices and payment methods.
        package let lapsedLink: Bool
        /// What a portal may open with, in the order in which it is shown.
        package let flows: [PortalFlow]

        /// To whom a tenant shows the portal.
        package enum Visibility: String, Sendable, CaseIterable {
            /// To customers with a subscription.
            case paid
            /// To every customer that the provider knows.
            case always
            case never
        }

        package init(visibility: Visibility, lapsedLink: Bool, flows: [PortalFlow]) {
            self.visibility = visibility
            self.lapsedLink = lapsedLink
            self.flows = flows
        }

        package static let standard = PortalPolicy(visibility: .paid, lapsedLink: true, flows: PortalFlow.allCases)
    }

    /// How a customer that has no static link is found.
    package enum CustomerIDs: String, Sendable, CaseIterable {
        /// Not at all.
        case own
        /// The id is the provider's own. Only callers that may name any customer of the tenant come this way.
        case provider
    }

    package init(
        id: TenantID,
        name: String,
        provider: ProviderID,
        timezone: String = "UTC",
        returnURLs: ReturnURLPolicy,
        choosePlanURL: String? = nil,
        paidGrace: Duration = .seconds(24 * 3600),
        paidPolicy: Access.Policy = .status,
        portal: PortalPolicy = .standard,
        freshFor: Duration = .seconds(60),
        catalogue: PlanCatalogue,
        customers: [CustomerID: ProviderCustomerID] = [:],
        customerIDs: CustomerIDs = .own,
        pages: PageSettings = .standard
    ) {
        self.id = id
        self.name = name
        self.provider = provider
        self.timezone = timezone
        self.returnURLs = returnURLs
        self.choosePlanURL = choosePlanURL
        self.paidGrace = paidGrace
        self.paidPolicy = paidPolicy
        self.portal = portal
        self.freshFor = freshFor
        self.catalogue = catalogue
        self.customers = customers
        self.customerIDs = customerIDs
        self.pages = pages
    }

    /// The provider's customer behind the tenant's own id.
    ///
    /// Nil where there is no link.
    package func providerCustomer(_ customer: CustomerID) -> ProviderCustomer? {
        if let linked = customers[customer] { return ProviderCustomer(id: linked) }
        switch customerIDs {
        case .own: return nil
        // Both kinds of id have one shape, but for the few names that a path reserves.
        case .provider: return (try? ProviderCustomerID(customer.rawValue)).map(ProviderCustomer.init(id:))
        }
    }
}
