import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes
import PageKit

extension CustomerPages {
    /// What a stranger gets: the way to log in.
    func letIn(_ visit: Visit) async throws -> ServerResponse {
        if visit.wantsJSON { throw ServiceError(.unauthenticated, "The request has no session.") }
        if let development = gateway.developmentLogin {
            let customers = await development.customers(visit.tenant)
            return ServerResponse(StrangerPages(look: visit.look).developmentLogin(customers))
        }
        guard let login = loginURL(backTo: place.prefix + visit.request.path, visit),
            !sessions.hasLoginMark(visit.tenant, in: visit.request.fields)
        else { return notSignedIn(visit) }
        var response = ServerResponse.seeOther(login)
        response.fields.append(sessions.loginMark(visit.tenant))
        return response
    }

    /// Where somebody who came from there has to start again, or whose form cannot lead to another site.
    func notSignedIn(_ visit: Visit) -> ServerResponse {
        if visit.wantsJSON {
            return problem(ServiceError(.unauthenticated, "The request has no session."), visit.trace)
        }
        let login = gateway.developmentLogin == nil ? loginURL(backTo: visit.look.billing, visit) : visit.look.billing
        return ServerResponse(
            StrangerPages(look: visit.look).notSignedIn(login: login),
            [.wwwAuthenticate: Problem.challenge]
        )
    }

    /// `?as=ada`: in development, whoever says so is ada.
    func signInForDevelopment(_ visit: Visit) -> ServerResponse? {
        guard gateway.developmentLogin != nil, visit.request.method == .get || visit.request.method == .head,
            let name = FormValues(query: visit.request.query).pairs.first(where: { $0.name == "as" })?.value
        else { return nil }
        let customer: CustomerID
        do throws(InvalidIdentifier) {
            // An id may be of spaces, but whoever types none means nobody.
            customer = try CustomerID(name.allSatisfy(\.isWhitespace) ? "" : name)
        } catch {
            let problem = name.allSatisfy(\.isWhitespace) ? "Enter a customer’s id." : error.sentence
            let page = StrangerPages(look: visit.look).developmentLogin([], typed: name, problem: problem)
            return ServerResponse(page)
        }
        let rest = (visit.request.query ?? "").split(separator: "&").filter { pair in
            PercentEncoding.decode(pair.prefix { $0 != "=" }, plusIsSpace: true) != "as"
        }
        let query = rest.isEmpty ? "" : "?" + rest.joined(separator: "&")
        var response = ServerResponse.seeOther(place.prefix + visit.request.path + query)
        let reference = CustomerReference(tenant: visit.tenant, customer: customer)
        response.fields.append(sessions.signIn(reference, at: visit.now))
        return response
    }

    func signOut(_ visit: Visit, _ facts: inout RequestFacts) -> ServerResponse {
        let visitor = recognition.visitor(of: visit.tenant, in: visit.request.fields, at: visit.now)
        guard visit.request.method == .post else {
            if visitor != nil { return .seeOther(visit.look.billing) }
            let login = gateway.developmentLogin == nil ? loginURL(backTo: visit.look.billing, visit) : nil
            return ServerResponse(StrangerPages(look: visit.look).signedOut(login: login))
        }
        // Not to the tenant's log-in: browsers let no form lead to a site that its page does not name.
        var response = ServerResponse.seeOther(visit.look.signOut)
        // Another site's form comes without the cookie, and must not take it away.
        guard let visitor else { return response }
        do throws(ServiceError) {
            _ = try form(visit, of: visitor)
            response.fields.append(sessions.signOut(of: visit.tenant))
            return response
        } catch {
            facts.error = error
            return ServerResponse(StrangerPages(look: visit.look).notSignedOut(formToken: visitor.formToken))
        }
    }

    /// The values of a form that this visitor sent, and nobody in their name.
    ///
    /// - Throws: ``ServiceError`` with `forbidden`, or for what is no form.
    func form(_ visit: Visit, of visitor: Visitor) throws(ServiceError) -> FormValues {
        try ForeignPages.refuse(visit.request, otherThan: place.origin)
        let form = try FormValues(body: visit.request)
        guard Secret(form["csrf"] ?? "") == Secret(visitor.formToken) else {
            throw ServiceError(.forbidden, "The form does not have the token of this session.")
        }
        return form
    }

    /// Nil where the tenant has no log-in of its own.
    private func loginURL(backTo path: String, _ visit: Visit) -> String? {
        visit.look.tenant.pages.loginURL?
            .replacing("{return_to}", with: PercentEncoding.encode(place.origin + path))
    }
}
