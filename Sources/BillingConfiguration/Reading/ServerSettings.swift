import BillingCore
package import BillingRouter

/// Where the gateway listens, and where it is reached.
package struct ServerSettings: Hashable, Sendable {
    /// For the API and the pages; `127.0.0.1:8080` unless configured.
    package let listen: ListenAddress
    /// For operators; `127.0.0.1:8081` unless configured.
    ///
    /// Always this machine itself.
    package let admin: ListenAddress
    /// Where browsers reach the gateway, without a slash at its end.
    ///
    /// Nil where nobody said it: then it follows from where the gateway listens.
    package let publicURL: String?

    /// ``publicURL``, or what follows from ``listen``.
    package var effectivePublicURL: String { publicURL ?? listen.url }

    static let standardListen = "127.0.0.1:8080"
    static let standardAdmin = "127.0.0.1:8081"

    /// Nil for what is not as it should be, which is reported.
    init?(_ node: YAMLNode?, _ context: ReadingContext) {
        let listenNode = node?["listen"]
        let adminNode = node?["admin"]?["listen"]
        guard let listen = ListenAddress(context.text(listenNode) ?? ServerSettings.standardListen),
            let admin = ListenAddress(context.text(adminNode) ?? ServerSettings.standardAdmin)
        else { return nil }
        if let adminNode, !admin.isLoopback {
            context.report.error(
                .adminNotLoopback,
                "the admin listener is for this machine itself",
                at: adminNode.range,
                label: "others could reach it here",
                help: "use `127.0.0.1:\(admin.port)`, and a tunnel from elsewhere"
            )
        }
        if let place = adminNode ?? listenNode, listen == admin, listen.port != 0 {
            context.report.error(
                .sameAddress,
                "`listen` and `admin.listen` are the same address",
                at: place.range,
                help: "give each a port of its own"
            )
        }
        self.listen = listen
        self.admin = admin
        publicURL = ServerSettings.publicURL(node?["public_url"], context)
    }

    private static func publicURL(_ node: YAMLNode?, _ context: ReadingContext) -> String? {
        guard let node, let text = context.text(node) else { return nil }
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            context.report.error(.invalidURL, "`public_url` \(error.reason)", at: node.range)
            return nil
        }
        guard url.query == nil else {
            context.report.error(.urlNotAllowed, "`public_url` has a query", at: node.range)
            return nil
        }
        guard url.scheme == "https" || url.isLoopback || context.environment != .production else {
            context.report.error(
                .urlNotAllowed,
                "`public_url` must be `https`",
                at: node.range,
                help: "browsers send customers' data there"
            )
            return nil
        }
        let whole = url.description
        return whole.hasSuffix("/") ? String(whole.dropLast()) : whole
    }
}
