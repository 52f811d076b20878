import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes

extension CustomerPages {
    /// Opens the portal for whoever pressed a button of ours.
    func portal(_ visit: Visit, _ facts: inout RequestFacts) async throws -> ServerResponse {
        // Somebody reloads an answer of before, or follows a link to it.
        guard visit.request.method == .post else { return .seeOther(visit.look.billing) }
        guard let visitor = visitor(visit, &facts) else { return notSignedIn(visit) }
        var flow = PortalFlow.home
        do throws(ServiceError) {
            let form = try form(visit, of: visitor)
            flow = try self.flow(form["flow"])
            let order = PortalOrder(flow: flow, destination: .url(try returnURL(form, visitor, visit)))
            let session = try await gateway.service.createPortalSession(
                for: visitor.customer,
                order,
                visit.call(key: form["key"])
            )
            return visit.wantsJSON
                ? Documents.unstored(session.json(), status: .created) : .seeOther(session.url.reveal())
        } catch {
            return await notOpened(error, flow, visitor, visit, &facts)
        }
    }

    private func notOpened(
        _ error: ServiceError,
        _ flow: PortalFlow,
        _ visitor: Visitor,
        _ visit: Visit,
        _ facts: inout RequestFacts
    ) async -> ServerResponse {
        if visit.wantsJSON {
            facts.error = error
            var problem = Problem(error: error, traceID: visit.trace.traceID)
            problem.message = FailureWords(opening: error.code)
            return problem.response
        }
        var page = BillingPage(
            look: visit.look,
            visitor: visitor,
            situation: await situation(of: visitor, visit, &facts),
            reference: visit.trace.traceID
        )
        // What the customer asked for matters more to the log than what the page still lacks.
        facts.error = error
        page.failure = BillingPage.Failure(error: error, flow: flow)
        return respond(page, visit)
    }

    private func flow(_ text: String?) throws(ServiceError) -> PortalFlow {
        guard let text else { return .home }
        guard let flow = PortalFlow(rawValue: text) else { throw .invalid("flow", "There is no such flow.") }
        return flow
    }

    /// Back to the page that the customer comes from, with what it showed.
    private func returnURL(_ form: FormValues, _ visitor: Visitor, _ visit: Visit) throws(ServiceError) -> String {
        let address = TenantAddress(visit.tenant, publicURL: gateway.table.publicURL)
        var page = address.billing
        if let path = form["return_path"] {
            guard path.hasPrefix(visit.look.root + "/"), !path.contains(where: { "?#".contains($0) }) else {
                throw .invalid("return_path", "It is not one of the tenant's pages.")
            }
            page = place.origin + path
        }
        guard let seen = form["seen"], OverviewFingerprint.isOne(seen) else { return page }
        return page + "?returned=" + seen + "." + gateway.sessionKey.signature(for: .visit, visitor.visit(seen: seen))
    }

    /// What a page showed before the customer left it for the portal.
    ///
    /// Nil where the address does not come from us: anybody can make a link, and "Your plan was updated." is for those
    /// only who come back.
    func seenBefore(_ visitor: Visitor, _ visit: Visit) -> String? {
        let parts = FormValues(query: visit.request.query)["returned"]?.split(separator: ".") ?? []
        guard parts.count == 2, OverviewFingerprint.isOne(String(parts[0])),
            gateway.sessionKey.isSignature(parts[1], for: .visit, visitor.visit(seen: String(parts[0])))
        else { return nil }
        return String(parts[0])
    }
}

extension Visitor {
    /// A visit to the portal, as it is signed.
    fileprivate func visit(seen: String) -> [String] { [customer.tenant.rawValue, customer.customer.rawValue, seen] }
}
