package import BillingCore

/// Where the gateway's own pages of a tenant are.
package struct TenantAddress: Hashable, Sendable {
    /// Where browsers reach it, such as `https://billing.example.com/t/acme`.
    package let url: String

    package init(_ tenant: TenantID, publicURL: String) { url = publicURL + TenantAddress.path(tenant) }

    /// Below the public URL.
    package static func path(_ tenant: TenantID) -> String { "/t/\(tenant)" }

    /// The billing page, below the tenant's pages.
    package static let billingPath = "/dashboard/billing"

    /// The billing page.
    package var billing: String { url + TenantAddress.billingPath }

    /// Whether a URL leads to one of the pages.
    package func covers(_ other: WebURL) -> Bool { (try? WebURL(url))?.covers(other) ?? false }
}
