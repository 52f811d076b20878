import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes

/// Where the pages that providers host themselves are reached: below `/providers/{instance}/`.
struct HostedPagesMount {
    private let mounts: [String: Mount]
    private let audience: HostedPageRequest.Audience

    private let noteChange: @Sendable (ProviderID) -> Void

    private struct Mount {
        let provider: ProviderID
        let basePath: String
        let pages: any HostedPages
    }

    init(_ gateway: Gateway, audience: HostedPageRequest.Audience) {
        self.audience = audience
        noteChange = gateway.noteChange
        var mounts: [String: Mount] = [:]
        for (id, pages) in gateway.hostedPages {
            guard let instance = gateway.table.instances[id] else { continue }
            mounts[id.rawValue] = Mount(provider: id, basePath: instance.mountPath, pages: pages)
        }
        self.mounts = mounts
    }

    /// The mount itself is a folder: relative links need its slash.
    func redirect(_ provider: Substring) throws -> ServerResponse {
        let mount = try mount(provider)
        return ServerResponse(.permanentRedirect, fields: [.location: mount.basePath + "/", .cacheControl: "no-store"])
    }

    /// Answers with a provider's page.
    ///
    /// - Throws: ``ServiceError`` with `not-found` for an instance that has none.
    func answer(_ provider: Substring, for request: ServerRequest) async throws -> ServerResponse {
        let mount = try mount(provider)
        let path = request.path.dropFirst(mount.basePath.count)
        guard path.utf8.first == UInt8(ascii: "/"), HostedPagesMount.isPlain(path) else {
            throw HostedPagesMount.nothing
        }
        let head = HTTPRequest(
            method: request.method == .head ? .get : request.method,
            scheme: nil,
            authority: request.authority,
            path: path + (request.query.map { "?" + $0 } ?? ""),
            headerFields: HostedPagesMount.passedOn(request.fields)
        )
        let page = await mount.pages.respond(
            to: HostedPageRequest(
                head: head,
                body: request.body,
                basePath: mount.basePath,
                audience: audience,
                isFromLoopback: request.isFromLoopback
            )
        )
        // Whatever it answered, or did not: it may have changed something.
        if head.method != .get { noteChange(mount.provider) }
        if page.hangsUp { return .hangUp }
        var fields = page.head.headerFields
        for name in HostedPagesMount.ofTheConnection { fields[name] = nil }
        if !fields.contains(.cacheControl) { fields[.cacheControl] = "no-store" }
        return ServerResponse(page.head.status, fields: fields, body: page.body)
    }

    private static let nothing = ServiceError(.notFound, "There is nothing at this path.")
    private static let ofTheConnection: [HTTPField.Name] = [
        .connection, .contentLength, .date, .keepAlive, .proxyConnection, .server, .transferEncoding, .upgrade,
    ]

    private func mount(_ provider: Substring) throws -> Mount {
        // Ids of instances have nothing that needs an escape.
        guard let mount = mounts[String(provider)] else { throw HostedPagesMount.nothing }
        return mount
    }

    /// Without the gateway's own credentials: a provider's page has no use for them.
    private static func passedOn(_ fields: HTTPFields) -> HTTPFields {
        var passed = fields
        // A provider that stands in for another has keys of its own; the gateway's start with `tg_`.
        let keys = fields[values: .authorization]
        if keys.contains(where: { $0.contains("tg_") }) { passed[.authorization] = nil }
        for name in ofTheConnection where name != .contentLength { passed[name] = nil }
        let cookies = fields[values: .cookie].flatMap { $0.split(separator: ";") }.map(trimmed)
        let foreign = cookies.filter { !SessionCookies.isOwn($0) }
        passed[.cookie] = foreign.isEmpty ? nil : foreign.joined(separator: "; ")
        return passed
    }

    /// Whether no part of a path is `.` or `..`, written plainly or with escapes: browsers resolve those before they ask.
    private static func isPlain(_ path: Substring) -> Bool {
        path.split(separator: "/").allSatisfy { segment in
            let plain = segment.lowercased().replacing("%2e", with: ".")
            return plain != "." && plain != ".."
        }
    }
}
