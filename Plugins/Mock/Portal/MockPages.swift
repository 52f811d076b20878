import BillingCore
import BillingHTTP
import FoundationEssentials
import HTTPTypes

/// The pages that portal sessions lead to, and the operator's.
struct MockPages: HostedPages {
    let world: MockWorld
    let instance: ProviderID
    /// Where Stripe's API is spoken; nil where it is not.
    var door: StripeDoor?
    /// A page that is not there by then is as good as none.
    var patience = Duration.seconds(5)

    func respond(to request: HostedPageRequest) async -> HostedPageResponse {
        if let door, StripeDoor.claims(request) { return await door.respond(to: request) }
        let page = await page(for: request)
        return page.response(withBody: request.head.method != .head)
    }

    private func page(for request: HostedPageRequest) async -> MockPage {
        let path = request.head.path?.prefix { $0 != "?" } ?? ""
        switch request.audience {
        case .public:
            let segments = path.split(separator: "/", omittingEmptySubsequences: false)
            guard segments.count == 3, segments[0].isEmpty, segments[1] == "portal" else { return .notFound }
            return request.head.isReading ? await portal(token: String(segments[2])) : .methodNotAllowed
        case .operator:
            guard path == "/" || path.isEmpty else { return .notFound }
            return request.head.isReading ? .console(instance: instance) : .methodNotAllowed
        }
    }

    private func portal(token: String) async -> MockPage {
        let deadline = Deadline.after(patience)
        do {
            let session = try await world.read(until: deadline) { world in
                try MockPortalSession.fetch(token: token, at: world.time.wall, world.db)
            }
            // Only a good link writes: whoever guesses at links costs a read.
            guard let session else { return .expired }
            try await world.change(until: deadline) { world in try session.touch(at: world.time.wall, world.db) }
            return .portal(session.request)
        } catch {
            return .unavailable
        }
    }
}

extension HTTPRequest {
    fileprivate var isReading: Bool { method == .get || method == .head }
}
