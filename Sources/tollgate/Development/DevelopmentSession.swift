import ArgumentParser
import BillingConfiguration
import BillingCore
import BillingHTTP
import BillingRouter
import BillingServer
import Foundation
import ServiceLifecycle
import UnixSignals

/// What goes on around a gateway of `tollgate dev`: the screen, the files that say where it is, and the command that
/// runs beside it.
struct DevelopmentSession: Service {
    let configuration: GatewayConfiguration
    /// The absolute path of the configuration; nil for one that is not a file.
    let file: String?
    /// The configuration's name, for people.
    let name: String
    let keepsState: Bool
    let readyFile: String?
    let opensBrowser: Bool
    /// The command to run, and its arguments; empty for none.
    let command: [String]
    let started: AsyncStream<(table: RoutingTable, addresses: BoundAddresses)>
    let console: Console

    func run() async throws {
        // From the beginning: a signal that comes early is the child's too.
        let signals =
            command.isEmpty ? nil : await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        var start = started.cancelOnGracefulShutdown().makeAsyncIterator()
        guard let (table, addresses) = await start.next() else { return }
        let (gateway, customers) = await describe(table, addresses)
        var files: [PrivateFile] = []
        defer { for file in files { file.remove() } }
        if keepsState {
            // The first one stays the one that other commands find.
            if let other = RunningGateway.here() {
                console.message(
                    "another `tollgate dev` of this folder is at \(other.url), and commands here speak to that one; "
                        + "for this one use --url \(gateway.url) or --admin-url \(gateway.adminURL)"
                )
            } else {
                files.append(try gateway.publishHere())
            }
        }
        if let readyFile { files.append(try gateway.publish(at: readyFile)) }

        let screen = screen(table, addresses, gateway, customers)
        if let signals {
            console.message(
                "Tollgate \(Version.number) at \(gateway.url)"
                    + (screen.hasMock ? ": mock provider, no real money" : "")
            )
            let child = ChildCommand(words: command, variables: gateway.environment)
            let status = try await child.run(forwarding: signals)
            if status != .success { throw status }
        } else {
            console.message(screen.text(console))
            await wait(screen)
        }
    }

    /// Until the gateway is to end.
    private func wait(_ screen: DevelopmentScreen) async {
        await withTaskGroup(of: Void.self) { group in
            if opensBrowser, let link = screen.links.first {
                group.addTask {
                    do {
                        try await Browser.open(Secret(link.url))
                    } catch let failure as CommandFailure {
                        console.message(failure.message)
                    } catch {}
                }
            }
            try? await gracefulShutdown()
            group.cancelAll()
        }
    }

    /// The tenant of the key that everybody knows, or the first one.
    private func describe(
        _ table: RoutingTable,
        _ addresses: BoundAddresses
    ) async -> (RunningGateway, KnownCustomers?) {
        let grant = table.keys[StarterConfiguration.keyDigest]
        let tenant = (grant?.tenant ?? configuration.tenantIDs.first).flatMap { table.tenants[$0] }
        var customers: KnownCustomers?
        if let tenant, let instance = table.instances[tenant.provider] {
            do {
                customers = try await KnownCustomers(of: tenant, on: instance, table)
            } catch let failure as OperatorFailure {
                console.message("\(console.alarming("warning")): \(failure.detail.printable)")
            } catch {
                console.message("\(console.alarming("warning")): the customers of the mock cannot be listed")
            }
        }
        let gateway = RunningGateway(
            url: addresses.publicAddress.url,
            adminURL: addresses.adminAddress.url,
            apiKey: grant.map { _ in StarterConfiguration.key },
            tenant: tenant?.id.rawValue,
            provider: tenant?.provider.rawValue,
            customers: customers?.ids ?? [],
            pid: ProcessInfo.processInfo.processIdentifier,
            configuration: file
        )
        return (gateway, customers)
    }

    private func screen(
        _ table: RoutingTable,
        _ addresses: BoundAddresses,
        _ gateway: RunningGateway,
        _ customers: KnownCustomers?
    ) -> DevelopmentScreen {
        var screen = DevelopmentScreen()
        screen.configuration = "with \(name)"
        screen.hasMock = table.instances.values.contains { $0.kind.rawValue == OperatorAPI.kind }
        if let tenant = gateway.tenant.flatMap({ try? TenantID($0) }) {
            let pages = TenantAddress(tenant, publicURL: table.publicURL)
            let query = gateway.customers.first.map { "?as=" + PercentEncoding.encode($0) } ?? ""
            screen.links = [("Billing", pages.billing + query), ("Demo page", pages.url + "/demo" + query)]
        }
        for provider in configuration.providers {
            guard let instance = table.instances[provider.id],
                instance.extensions.contains(where: { $0 is any HostedPages })
            else { continue }
            screen.links.append(("Console", gateway.adminURL + instance.mountPath + "/"))
        }
        screen.links += [
            ("API", gateway.url), ("OpenAPI", gateway.url + "/openapi.json"), ("Admin", gateway.adminURL),
        ]
        if let key = gateway.apiKey { screen.facts.append(("Key", key)) }
        for provider in configuration.providers where provider.kind.rawValue == OperatorAPI.kind {
            screen.facts.append(("State", state(of: provider.id)))
        }
        guard let tenant = gateway.tenant else { return screen }
        if let customers { screen.customers = (tenant, customers.lines) }
        screen.commands = commands(tenant, gateway, hasMock: screen.hasMock)
        return screen
    }

    private func state(of instance: ProviderID) -> String {
        guard keepsState else { return "in memory, for this run only" }
        guard let path = configuration.settings(of: instance)?.text("state") else {
            return "in memory: it has no `state`"
        }
        let folder = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
    }

    private func commands(_ tenant: String, _ gateway: RunningGateway, hasMock: Bool) -> [String] {
        // A run that keeps nothing has left no trace by which other commands could find it.
        guard keepsState else {
            return hasMock ? ["tollgate mock clock advance 32d --admin-url \(gateway.adminURL)"] : []
        }
        let customer = gateway.customers.first ?? "ID"
        var commands = ["tollgate portal create -t \(tenant) --customer \(customer) --open"]
        if hasMock { commands.append("tollgate mock clock advance 32d") }
        if file == nil { commands.append("tollgate init          # a providers.yaml of your own") }
        return commands
    }
}
