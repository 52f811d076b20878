import BillingCore
import BillingHTTP
import FoundationEssentials
import HTTPTypes
import PageKit

/// The pages that portal sessions lead to, and the operator's.
struct MockPages: HostedPages {
    let world: MockWorld
    let instance: ProviderID
    var environment = DeploymentEnvironment.development
    /// Where Stripe's API is spoken; nil where it is not.
    var door: StripeDoor?
    /// A page that is not there by then is as good as none.
    var patience = Duration.seconds(5)

    func respond(to request: HostedPageRequest) async -> HostedPageResponse {
        if let door, StripeDoor.claims(request) { return await door.respond(to: request) }
        let response = await answer(request)
        return request.head.method == .head ? response.withoutBody : response
    }

    private func answer(_ request: HostedPageRequest) async -> HostedPageResponse {
        let (path, query) = request.target
        if let asset = PageAsset(path: path) {
            return request.isReading ? HostedPageResponse(asset) : notAllowed([.get, .head], request)
        }
        switch request.audience {
        case .public:
            let segments = path.split(separator: "/", omittingEmptySubsequences: false)
            guard segments.count > 2, segments[0].isEmpty, segments[1] == "portal" else {
                return problem(.notFound, request)
            }
            return await portal(String(segments[2]), segments[3...], query, request)
        case .operator:
            if path.hasPrefix("/api/") {
                return await OperatorAPI(world: world, patience: patience)
                    .respond(to: request, path: path.dropFirst(4), query: query)
            }
            let console = Console(world: world, instance: instance, environment: environment, patience: patience)
            return await console.respond(to: request, path: path, query: query)
        }
    }

    func notAllowed(_ methods: [HTTPRequest.Method], _ request: HostedPageRequest) -> HostedPageResponse {
        HostedPageResponse(PortalProblem.methodNotAllowed.page(in: site(request)), allow: methods)
    }

    func problem(_ problem: PortalProblem, _ request: HostedPageRequest) -> HostedPageResponse {
        HostedPageResponse(problem.page(in: site(request)))
    }

    private func site(_ request: HostedPageRequest) -> PageSite {
        PageSite(name: "Mock provider", basePath: request.basePath, banner: PortalSite.banner)
    }
}

extension HostedPageRequest {
    var isReading: Bool { head.method == .get || head.method == .head }

    /// The path, and what follows the question mark.
    fileprivate var target: (path: Substring, query: Substring) {
        let whole = head.path ?? ""
        guard let mark = whole.firstIndex(of: "?") else { return (whole[...], "") }
        return (whole[..<mark], whole[whole.index(after: mark)...])
    }

    /// Whether the body is what browsers make of a form.
    var isForm: Bool { FormParameters.isMediaType(head.headerFields[.contentType]) }
}
