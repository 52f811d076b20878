import ArgumentParser
import BillingConfiguration
import BillingCore
import BillingRouter
import Foundation

/// Which mock a command is about, and where its world is.
struct MockOptions: ParsableArguments {
    @OptionGroup var admin: AdminOptions
    @OptionGroup var configuration: ConfigurationOptions

    @Option(
        help: ArgumentHelp("The instance; not needed where there is one mock only.", valueName: "id"),
        transform: { try parsed($0, ProviderID.init) }
    )
    var provider: ProviderID?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The tenant whose instance it is.", valueName: "id"),
        transform: { try parsed($0, TenantID.init) }
    )
    var tenant: TenantID?

    func validate() throws {
        if provider != nil, tenant != nil { throw ValidationError("--provider and --tenant exclude each other") }
    }

    /// The operator API of that mock: of a running gateway that is named, of a configuration, or of the `tollgate dev`
    /// of this folder.
    ///
    /// - Throws: ``CommandFailure``.
    func api(_ console: Console) async throws -> OperatorAPI {
        if let url = admin.url { return try await running(AdminListener(url, timeout: admin.timeout), tenants: nil) }
        let here = RunningGateway.here()
        guard let source = configuration.nearbySource() else {
            guard let here else {
                throw CommandFailure(
                    .configuration,
                    "there is no mock: no providers.yaml is here, and no `tollgate dev` runs in this folder. Start one, "
                        + "or name a configuration with -c, or a running gateway with --admin-url"
                )
            }
            return try await running(AdminListener(here.adminURL, timeout: admin.timeout), tenants: here)
        }
        let loaded = try console.load(source, .standard())
        let id = try instance(in: loaded)
        // The gateway that runs on the very file has the world itself, even one that is only in its memory.
        if let here, here.configuration != nil, here.configuration == source.path {
            return OperatorAPI(id.rawValue, at: try AdminListener(here.adminURL, timeout: admin.timeout))
        }
        guard loaded.settings(of: id)?.text("state") != nil else {
            throw CommandFailure(
                .failure,
                "`\(id)` has no `state`, so its world is in the memory of a running gateway only: say with --admin-url "
                    + "where that is"
            )
        }
        do {
            let table = try loaded.makeRoutingTable(secrets: .instance(id))
            guard let instance = table.instances[id] else { throw CommandFailure(.bug, "`\(id)` was not built") }
            return try OperatorAPI(instance)
        } catch let errors as ConfigurationErrors {
            throw console.report(errors)
        }
    }

    /// - Parameter tenants: what is known of the gateway's tenants.
    private func running(_ listener: AdminListener, tenants: RunningGateway?) async throws -> OperatorAPI {
        let providers = try await listener.status().0.providers
        var named = provider?.rawValue
        if let tenant {
            guard let tenants, tenants.tenant == tenant.rawValue, let provider = tenants.provider else {
                throw CommandFailure(
                    .failure,
                    "the gateway at \(listener.url) does not say which instance serves `\(tenant)`: use --provider"
                )
            }
            named = provider
        }
        let known = providers.map { ($0.id, $0.kind) }
        return OperatorAPI(try MockOptions.only(named, among: known), at: listener)
    }

    private func instance(in configuration: GatewayConfiguration) throws -> ProviderID {
        if let tenant {
            guard let found = configuration.tenant(tenant) else {
                throw CommandFailure(.failure, "there is no tenant `\(tenant)`")
            }
            return found.provider
        }
        let known = configuration.providers.map { ($0.id.rawValue, $0.kind.rawValue) }
        let only = try MockOptions.only(provider?.rawValue, among: known)
        return try ProviderID(only)
    }

    /// The one that is named, or the only mock that there is.
    private static func only(_ named: String?, among known: [(id: String, kind: String)]) throws -> String {
        let mocks = known.filter { $0.kind == OperatorAPI.kind }.map(\.id)
        let listing = mocks.isEmpty ? "there is no mock" : "the mocks are \(mocks.joined(separator: ", "))"
        if let named {
            guard known.contains(where: { $0.id == named }) else {
                throw CommandFailure(.failure, "there is no instance `\(named)`: \(listing)")
            }
            return named
        }
        guard mocks.count == 1, let only = mocks.first else {
            throw CommandFailure(.failure, mocks.isEmpty ? listing : "\(listing): name one with --provider")
        }
        return only
    }
}
