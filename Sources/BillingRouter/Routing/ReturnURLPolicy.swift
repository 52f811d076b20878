package import BillingCore

/// Where a tenant lets a portal lead back to.
package struct ReturnURLPolicy: Hashable, Sendable {
    /// The tenant's application.
    package let app: WebURL?
    /// A path of the application, where a request names nothing else.
    package let defaultPath: String
    /// Origins are compared exactly, paths by prefix.
    package let allowed: [WebURL]?
    /// Whether `http` is good enough for this machine itself.
    package let allowsLoopbackHTTP: Bool

    /// - Parameter allowed: nil stands for the whole of the application's origin; an empty list for nothing but the
    ///   default.
    package init(app: WebURL?, defaultPath: String = "/dashboard/billing", allowed: [WebURL]?, allowsLoopbackHTTP: Bool)
    {
        self.app = app
        self.defaultPath = defaultPath
        self.allowed = allowed
        self.allowsLoopbackHTTP = allowsLoopbackHTTP
    }

    /// The default return URL: of the tenant's application or, where it has none, the gateway's own billing page.
    package func standard(_ pages: TenantAddress) -> String { app.map { $0.origin + defaultPath } ?? pages.billing }

    /// The URL to return to, in its one canonical form.
    ///
    /// - Parameter pages: the gateway's own pages of the tenant, which are always good to return to.
    /// - Throws: ``ServiceError`` with `return-url-not-allowed`, or `invalid-request` for a path that is none.
    package func resolve(
        _ destination: PortalOrder.Destination,
        pages: TenantAddress
    ) throws(ServiceError) -> String {
        switch destination {
        case .standard:
            // The operator wrote it: it needs no allow-list.
            return standard(pages)
        case .path(let path):
            guard path.hasPrefix("/"), !path.hasPrefix("//") else {
                throw .invalid("/return_path", "`return_path` starts with one `/`.")
            }
            guard let app else { throw refusal("The tenant has no `app_url`, so a path leads nowhere.") }
            return try checked(app.origin + path, field: "return_path", pages)
        case .url(let text):
            return try checked(text, field: "return_url", pages)
        }
    }

    private func checked(_ text: String, field: String, _ pages: TenantAddress) throws(ServiceError) -> String {
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            throw refusal("`\(field)` \(error.reason).", at: field)
        }
        let isOwnPage = pages.covers(url)
        guard url.scheme == "https" || isOwnPage || (url.isLoopback && allowsLoopbackHTTP) else {
            throw refusal("`\(field)` is not `https`.", at: field)
        }
        // Many servers read these as separators: a prefix would say nothing about where the path leads there.
        let path = url.path.lowercased()
        guard !["%2f", "%5c", "%00", "%09", "%0a", "%0d"].contains(where: path.contains) else {
            throw refusal("`\(field)` has an escaped separator or control character in its path.", at: field)
        }
        let isCovered = allowed?.contains { $0.covers(url) } ?? (url.origin == app?.origin)
        guard isCovered || isOwnPage || url.description == standard(pages) else {
            throw refusal("`\(field)` is not among the tenant's allowed return URLs.", at: field)
        }
        return url.description
    }

    private func refusal(_ detail: String, at field: String? = nil) -> ServiceError {
        ServiceError(.returnURLNotAllowed, detail, faults: field.map { [ServiceError.Fault("/\($0)", detail)] } ?? [])
    }
}
