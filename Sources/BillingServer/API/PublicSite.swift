import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes
import Logging

/// The public listener: the API, what is said of it, and the pages that providers host.
struct PublicSite: Site {
    private let gateway: Gateway
    private let readiness: Readiness
    private let edge: Edge<Endpoint>
    private let authenticator: Authenticator
    private let pages: HostedPagesMount
    private let customerPages: CustomerPages

    enum Endpoint: Sendable, CaseIterable {
        case billing, subscription, cancellation, portalSessions
        case tenant, plans
        case live, ready, openAPI, problem
        case hostedRoot, hosted
        case root, front, billingPage, openPortal, plansPage, signOut, demoPage, tenantAsset, otherPage
        case embedScript
    }

    static let routes: [Route<Endpoint>] = [
        Route(.billing, "/v1/tenants/{tenant}/customers/{customer}/billing"),
        Route(.subscription, "/v1/tenants/{tenant}/customers/{customer}/subscription"),
        Route(.cancellation, "/v1/tenants/{tenant}/customers/{customer}/cancellation"),
        Route(.portalSessions, "/v1/tenants/{tenant}/customers/{customer}/portal-sessions", [.post]),
        Route(.tenant, "/v1/tenants/{tenant}"),
        Route(.plans, "/v1/tenants/{tenant}/plans"),
        Route(.live, "/livez"),
        Route(.ready, "/readyz"),
        Route(.openAPI, "/openapi.json"),
        Route(.problem, "/problems/{code}"),
        Route(.hostedRoot, "/providers/{provider}", [.get]),
        Route(.hosted, "/providers/{provider}/{path...}", [.get, .post, .put, .delete]),
        Route(.root, "/"),
        Route(.front, "/t/{tenant}"),
        Route(.billingPage, "/t/{tenant}/dashboard/billing"),
        Route(.openPortal, "/t/{tenant}/dashboard/billing/portal", [.get, .post]),
        Route(.plansPage, "/t/{tenant}/plans"),
        Route(.signOut, "/t/{tenant}/logout", [.get, .post]),
        Route(.demoPage, "/t/{tenant}/demo"),
        Route(.tenantAsset, "/t/{tenant}/assets/{path...}"),
        Route(.otherPage, "/t/{tenant}/{path...}"),
        Route(.embedScript, EmbedScript.path),
    ]

    init(_ gateway: Gateway, readiness: Readiness, logger: Logger) {
        self.gateway = gateway
        self.readiness = readiness
        edge = Edge(
            routes: PublicSite.routes,
            security: SecurityFields(isHTTPS: gateway.table.publicURL.hasPrefix("https:")),
            logger: logger
        )
        authenticator = Authenticator(keys: gateway.table.keys)
        pages = HostedPagesMount(gateway, audience: .public)
        customerPages = CustomerPages(gateway)
    }

    func bodyLimit(_ method: HTTPRequest.Method, path: Substring) -> Int { 64 * 1024 }

    func respond(to request: ServerRequest) async -> ServerResponse {
        await edge.respond(to: request) { visit, facts in
            let request = visit.request
            switch visit.endpoint {
            case .billing: return try await billing(visit, &facts)
            case .subscription: return try await subscription(visit, &facts)
            case .cancellation: return try await cancellation(visit, &facts)
            case .portalSessions: return try await portalSession(visit, &facts)
            case .tenant:
                let tenant = try reader(visit, &facts)
                let document = try await gateway.service.tenant(
                    tenant,
                    ServiceCall(traceParent: visit.trace.traceParent)
                )
                return Documents.read(document.json(), for: request)
            case .plans:
                let tenant = try reader(visit, &facts)
                let document = try await gateway.service.plans(
                    of: tenant,
                    ServiceCall(traceParent: visit.trace.traceParent)
                )
                return Documents.read(document.json(), for: request)
            case .live: return Probes.live(&facts)
            case .ready: return try Probes.ready(readiness, &facts)
            case .openAPI:
                return Documents.published(OpenAPI.bytes, tag: OpenAPI.tag, type: "application/json", for: request)
            case .problem: return try ProblemPage.answer(visit.parameters[0], in: customerPages.place, for: request)
            case .hostedRoot: return try pages.redirect(visit.parameters[0])
            case .hosted: return try await pages.answer(visit.parameters[0], for: request)
            case .root: return try root(request)
            case .front: return await page(.front, visit, &facts)
            case .billingPage: return await page(.billing, visit, &facts)
            case .openPortal: return await page(.portal, visit, &facts)
            case .plansPage: return await page(.plans, visit, &facts)
            case .signOut: return await page(.signOut, visit, &facts)
            case .demoPage: return await page(.demo, visit, &facts)
            case .tenantAsset: return await page(.asset, visit, &facts)
            case .otherPage: return await page(.elsewhere, visit, &facts)
            case .embedScript: return EmbedScript.response(for: request)
            }
        }
    }

    func refuse(_ error: ServiceError) -> ServerResponse { edge.refuse(error) }

    /// Who types the bare address may be lost; who develops wants to see something.
    private func root(_ request: ServerRequest) throws -> ServerResponse {
        guard ContentNegotiation(request.fields).prefersHTML else {
            throw ServiceError(.notFound, "There is nothing at this path.")
        }
        let place = customerPages.place
        guard gateway.developmentLogin != nil, let tenant = gateway.table.tenants.keys.min() else {
            return ServerResponse(NobodysPages.notFound(in: place))
        }
        return .seeOther(place.prefix + TenantAddress.path(tenant) + TenantAddress.billingPath)
    }

    private func page(
        _ place: CustomerPages.Place,
        _ visit: Edge<Endpoint>.Visit,
        _ facts: inout RequestFacts
    ) async -> ServerResponse {
        await customerPages.answer(place, visit.parameters, visit.request, visit.trace, &facts)
    }

    // MARK: Customers

    private func billing(_ visit: Edge<Endpoint>.Visit, _ facts: inout RequestFacts) async throws -> ServerResponse {
        let (customer, call) = try customerRead(visit, &facts)
        let overview = try await gateway.service.overview(of: customer, call)
        let (body, digest) = overview.document()
        // Asked for or remembered, an overview says the same: whoever has the one needs no copy of the other.
        return read(body, overview.sources.subscription, customer, call, visit, tag: EntityTag(weak: digest))
    }

    private func subscription(_ visit: Edge<Endpoint>.Visit, _ facts: inout RequestFacts) async throws -> ServerResponse
    {
        let (customer, call) = try customerRead(visit, &facts, parameters: ["all"])
        let wantsAll = try QueryParameters(visit.request.query, allowing: ["all", "fresh"]).flag("all")
        let answer = try await gateway.service.subscriptions(of: customer, call)
        let body = wantsAll ? answer.document.json() : answer.document.current.json()
        return read(body, answer.source, customer, call, visit)
    }

    private func cancellation(_ visit: Edge<Endpoint>.Visit, _ facts: inout RequestFacts) async throws -> ServerResponse
    {
        let (customer, call) = try customerRead(visit, &facts)
        let answer = try await gateway.service.cancellation(of: customer, call)
        return read(answer.document.json(), answer.source, customer, call, visit)
    }

    private func portalSession(_ visit: Edge<Endpoint>.Visit, _ facts: inout RequestFacts) async throws
        -> ServerResponse
    {
        let customer = try self.customer(visit, &facts, scope: .portalCreate)
        _ = try QueryParameters(visit.request.query, allowing: [])
        let order = try PortalOrderBody.order(in: visit.request)
        let fields = visit.request.fields
        guard fields[values: .idempotencyKey].count <= 1 else {
            throw ServiceError.invalid("Idempotency-Key", "`Idempotency-Key` is there more than once.")
        }
        let call = ServiceCall(idempotencyKey: fields[.idempotencyKey], traceParent: visit.trace.traceParent)
        let session = try await gateway.service.createPortalSession(for: customer, order, call)
        return FormValues.isForm(visit.request)
            ? .seeOther(session.url.reveal()) : Documents.unstored(session.json(), status: .created)
    }

    // MARK: What they have in common

    /// Who may see the tenant.
    private func reader(_ visit: Edge<Endpoint>.Visit, _ facts: inout RequestFacts) throws -> TenantID {
        let tenant = try self.tenant(visit, &facts, scope: .billingRead)
        _ = try QueryParameters(visit.request.query, allowing: [])
        return tenant
    }

    private func customerRead(
        _ visit: Edge<Endpoint>.Visit,
        _ facts: inout RequestFacts,
        parameters: [String] = []
    ) throws -> (CustomerReference, ServiceCall) {
        let customer = try self.customer(visit, &facts, scope: .billingRead)
        let query = try QueryParameters(visit.request.query, allowing: parameters + ["fresh"])
        let fresh = try query.flag("fresh") || visit.request.refusesCaches
        return (customer, ServiceCall(fresh: fresh, traceParent: visit.trace.traceParent))
    }

    /// Credential, then tenant, then scope: a caller learns nothing of a tenant that is not its own.
    private func tenant(
        _ visit: Edge<Endpoint>.Visit,
        _ facts: inout RequestFacts,
        scope: APIKey.Scope
    ) throws -> TenantID {
        let grant = try authenticator.grant(for: visit.request.fields)
        facts.keyID = grant.keyID
        let tenant = try grant.requireTenant(visit.parameters[0])
        facts.tenant = tenant
        try grant.require(scope)
        // A form is answered with a redirect, which is of no type.
        let isForm = visit.endpoint == .portalSessions && FormValues.isForm(visit.request)
        guard isForm || ContentNegotiation(visit.request.fields).accepts("application/json") else {
            throw ServiceError(.notAcceptable, "This path has `application/json` only.")
        }
        return tenant
    }

    private func customer(
        _ visit: Edge<Endpoint>.Visit,
        _ facts: inout RequestFacts,
        scope: APIKey.Scope
    ) throws -> CustomerReference {
        let tenant = try self.tenant(visit, &facts, scope: scope)
        guard let text = PercentEncoding.decode(visit.parameters[1]) else {
            throw ServiceError.invalid("customer", "The customer's id in the path has a bad escape, or is not UTF-8.")
        }
        let customer: CustomerID
        do throws(InvalidIdentifier) {
            customer = try CustomerID(text)
        } catch {
            throw ServiceError.invalid("customer", error.sentence)
        }
        facts.customer = customer
        return CustomerReference(tenant: tenant, customer: customer)
    }

    private func read(
        _ body: [UInt8],
        _ source: SourceDocument,
        _ customer: CustomerReference,
        _ call: ServiceCall,
        _ visit: Edge<Endpoint>.Visit,
        tag: EntityTag? = nil
    ) -> ServerResponse {
        let freshFor = gateway.table.tenants[customer.tenant]?.freshFor
        var fields: HTTPFields = [
            .cacheStatus: CacheStatus.value(source, freshFor: freshFor, wasForced: call.fresh)
        ]
        if source.source != .live { fields[.age] = String(Int(source.age.seconds)) }
        return Documents.read(body, for: visit.request, fields, tag: tag)
    }
}

extension ServerRequest {
    /// Whether `Cache-Control` asks for an answer that nobody kept.
    fileprivate var refusesCaches: Bool {
        guard let directives = fields[.cacheControl] else { return false }
        return directives.split(separator: ",").contains { trimmed($0).lowercased() == "no-cache" }
    }
}

extension InvalidIdentifier {
    /// The reason as a sentence of its own.
    var sentence: String { reason.prefix(1).uppercased() + reason.dropFirst() + "." }
}
