package import BillingCore
package import BillingRouter

/// Reads `providers.yaml`: from bytes to diagnostics, or to a configuration that a routing table can be made of.
package struct ConfigurationLoader: Sendable {
    /// A larger file is refused before it is read.
    package static let maximumSize = 64 * 1024 * 1024

    private let schema: FileSchema
    private let variables: [String: String]
    private let clock: any WallClock
    private let keepsState: Bool

    /// - Parameters:
    ///   - environment: the environment variables.
    ///   - keepsState: whether the instances may keep anything beyond the process.
    package init(
        registry: ProviderRegistry,
        environment: [String: String],
        clock: any WallClock = SystemClock(),
        keepsState: Bool = true
    ) {
        schema = FileSchema(registry: registry)
        variables = environment
        self.clock = clock
        self.keepsState = keepsState
    }

    /// Where a configuration comes from.
    package enum Source: Sendable {
        /// A path, relative to the working directory or absolute.
        case file(String)
        /// All of standard input; its relative paths start at the working directory.
        case standardInput
        /// What is in memory already, under a name for diagnostics.
        case bytes([UInt8], name: String)
    }

    /// Reads and checks everything, and reports all that is wrong at once.
    ///
    /// - Parameter secrets: whose secrets are fetched and checked with the rest. Without them the configuration can
    ///   still be made into a routing table later: that fetches what it needs.
    package func load(_ source: Source, secrets: SecretScope = .none) -> LoadedConfiguration {
        let report = DiagnosticCollector()
        var names: [String] = []
        let configuration = read(source, secrets, report, &names)
        return LoadedConfiguration(
            file: names.first ?? "",
            diagnostics: report.diagnostics(files: names),
            omitted: report.omitted,
            configuration: report.hasErrors ? nil : configuration
        )
    }

    private func read(
        _ source: Source,
        _ scope: SecretScope,
        _ report: DiagnosticCollector,
        _ names: inout [String]
    ) -> GatewayConfiguration? {
        names.append(source.name)
        guard let main = file(source, report), let document = YAMLParser.parse(main, report: report),
            let root = document.root
        else { return nil }
        let interpolation = Interpolation(variables: variables)
        let shapes = ShapeCheck(schema: schema, interpolation: interpolation, report: report)
        shapes.check(root, as: schema.file)
        guard root.kind == .mapping else { return nil }

        let context = ReadingContext(
            schema: schema,
            interpolation: interpolation,
            report: report,
            environment: environment(root["environment"], interpolation)
        )
        let files = IncludedFiles(main: main, mainPath: source.path, context: context)
        let included = files.documents(root["include"])
        for document in included {
            names.append(document.source.name)
            if let root = document.root { shapes.check(root, as: schema.included) }
        }
        let reader = FileReader(context: context, root: root, included: included.compactMap(\.root))
        guard let content = reader.read() else { return nil }
        let configuration = GatewayConfiguration(
            content: content,
            root: root,
            interpolation: interpolation,
            resolver: SecretResolver(variables: variables),
            clock: clock,
            keepsState: keepsState
        )
        configuration.check(scope, report)
        return configuration
    }

    /// The strictest, unless another is named.
    ///
    /// One that does not exist has been reported; it is not to draw further errors, so it is taken for the one that
    /// allows most.
    private func environment(_ node: YAMLNode?, _ interpolation: Interpolation) -> DeploymentEnvironment {
        guard let node else { return .production }
        return interpolation.text(node).flatMap(DeploymentEnvironment.init(rawValue:)) ?? .development
    }

    private func file(_ source: Source, _ report: DiagnosticCollector) -> SourceFile? {
        do {
            switch source {
            case .file(let path):
                let content = try FileContent(path: path, maximumSize: ConfigurationLoader.maximumSize)
                return SourceFile(name: path, directory: source.directory, bytes: content.bytes)
            case .standardInput:
                let content = try FileContent(standardInput: ConfigurationLoader.maximumSize)
                return SourceFile(name: source.name, directory: source.directory, bytes: content.bytes)
            case .bytes(let bytes, let name):
                guard bytes.count <= ConfigurationLoader.maximumSize else { throw FileContent.Failure.tooLarge }
                return SourceFile(name: name, directory: source.directory, bytes: bytes)
            }
        } catch let failure as FileContent.Failure {
            let limit = "a configuration has at most \(ConfigurationLoader.maximumSize >> 20) MiB"
            let help = if case .tooLarge = failure { limit } else { failure.help }
            report.error(
                DiagnosticCode(failure),
                "\(source.name.inCode) \(failure.clause)",
                file: source.name,
                help: help
            )
            return nil
        } catch {
            return nil
        }
    }
}

extension ConfigurationLoader.Source {
    /// For diagnostics.
    package var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        case .bytes(_, let name): name
        }
    }

    /// The absolute path of a file; nil for what is none.
    package var path: String? {
        if case .file(let path) = self { Paths.absolute(path, from: Paths.workingDirectory) } else { nil }
    }

    var directory: String {
        guard let path else { return Paths.workingDirectory }
        let prefix = Paths.directoryPrefix(path).dropLast()
        return prefix.isEmpty ? "/" : String(prefix)
    }
}

/// Whose secrets are needed.
package enum SecretScope: Hashable, Sendable {
    /// Those of every instance, and the hashes of server keys that are elsewhere.
    case all
    /// Those of the instance that serves one tenant: what a command for it needs.
    case tenant(TenantID)
    /// Those of one instance: what a command for that instance itself needs.
    case instance(ProviderID)
    case none
}

/// What came of reading a configuration.
package struct LoadedConfiguration: Sendable {
    /// The main file, as it was named.
    package let file: String
    /// Errors and warnings, file by file and from top to bottom.
    package let diagnostics: [ConfigurationDiagnostic]
    /// How many more there are that are not listed.
    package let omitted: Int
    /// Nil when there is an error.
    package let configuration: GatewayConfiguration?

    package var report: DiagnosticReport { DiagnosticReport(file: file, diagnostics: diagnostics, omitted: omitted) }
}
