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

    /// The default return URL.
    ///
    /// Nil where the tenant has no application.
    package var standard: String? { app.map { $0.origin + defaultPath } }

    /// The URL to return to, in its one canonical form.
    ///
    /// - Throws: ``ServiceError`` with `return-url-not-allowed`, or `invalid-request` for a path that is none.
    package func resolve(_ destination: PortalOrder.Destination) throws(ServiceError) -> String {
        switch destination {
        case .standard:
            guard let standard else {
                throw refusal("The tenant has no `app_url`, so the request must name a `return_url`.")
            }
            // The operator wrote it: it needs no allow-list.
            return standard
        case .path(let path):
            guard path.hasPrefix("/"), !path.hasPrefix("//") else {
                throw .invalid("/return_path", "`return_path` starts with one `/`.")
            }
            guard let app else { throw refusal("The tenant has no `app_url`, so a path leads nowhere.") }
            return try checked(app.origin + path, field: "return_path")
        case .url(let text):
            return try checked(text, field: "return_url")
        }
    }

    private func checked(_ text: String, field: String) throws(ServiceError) -> String {
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            throw refusal("`\(field)` \(error.reason).", at: field)
        }
        guard url.scheme == "https" || (url.isLoopback && allowsLoopbackHTTP) else {
            throw refusal("`\(field)` is not `https`.", at: field)
        }
        // Many servers read these as separators: a prefix would say nothing about where the path leads there.
        let path = url.path.lowercased()
        guard !["%2f", "%5c", "%00", "%09", "%0a", "%0d"].contains(where: path.contains) else {
            throw refusal("`\(field)` has an escaped separator or control character in its path.", at: field)
        }
        let isCovered = allowed?.contains { $0.covers(url) } ?? (url.origin == app?.origin)
        guard isCovered || url.description == standard else {
            throw refusal("`\(field)` is not among the tenant's allowed return URLs.", at: field)
        }
        return url.description
    }

    private func refusal(_ detail: String, at field: String? = nil) -> ServiceError {
        ServiceError(.returnURLNotAllowed, detail, faults: field.map { [ServiceError.Fault("/\($0)", detail)] } ?? [])
    }
}
