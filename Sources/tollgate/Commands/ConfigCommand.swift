import ArgumentParser
import BillingConfiguration
import BillingCore
import CurlTransport

/// `tollgate config`.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check and show the configuration.",
        subcommands: [Check.self, Show.self, Schema.self]
    )

    /// `tollgate config check`.
    struct Check: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the configuration, and list everything that is wrong with it.",
            discussion: """
                Exits with 0, or with 78 when there is an error.

                Examples:
                  tollgate config check
                  tollgate config check -c providers.yaml --strict --format github
                  generate-tenants | tollgate config check -c - --skip-secrets
                """
        )

        @OptionGroup var configuration: ConfigurationOptions
        @Option(help: "How to list it.") var format: DiagnosticReport.Format = .human
        @Flag(help: "Warnings fail too.") var strict = false
        @Flag(help: "Read no secret.") var skipSecrets = false
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let loader = try ConfigurationLoader.standard()
            let loaded = loader.load(try configuration.source(), secrets: skipSecrets ? .none : .all)
            let format = output.isJSON ? .json : format
            if format != .human || !output.quiet || !loaded.diagnostics.isEmpty {
                console.data(loaded.report.render(format, isColoured: console.isColoured(.data)), terminator: "")
            }
            if loaded.configuration == nil || (strict && !loaded.diagnostics.isEmpty) { throw ExitStatus.configuration }
        }
    }

    /// `tollgate config show`.
    struct Show: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the settings that are in force, secrets left out.",
            discussion: """
                Examples:
                  tollgate config show
                  tollgate config show --tenant acme --origin
                """
        )

        @OptionGroup var configurationOptions: ConfigurationOptions

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("Only this tenant, with everything that it inherits.", valueName: "id"),
            transform: { try parsed($0, TenantID.init) }
        )
        var tenant: TenantID?

        @Flag(help: "Say where each setting comes from.") var origin = false
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let configuration = try configurationOptions.load(.standard(), console)
            let settings = tenant.map(configuration.effectiveSettings(of:)) ?? configuration.effectiveSettings()
            guard let settings else { throw CommandFailure(.failure, "there is no tenant `\(tenant?.rawValue ?? "")`") }
            if let field = output.field {
                let document = Array(settings.render(.json, showsOrigin: origin).utf8)
                console.data(try JSONPointer.value(at: field, in: document))
            } else {
                console.data(settings.render(output.isJSON ? .json : .yaml, showsOrigin: origin), terminator: "")
            }
        }
    }

    /// `tollgate config schema`.
    struct Schema: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the JSON Schema of providers.yaml, for editors.",
            discussion: """
                Example:
                  tollgate config schema > providers.schema.json
                """
        )

        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let registry = StandardProviders.registry(transport: try CurlTransport())
            console.data(JSONSchema(registry: registry).render(), terminator: "")
        }
    }
}

extension DiagnosticReport.Format: ExpressibleByArgument {}
