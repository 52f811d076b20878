import BillingCore
import BillingRouter
import PageKit

/// What all pages of one tenant have in common: whose they are, where, and how they write.
struct TenantLook: Sendable {
    let tenant: Tenant
    let words: PageWords
    /// Where the pages are, such as `/t/acme`.
    let root: String
    /// Where a form may lead to: the provider's portal.
    let formTargets: [String]
    private let isTest: Bool
    private let origin: String
    private let scriptPath: String

    init(_ tenant: Tenant, on instance: ProviderInstance?, in place: PublicPlace) {
        self.tenant = tenant
        words = PageWords(tenant)
        root = place.prefix + TenantAddress.path(tenant.id)
        origin = place.origin
        scriptPath = place.prefix + EmbedScript.path
        // A portal that the gateway serves itself is at its public address, whatever address this page was asked under.
        formTargets = (instance?.provider.capabilities.portal?.origins ?? []) + [place.origin]
        isTest = instance?.mode == .test
    }

    var billing: String { root + TenantAddress.billingPath }
    var portal: String { billing + "/portal" }
    var plans: String { root + "/plans" }
    var signOut: String { root + "/logout" }

    var site: PageSite { site(current: "") }

    /// - Parameter current: the path of the page that is shown, which is one of the main ones.
    func site(current: String) -> PageSite {
        let hasPlans = tenant.catalogue.plans.contains { !$0.prices.isEmpty }
        let links = [PageLink("Billing", billing), PageLink("Plans", plans)].map { link in
            PageLink(link.label, link.target, isCurrent: link.target == current)
        }
        return PageSite(
            name: tenant.name,
            basePath: root,
            home: billing,
            banner: isTest ? "Test mode: no real money moves" : nil,
            navigation: hasPlans && !current.isEmpty ? links : [],
            returnLink: tenant.returnURLs.app.map { PageLink("Return to \(tenant.name)", $0.description) },
            branding: PageBranding(
                logo: tenant.pages.logo.flatMap { PageBranding.Logo(source: root + TenantLogo.path(of: $0)) },
                accent: tenant.pages.accent.flatMap(PageColour.init),
                support: support
            ),
            scripts: current == billing || current == plans ? [scriptPath] : []
        )
    }

    /// Where customers get help.
    var support: PageLink? { tenant.pages.supportURL.map { PageLink("Contact support", $0) } }

    /// Where customers choose a plan.
    var choosePlan: String { tenant.choosePlanURL ?? plans }
}

/// Where the gateway is for browsers.
struct PublicPlace: Sendable {
    /// Such as `https://billing.example.com`.
    let origin: String
    /// What all paths begin with, where a proxy serves the gateway below a path; empty otherwise.
    let prefix: String

    init(publicURL: String) {
        let url = try? WebURL(publicURL)
        origin = url?.origin ?? publicURL
        prefix = url.map { $0.path == "/" ? "" : $0.path } ?? ""
    }
}
