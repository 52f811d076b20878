import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes
import Logging

/// The admin listener: for whoever runs the gateway, on this machine.
struct AdminSite: Site {
    private let gateway: Gateway
    private let readiness: Readiness
    private let edge: Edge<Endpoint>
    private let pages: HostedPagesMount

    enum Endpoint: Sendable, CaseIterable {
        case live, ready, version
        case hostedRoot, hosted
    }

    static let routes: [Route<Endpoint>] = [
        Route(.live, "/livez"),
        Route(.ready, "/readyz"),
        Route(.version, "/version"),
        Route(.hostedRoot, "/providers/{provider}", [.get]),
        Route(.hosted, "/providers/{provider}/{path...}", [.get, .post, .put, .delete]),
    ]

    init(_ gateway: Gateway, readiness: Readiness, logger: Logger) {
        self.gateway = gateway
        self.readiness = readiness
        edge = Edge(
            routes: AdminSite.routes,
            security: SecurityFields(isHTTPS: false, referrerPolicy: "same-origin"),
            logger: logger
        )
        pages = HostedPagesMount(gateway, audience: .operator)
    }

    /// What a provider's operator hands over may be a whole world of test data.
    func bodyLimit(_ method: HTTPRequest.Method, path: Substring) -> Int {
        path.hasPrefix("/providers/") ? 32 * 1024 * 1024 : 64 * 1024
    }

    func respond(to request: ServerRequest) async -> ServerResponse {
        await edge.respond(to: request) { visit, facts in
            try ForeignPages.refuse(visit.request)
            switch visit.endpoint {
            case .live: return Probes.live(&facts)
            case .ready:
                let short = try Probes.ready(readiness, &facts)
                guard try QueryParameters(request.query, allowing: ["verbose"]).flag("verbose") else { return short }
                return Documents.unstored(status.json())
            case .version: return Documents.unstored(VersionDocument(version: gateway.version).json())
            case .hostedRoot: return try pages.redirect(visit.parameters[0])
            case .hosted: return try await pages.answer(visit.parameters[0], for: visit.request)
            }
        }
    }

    func refuse(_ error: ServiceError) -> ServerResponse { edge.refuse(error) }

    private var status: StatusDocument {
        StatusDocument(
            environment: gateway.table.environment,
            url: gateway.table.publicURL,
            tenants: gateway.table.tenants.count,
            providers: gateway.table.instances.values.map(\.document).sorted { $0.id < $1.id },
            uptime: readiness.uptime,
            version: gateway.version
        )
    }
}

/// What a node is and has, for its operator.
private struct StatusDocument: JSONDocument {
    let environment: DeploymentEnvironment
    /// Where browsers reach the public listener.
    let url: String
    let tenants: Int
    let providers: [ProviderDocument]
    /// In seconds.
    let uptime: Int
    let version: String

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("status", "ready")
            json.member("version", version)
            json.member("environment", environment.rawValue)
            json.member("url", url)
            json.member("uptime_seconds", uptime)
            json.member("tenants", tenants)
            json.member("providers", providers)
        }
    }
}

private struct VersionDocument: JSONDocument {
    let version: String

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("name", "tollgate")
            json.member("version", version)
        }
    }
}
