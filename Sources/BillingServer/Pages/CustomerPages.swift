import BillingCore
import BillingHTTP
import BillingRouter
import FoundationEssentials
import HTTPTypes
import PageKit

/// The pages for a tenant's customers: billing, plans, and the ways in and out.
///
/// Each place is a few lines here: what the pages say is decided by functions of what is known.
struct CustomerPages {
    let gateway: Gateway
    let place: PublicPlace
    let sessions: SessionCookies
    let recognition: any VisitorRecognition

    /// Where a visitor can be.
    enum Place: Sendable {
        case front, billing, portal, plans, signOut, asset, demo, elsewhere
    }

    /// One request, once it is known whose pages it is for.
    struct Visit {
        let request: ServerRequest
        let trace: TraceContext
        let look: TenantLook
        let now: Date

        var tenant: TenantID { look.tenant.id }
        var wantsJSON: Bool { ContentNegotiation(request.fields).prefersJSON }
        func call(fresh: Bool = false, key: String? = nil) -> ServiceCall {
            ServiceCall(fresh: fresh, idempotencyKey: key, traceParent: trace.traceParent)
        }
    }

    init(_ gateway: Gateway) {
        self.gateway = gateway
        place = PublicPlace(publicURL: gateway.table.publicURL)
        sessions = SessionCookies(key: gateway.sessionKey, isSecure: place.origin.hasPrefix("https:"))
        recognition = sessions
    }

    /// Answers, always: what fails is a page too.
    func answer(
        _ place: Place,
        _ parameters: [Substring],
        _ request: ServerRequest,
        _ trace: TraceContext,
        _ facts: inout RequestFacts
    ) async -> ServerResponse {
        if let asset = asset(place, request) { return asset }
        guard let look = look(parameters[0]) else {
            facts.error = .tenantNotFound
            if ContentNegotiation(request.fields).prefersJSON {
                return problem(.tenantNotFound, trace)
            }
            return ServerResponse(NobodysPages.notFound(in: self.place))
        }
        facts.tenant = look.tenant.id
        let visit = Visit(request: request, trace: trace, look: look, now: gateway.clock.now())
        if let signedIn = signInForDevelopment(visit) { return signedIn }
        do {
            return try await answer(place, visit, &facts)
        } catch {
            let error = error as? ServiceError ?? ServiceError(.internal, ProblemCode.internal.explanation.meaning)
            facts.error = error
            return failed(error, visit)
        }
    }

    private func answer(_ place: Place, _ visit: Visit, _ facts: inout RequestFacts) async throws -> ServerResponse {
        switch place {
        case .front: return .seeOther(visit.look.billing)
        case .billing: return try await billing(visit, &facts)
        case .portal: return try await portal(visit, &facts)
        case .plans: return try await plans(visit, &facts)
        case .signOut: return signOut(visit, &facts)
        case .demo: return try await demo(visit, &facts)
        case .asset, .elsewhere: return try elsewhere(visit)
        }
    }

    /// There is nothing here, except that people end an address with a slash.
    private func elsewhere(_ visit: Visit) throws -> ServerResponse {
        let path = visit.request.path
        guard path.hasSuffix("/"), let end = path.lastIndex(where: { $0 != "/" }) else {
            throw ServiceError(.notFound, "There is nothing at this path.")
        }
        return .seeOther(place.prefix + path[...end] + (visit.request.query.map { "?" + $0 } ?? ""))
    }

    // MARK: Billing

    private func billing(_ visit: Visit, _ facts: inout RequestFacts) async throws -> ServerResponse {
        guard let visitor = visitor(visit, &facts) else { return try await letIn(visit) }
        let seen = seenBefore(visitor, visit)
        if visit.wantsJSON {
            let overview = try await gateway.service.overview(of: visitor.customer, visit.call(fresh: seen != nil))
            let document = BillingPageDocument(
                look: visit.look,
                visitor: visitor,
                overview: overview,
                wasUpdated: seen.map { $0 != OverviewFingerprint.of(overview) }
            )
            return Documents.unstored(document.json())
        }
        let situation = await situation(of: visitor, visit, fresh: seen != nil, &facts)
        var page = BillingPage(
            look: visit.look,
            visitor: visitor,
            situation: situation,
            reference: visit.trace.traceID
        )
        if let seen, let overview = situation.overview { page.wasUpdated = OverviewFingerprint.of(overview) != seen }
        return respond(page, visit)
    }

    /// What there is to tell; what went wrong is a part of it.
    func situation(
        of visitor: Visitor,
        _ visit: Visit,
        fresh: Bool = false,
        _ facts: inout RequestFacts
    ) async -> Situation {
        do throws(ServiceError) {
            return Situation(try await gateway.service.overview(of: visitor.customer, visit.call(fresh: fresh)))
        } catch {
            facts.error = error
            return Situation(error)
        }
    }

    func respond(_ page: BillingPage, _ visit: Visit) -> ServerResponse {
        var response = ServerResponse(page.page())
        let error: ServiceError? =
            if let failure = page.failure { failure.error } else if case .unavailable(let error) = page.situation {
                error
            } else {
                nil
            }
        if let seconds = error.flatMap(RetryAfter.seconds) { response.fields[.retryAfter] = String(seconds) }
        if sessions.hasLoginMark(visit.tenant, in: visit.request.fields) {
            response.fields.append(sessions.removeLoginMark(visit.tenant))
        }
        return response
    }

    // MARK: Plans

    private func plans(_ visit: Visit, _ facts: inout RequestFacts) async throws -> ServerResponse {
        guard let visitor = visitor(visit, &facts) else { return try await letIn(visit) }
        let plans = try await gateway.service.plans(of: visit.tenant, visit.call())
        let situation = await situation(of: visitor, visit, &facts)
        let page = BillingPage(
            look: visit.look,
            visitor: visitor,
            situation: situation,
            reference: visit.trace.traceID
        )
        let plansPage = PlansPage(
            look: visit.look,
            plans: plans,
            page: page,
            isDevelopment: gateway.developmentLogin != nil
        )
        return ServerResponse(plansPage.rendered())
    }

    // MARK: What they have in common

    /// Nil for what is no tenant of this gateway.
    private func look(_ segment: Substring) -> TenantLook? {
        guard let text = PercentEncoding.decode(segment), let id = try? TenantID(text),
            let tenant = gateway.table.tenants[id]
        else { return nil }
        return TenantLook(tenant, on: gateway.table.instances[tenant.provider], in: place)
    }

    func visitor(_ visit: Visit, _ facts: inout RequestFacts) -> Visitor? {
        let visitor = recognition.visitor(of: visit.tenant, in: visit.request.fields, at: visit.now)
        facts.customer = visitor?.customer.customer
        return visitor
    }

    /// What pages load: the same for everybody, but for the logo.
    private func asset(_ place: Place, _ request: ServerRequest) -> ServerResponse? {
        guard place == .asset else { return nil }
        let segments = request.path.split(separator: "/", maxSplits: 2)
        guard segments.count == 3 else { return nil }
        let path = "/" + segments[2]
        if let asset = PageAsset(path: path) { return ServerResponse(asset) }
        if gateway.developmentLogin != nil, let script = DemoScript.response(path: path, for: request) { return script }
        guard let logo = look(segments[1])?.tenant.pages.logo else { return nil }
        return TenantLogo.response(logo, path: path[...])
    }

    /// For scripts: what they can show.
    func problem(_ error: ServiceError, _ trace: TraceContext) -> ServerResponse {
        var problem = Problem(error: error, traceID: trace.traceID)
        problem.message = FailureWords(showing: error.code)
        return problem.response
    }

    /// What cannot be answered otherwise: a page, or a problem for whoever asks for JSON.
    private func failed(_ error: ServiceError, _ visit: Visit) -> ServerResponse {
        if visit.wantsJSON { return problem(error, visit.trace) }
        let words = FailureWords(showing: error.code)
        var actions: [PageAction] = [.link("Go to billing", to: visit.look.billing, style: .primary)]
        if let support = visit.look.support { actions.append(.link(support.label, to: support.target)) }
        let page = Page(
            status: Problem.status(of: error.code),
            title: words.title,
            site: visit.look.site,
            blocks: [.text("\(words.text) Reference: \(code: visit.trace.traceID)"), .actions(actions)]
        )
        return ServerResponse(page)
    }
}
