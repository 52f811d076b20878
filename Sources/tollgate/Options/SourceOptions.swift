import ArgumentParser
import BillingClient
import BillingConfiguration
import BillingCore
import BillingRouter
import CurlTransport

/// Where a command's answers come from: a running gateway, or the provider itself.
struct SourceOptions: ParsableArguments {
    @OptionGroup var gateway: GatewayOptions
    @OptionGroup var configuration: ConfigurationOptions

    /// The service for one tenant.
    ///
    /// In this process only that tenant's provider is built, and only its secrets are read.
    func service(for tenant: TenantID, _ console: Console) async throws -> ServiceAccess {
        if let url = gateway.gatewayURL { return try client(url, gateway.apiKey()) }
        let running = RunningGateway.here()
        let nearby = configuration.nearbySource()
        if nearby == nil, let running {
            let key = gateway.apiKeyFile == nil ? running.apiKey.map { Secret($0) } : nil
            return try client(running.url, key ?? gateway.apiKey())
        }
        let source = try nearby ?? configuration.source()
        let loaded = try console.load(source, .standard())
        do {
            // What leads to the gateway, such as a portal of the mock, leads to the one that runs on this very file.
            let isRunning = running?.configuration != nil && running?.configuration == source.path
            let table = try loaded.makeRoutingTable(
                publicURL: loaded.server.publicURL ?? (isRunning ? running?.url : nil),
                secrets: .tenant(tenant)
            )
            return ServiceAccess(service: BillingRouter(table: table), timeout: gateway.timeout)
        } catch let errors as ConfigurationErrors {
            throw console.report(errors)
        }
    }

    private func client(_ url: String, _ key: Secret) throws -> ServiceAccess {
        let transport = try CurlTransport()
        do {
            let client = try GatewayClient(url: url, apiKey: key, transport: transport)
            return ServiceAccess(service: client, timeout: gateway.timeout)
        } catch {
            throw CommandFailure(.usage, "the gateway's URL \(error.reason)")
        }
    }
}

/// A service, and how long this command waits for it.
struct ServiceAccess {
    let service: any BillingService
    let timeout: Duration?

    /// A call with the command's deadline.
    func call(fresh: Bool = false, idempotencyKey: String? = nil) -> ServiceCall {
        ServiceCall(deadline: timeout.map(Deadline.after), fresh: fresh, idempotencyKey: idempotencyKey)
    }
}
