import BillingCore
import BillingHTTP
import FoundationEssentials
import HTTPTypes
import PageKit

extension MockPages {
    /// One of the pages of a session.
    func portal(
        _ token: String,
        _ segments: ArraySlice<Substring>,
        _ query: Substring,
        _ request: HostedPageRequest
    ) async -> HostedPageResponse {
        let deadline = Deadline.after(patience)
        do {
            let found = try await world.read(until: deadline) { world in
                (try MockPortalSession.fetch(token: token, world.db), world.time.wall)
            }
            guard let session = found.0 else { return problem(.unknownLink, request) }
            let site = PortalSite.site(session.request, basePath: request.basePath)
            guard session.expiresAt > found.1 else {
                return HostedPageResponse(PortalProblem.expired.page(in: site))
            }
            let home = "\(request.basePath)/portal/\(token)\(PortalPlace.overview.path)"
            do {
                return try await answer(session, try MockPages.read(segments, query, request), request, deadline)
            } catch let problem as Unreadable {
                return HostedPageResponse(problem.kind.page(in: site, home: home), allow: problem.allow)
            }
        } catch {
            return problem(.unavailable, request)
        }
    }

    private struct Unreadable: Error {
        let kind: PortalProblem
        var allow: [HTTPRequest.Method] = []
    }

    private static func read(
        _ segments: ArraySlice<Substring>,
        _ query: Substring,
        _ request: HostedPageRequest
    ) throws(Unreadable) -> PortalRequest {
        let path = segments.map { URLForm.decoded($0) }
        guard let query = URLForm(query), path.allSatisfy({ $0 != nil }) else { throw Unreadable(kind: .malformed) }
        guard let place = PortalPlace(path.compactMap(\.self)) else { throw Unreadable(kind: .notFound) }
        guard place.methods.contains(request.head.method) else {
            throw Unreadable(kind: .methodNotAllowed, allow: place.methods)
        }
        guard request.head.method == .post else { return PortalRequest(place: place, query: query, form: nil) }
        guard request.isForm else { throw Unreadable(kind: .notAForm) }
        guard let body = String(validating: request.body, as: UTF8.self), let form = URLForm(body) else {
            throw Unreadable(kind: .malformed)
        }
        return PortalRequest(place: place, query: query, form: form)
    }

    private func answer(
        _ session: MockPortalSession,
        _ asked: PortalRequest,
        _ request: HostedPageRequest,
        _ deadline: Deadline
    ) async throws(MockFailure) -> HostedPageResponse {
        let basePath = request.basePath
        let answer: PortalAnswer
        do {
            answer = try await world.change(until: deadline) { world in
                try session.touch(at: world.time.wall, world.db)
                let view = try PortalView(session, basePath: basePath, world)
                return try PortalDesk(world: world, view: view).answer(asked)
            }
        } catch .refused(let refusal) {
            answer = try await world.change(until: deadline) { world in
                try session.touch(at: world.time.wall, world.db)
                let view = try PortalView(session, basePath: basePath, world)
                return .page(try PortalDesk(world: world, view: view).explain(refusal, for: asked))
            }
        }
        return switch answer {
        case .page(let page): HostedPageResponse(page)
        case .seeOther(let path): .seeOther(path)
        }
    }
}
