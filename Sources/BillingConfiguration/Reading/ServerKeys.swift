import BillingCore
import BillingRouter

/// The server keys of all tenants.
struct ServerKeys {
    /// The digest of the key that the example at the project's top publishes.
    static let demoDigest = APIKey.Digest(
        configured: "sha256:7acb70239810370bd2e3d6047eb2270ea911ab2f3b499ebf009faab3beecd699"
    )

    private(set) var entries: [Entry] = []
    /// Keys mostly have the scopes of the one before, and then share one set.
    private var latestScopes: (list: [APIKey.Scope], set: Set<APIKey.Scope>) = ([], [])

    struct Entry: Sendable {
        let tenant: TenantID
        let id: String
        let scopes: Set<APIKey.Scope>
        /// The digest, or the map that says where it is.
        let hash: YAMLNode

        var grant: APIKey.Grant { APIKey.Grant(tenant: tenant, keyID: id, scopes: scopes) }
    }

    mutating func add(_ node: YAMLNode, of tenant: TenantID, _ context: ReadingContext) {
        var ids: Set<String> = []
        for element in node.elements {
            guard let idNode = element["id"], let id = context.text(idNode), let hash = element["hash"] else {
                continue
            }
            // Most tenants have one key, whose name is nobody else's.
            if node.count > 1, !ids.insert(id).inserted {
                context.report.error(
                    .keyNameTwice,
                    "the tenant has two keys \(idNode.text.inCode)",
                    at: idNode.range,
                    help: "the name tells them apart in logs"
                )
            }
            let scopes = YAMLNode.elements(of: element["scopes"]).compactMap { context.choice($0) as APIKey.Scope? }
            if scopes != latestScopes.list { latestScopes = (scopes, Set(scopes)) }
            entries.append(Entry(tenant: tenant, id: id, scopes: latestScopes.set, hash: hash))
        }
    }

    /// Who may do what, and reports what two tenants have in common.
    ///
    /// - Parameter secrets: nil leaves out the digests that are elsewhere.
    func grants(
        _ interpolation: Interpolation,
        _ environment: DeploymentEnvironment,
        secrets: SecretReader?,
        report: DiagnosticCollector
    ) -> [APIKey.Digest: APIKey.Grant] {
        var grants: [APIKey.Digest: APIKey.Grant] = [:]
        grants.reserveCapacity(entries.count)
        let digests = entries.map { digest($0.hash, interpolation, secrets, report) }
        // Only where a key is there twice does anybody ask for it.
        lazy var first = Dictionary(zip(digests, entries), uniquingKeysWith: { first, _ in first })
        for (entry, digest) in zip(entries, digests) {
            guard let digest else { continue }
            if digest == ServerKeys.demoDigest, environment != .development {
                report.error(
                    .demoKey,
                    "everybody knows this key: it is the one of the published example",
                    at: entry.hash.leadingRange,
                    help: "make your own: `tollgate keys create`"
                )
            }
            if grants.updateValue(entry.grant, forKey: digest) != nil {
                report.error(
                    .keyTwice,
                    "this key is configured twice",
                    at: entry.hash.leadingRange,
                    label: first[digest].map { "first at \($0.hash.leadingRange.place)" },
                    help: "a key belongs to one tenant and is there once: make another with `tollgate keys create`"
                )
            }
        }
        return grants
    }

    private func digest(
        _ node: YAMLNode,
        _ interpolation: Interpolation,
        _ secrets: SecretReader?,
        _ report: DiagnosticCollector
    ) -> APIKey.Digest? {
        if node.kind == .scalar {
            guard node.hasDollar else { return APIKey.Digest(configured: node.bytes) }
            return interpolation.text(node).flatMap { APIKey.Digest(configured: $0) }
        }
        // A hash is no secret, so that others may read its file.
        guard let text = secrets?.secret(node, isPrivate: false)?.reveal() else { return nil }
        let digest = APIKey.Digest(configured: text)
        if digest == nil {
            report.error(
                .invalidKeyHash,
                "what is there is not the hash of a key",
                at: node.leadingRange,
                label: "`sha256:` and 64 hexadecimal digits belong there",
                help: "`tollgate keys create` makes a key and its hash"
            )
        }
        return digest
    }
}

extension YAMLNode {
    /// The node, or of a map only its first key: a map may go over many lines.
    var leadingRange: SourceRange { kind == .mapping ? pairs.makeIterator().first?.key.range ?? range : range }

    /// Those of a sequence that may not be there.
    static func elements(of node: YAMLNode?) -> [YAMLNode] { node.map { Array($0.elements) } ?? [] }
}

extension YAMLNode.Pairs {
    fileprivate var first: (key: YAMLNode, value: YAMLNode)? {
        var copy = self
        return copy.next()
    }
}
