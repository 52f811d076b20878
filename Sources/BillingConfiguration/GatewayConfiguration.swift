package import BillingCore
package import BillingRouter

/// A configuration without errors.
///
/// It keeps the whole file, for `config show` and for the places of what goes wrong later. A gateway lets go of it once
/// it has its routing table.
package final class GatewayConfiguration: Sendable {
    package let environment: DeploymentEnvironment
    package let server: ServerSettings
    /// In the order of the file, and of those that it includes.
    package let tenantIDs: [TenantID]
    /// In the order of the file.
    package let providers: [ConfiguredProvider]

    let content: ConfigurationContent
    let root: YAMLNode
    let interpolation: Interpolation
    private let resolver: SecretResolver
    private let clock: any WallClock
    private let keepsState: Bool

    init(
        content: ConfigurationContent,
        root: YAMLNode,
        interpolation: Interpolation,
        resolver: SecretResolver,
        clock: any WallClock,
        keepsState: Bool
    ) {
        environment = content.environment
        server = content.server
        tenantIDs = content.tenantIDs
        providers = content.providers.map(ConfiguredProvider.init)
        self.content = content
        self.root = root
        self.interpolation = interpolation
        self.resolver = resolver
        self.clock = clock
        self.keepsState = keepsState
    }

    /// A tenant as it is served.
    ///
    /// Nil where there is none.
    package func tenant(_ id: TenantID) -> Tenant? { content.tenants[id] }

    /// An instance's own settings, without its secrets.
    ///
    /// Nil where there is none.
    package func settings(of id: ProviderID) -> ProviderSettings? {
        content.providers.first { $0.id == id }?.settings(interpolation, secrets: nil)
    }

    /// Where a setting of the main file is, such as `providers.yaml:9:14`.
    ///
    /// Nil where it is not there.
    package func place(of path: String...) -> String? {
        var node: YAMLNode? = root
        for name in path { node = node?[name] }
        return node?.range.place
    }

    /// Fetches the secrets of a scope and makes the instances that it needs.
    ///
    /// With ``SecretScope/tenant(_:)`` and ``SecretScope/instance(_:)`` the table has that one instance only, and no
    /// server keys. With ``SecretScope/none`` it has no instance at all: it is good for looking at tenants.
    ///
    /// - Parameter publicURL: where browsers reach the gateway. Nil: what is configured, or follows from `listen`.
    /// - Throws: ``ConfigurationErrors``.
    package func makeRoutingTable(publicURL: String? = nil, secrets scope: SecretScope) throws -> RoutingTable {
        let report = DiagnosticCollector()
        let instances = makeInstances(scope, report)
        let keys: [APIKey.Digest: APIKey.Grant] =
            switch scope {
            case .tenant, .instance: [:]
            case .all, .none: grants(scope, report)
            }
        guard !report.hasErrors else {
            throw ConfigurationErrors(diagnostics: report.diagnostics(files: [root.document.source.name]))
        }
        return RoutingTable(
            environment: environment,
            publicURL: publicURL ?? server.effectivePublicURL,
            tenants: content.tenants,
            instances: instances,
            keys: keys
        )
    }

    /// What the shape cannot say: the providers' own rules, and the keys of all tenants.
    ///
    /// With the secrets of a scope.
    func check(_ scope: SecretScope, _ report: DiagnosticCollector) {
        for entry in content.providers {
            _ = checkedSettings(entry, isNeeded(entry, scope), report)
        }
        _ = grants(scope, report)
    }

    // MARK: -

    private func makeInstances(_ scope: SecretScope, _ report: DiagnosticCollector) -> [ProviderID: ProviderInstance] {
        var instances: [ProviderID: ProviderInstance] = [:]
        for entry in content.providers where isNeeded(entry, scope) {
            guard let settings = checkedSettings(entry, true, report) else { continue }
            do {
                let built = try entry.factory.make(settings, context(entry))
                instances[entry.id] = ProviderInstance(id: entry.id, kind: entry.factory.kind, built: built)
            } catch {
                entry.report([error], report, interpolation)
            }
        }
        return instances
    }

    private func isNeeded(_ entry: ProviderEntry, _ scope: SecretScope) -> Bool {
        switch scope {
        case .all: true
        case .tenant(let id): content.tenants[id]?.provider == entry.id
        case .instance(let id): entry.id == id
        case .none: false
        }
    }

    /// Nil where something is wrong with them, which is reported.
    private func checkedSettings(
        _ entry: ProviderEntry,
        _ hasSecrets: Bool,
        _ report: DiagnosticCollector
    ) -> ProviderSettings? {
        let errors = report.errors
        let settings = entry.settings(interpolation, secrets: hasSecrets ? secrets(report) : nil)
        entry.report(entry.factory.check(settings, context(entry)), report, interpolation)
        return report.errors == errors ? settings : nil
    }

    private func context(_ entry: ProviderEntry) -> ProviderContext {
        ProviderContext(instance: entry.id, environment: environment, clock: clock, keepsState: keepsState)
    }

    private func grants(_ scope: SecretScope, _ report: DiagnosticCollector) -> [APIKey.Digest: APIKey.Grant] {
        let reader = scope == .all ? secrets(report) : nil
        return content.keys.grants(interpolation, environment, secrets: reader, report: report)
    }

    private func secrets(_ report: DiagnosticCollector) -> SecretReader {
        SecretReader(interpolation: interpolation, resolver: resolver, report: report)
    }
}

/// An instance of a provider, as configured.
package struct ConfiguredProvider: Sendable {
    package let id: ProviderID
    package let factory: ProviderFactory
    /// Where it is, such as `providers.yaml:12:3`.
    package var place: String { range.place }
    private let range: SourceRange

    package var kind: ProviderKind { factory.kind }

    init(_ entry: ProviderEntry) {
        id = entry.id
        factory = entry.factory
        range = entry.key.range
    }
}
