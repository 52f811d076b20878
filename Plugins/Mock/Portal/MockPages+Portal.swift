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
            let (found, now) = try await world.read(until: deadline) { world in
                (try MockPortalSession.fetch(token: token, world.db), world.time.wall)
            }
            guard let session = found else { return problem(.unknownLink, request) }
            let site = PortalSite.site(session.request, basePath: request.basePath)
            guard session.expiresAt > now else {
                return HostedPageResponse(PortalProblem.expired.page(in: site))
            }
            let home = "\(request.basePath)/portal/\(token)\(PortalPlace.overview.path)"
            do {
                return try await answer(session, try MockPages.read(segments, query, request), request, now, deadline)
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
        let path = segments.map { PercentEncoding.decode($0) }
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
        _ now: Date,
        _ deadline: Deadline
    ) async throws(MockFailure) -> HostedPageResponse {
        let basePath = request.basePath
        let answer: PortalAnswer
        do {
            // Who only looks on, a moment after the last time, has nothing to write.
            let writes = asked.form != nil || session.wantsTouch(at: now)
            let work: @Sendable (MockTransaction) throws -> PortalAnswer = { world in
                if writes { try session.touch(at: world.time.wall, world.db) }
                let view = try PortalView(session, basePath: basePath, world)
                return try PortalDesk(world: world, view: view).answer(asked)
            }
            answer =
                writes ? try await world.change(until: deadline, work) : try await world.read(until: deadline, work)
        } catch .refused(let refusal) {
            answer = try await world.read(until: deadline) { world in
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
