import ArgumentParser
import BillingConfiguration
import BillingCore
import BillingRouter
import CurlTransport

/// `tollgate providers`.
struct ProvidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers",
        abstract: "The provider instances of the configuration.",
        subcommands: [List.self]
    )

    /// `tollgate providers list`.
    struct List: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the provider instances, or the kinds of provider that there are.",
            discussion: """
                Examples:
                  tollgate providers list
                  tollgate providers list --kinds
                """
        )

        @OptionGroup var configurationOptions: ConfigurationOptions
        @Flag(help: "The kinds that this program has, configured or not.") var kinds = false
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            if kinds {
                let factories = StandardProviders.registry(transport: try CurlTransport()).factories
                try await show(KindsListing(factories: factories), console) {
                    var table = TextTable(heading: ["KIND", "WHAT IT IS"])
                    for factory in factories { table.add([factory.kind.rawValue, factory.summary]) }
                    return table.text
                }
                return
            }
            let configuration = try configurationOptions.load(.standard(), console)
            let tenants = configuration.tenantIDs.compactMap(configuration.tenant)
            let counts = Dictionary(grouping: tenants, by: \.provider).mapValues(\.count)
            let rows = configuration.providers.map { ($0, counts[$0.id] ?? 0) }
            try await show(InstancesListing(rows: rows), console) {
                var table = TextTable(heading: ["ID", "KIND", "TENANTS", "CONFIGURED AT"])
                for (provider, count) in rows {
                    table.add([provider.id.rawValue, provider.kind.rawValue, String(count), provider.place])
                }
                return table.text
            }
        }
    }
}

/// The kinds of provider, as a document.
private struct KindsListing: JSONDocument {
    let factories: [ProviderFactory]

    func write(into json: inout JSONWriter) {
        json.object { $0.member("kinds", factories.map(Entry.init)) }
    }

    struct Entry: JSONDocument {
        let factory: ProviderFactory

        func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("kind", factory.kind.rawValue)
                json.member("summary", factory.summary)
            }
        }
    }
}

/// The provider instances, as a document.
private struct InstancesListing: JSONDocument {
    let rows: [(provider: ConfiguredProvider, tenants: Int)]

    func write(into json: inout JSONWriter) {
        json.object { $0.member("providers", rows.map(Entry.init)) }
    }

    struct Entry: JSONDocument {
        let provider: ConfiguredProvider
        let tenants: Int

        func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("id", provider.id.rawValue)
                json.member("kind", provider.kind.rawValue)
                json.member("tenants", tenants)
                json.member("place", provider.place)
            }
        }
    }
}
