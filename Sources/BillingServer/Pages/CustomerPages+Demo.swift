import BillingCore
import BillingRouter
import HTTPTypes
import PageKit

extension CustomerPages {
    /// A page as a tenant's application might have it, with both elements: for development only.
    func demo(_ visit: Visit, _ facts: inout RequestFacts) async throws -> ServerResponse {
        guard gateway.developmentLogin != nil else {
            throw ServiceError(.notFound, "There is nothing at this path.")
        }
        guard visitor(visit, &facts) != nil else { return try await letIn(visit) }
        let tenant = PageFormValue("tenant", visit.tenant.rawValue)
        let flow = PageFormValue("flow", "payment_method_update")
        let elements = [
            PageElement("tollgate-billing", [tenant]),
            PageElement("tollgate-portal-button", [tenant, flow], text: "Update payment method"),
            PageElement("demo-events"),
        ].compactMap(\.self).map(PageBlock.element)
        var site = visit.look.site
        site.name = "\(visit.look.tenant.name)’s own application"
        site.home = nil
        // What defines the list of events is there before the first event.
        site.scripts = [visit.look.root + DemoScript.path, place.prefix + EmbedScript.path]
        let titles = ["Your plan", "Your payment method", "What the elements tell this page"]
        let page = Page(
            title: "Settings",
            site: site,
            lead: "What a tenant’s own page looks like with \(code: "tollgate.js"). It needs scripts.",
            blocks: zip(titles, elements).map { .section(PageSection($0, [$1])) }
        )
        return ServerResponse(page)
    }
}
