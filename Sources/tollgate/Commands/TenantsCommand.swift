import ArgumentParser
import BillingConfiguration
import BillingCore
import BillingRouter
import CurlTransport

/// `tollgate tenants`.
struct TenantsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenants",
        abstract: "The tenants and the providers that serve them.",
        subcommands: [List.self, Show.self]
    )

    /// `tollgate tenants list`.
    struct List: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the tenants of the configuration.",
            discussion: """
                Examples:
                  tollgate tenants list
                  tollgate tenants list --json
                """
        )

        @OptionGroup var configurationOptions: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let configuration = try configurationOptions.load(.standard(), console)
            let tenants = configuration.tenantIDs.compactMap(configuration.tenant)
            try await show(TenantsListing(tenants: tenants), console) {
                var table = TextTable(heading: ["ID", "NAME", "PROVIDER"])
                for tenant in tenants { table.add([tenant.id.rawValue, tenant.name, tenant.provider.rawValue]) }
                return table.text
            }
        }
    }

    /// `tollgate tenants show`.
    struct Show: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a tenant may know of its set-up.",
            discussion: """
                Examples:
                  tollgate tenants show -t demo
                  tollgate tenants show -t demo --json
                """
        )

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var source: SourceOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let access = try await source.service(for: tenant.tenant, console)
            let document = try await access.service.tenant(tenant.tenant, access.call())
            let plans = try await access.service.plans(of: tenant.tenant, access.call())
            try await show(document, console) {
                var table = TextTable()
                table.add(["Name", document.name])
                table.add([
                    "Provider", "\(document.provider.id), \(document.provider.kind) (\(document.provider.mode))",
                ])
                table.add(["Time zone", document.timezone])
                table.add(["Application", document.appURL ?? "–"])
                table.add(["Returns to", document.returnURL ?? "–"])
                table.add(["Plans at", document.choosePlanURL ?? "–"])
                table.add(["Portal", document.portalFlows.map(\.rawValue).joined(separator: ", ")])
                for plan in plans.plans {
                    let prices = plan.prices.compactMap(\.text).joined(separator: ", ")
                    table.add(["Plan \(plan.id)", plan.name + (prices.isEmpty ? "" : ": \(prices)")])
                }
                return table.text
            }
        }
    }
}

/// The tenants, as a document.
private struct TenantsListing: JSONDocument {
    let tenants: [Tenant]

    func write(into json: inout JSONWriter) {
        json.object { $0.member("tenants", tenants.map(Entry.init)) }
    }

    struct Entry: JSONDocument {
        let tenant: Tenant

        func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("id", tenant.id.rawValue)
                json.member("name", tenant.name)
                json.member("provider", tenant.provider.rawValue)
            }
        }
    }
}
