import BillingCore
import BillingRouter

/// One instance of a provider, as the file has it.
struct ProviderEntry: Sendable {
    let id: ProviderID
    let factory: ProviderFactory
    let group: Group
    let key: YAMLNode
    let node: YAMLNode

    func checkEnvironment(_ context: ReadingContext) {
        var allowed = factory.environments
        if let named = node["allow_in"], !named.isNull {
            allowed = Set(named.elements.compactMap { context.choice($0) })
        }
        guard !allowed.contains(context.environment), let kind = node["kind"] else { return }
        let here = context.environment.rawValue
        context.report.error(
            .providerNotAllowed,
            "\(id.rawValue.inCode) may not run in \(here)",
            at: kind.range,
            label: "for \(allowed.map(\.rawValue).sorted().joined(separator: ", "))",
            help: "take the entry out, or add `\(here)` to its `allow_in` if you mean it"
        )
    }

    /// The settings, in the shapes that the factory asks for.
    ///
    /// - Parameter secrets: nil reads none.
    func settings(_ interpolation: Interpolation, secrets: SecretReader?) -> ProviderSettings {
        var values: [String: SettingValue] = [:]
        for (key, value) in node.pairs {
            guard let key = group.key(of: key) else { continue }
            values[key.name] = read(value, key.shape, key.isReserved ? nil : secrets, interpolation)
        }
        return ProviderSettings(values)
    }

    private func read(
        _ node: YAMLNode,
        _ shape: Shape,
        _ secrets: SecretReader?,
        _ interpolation: Interpolation
    ) -> SettingValue? {
        guard !node.isNull, node.kind != .refused else { return nil }
        switch shape {
        case .leaf(.secret): return secrets?.secret(node).map { .secret($0) }
        case .leaf(let type):
            guard let text = interpolation.text(node) else { return nil }
            return switch type {
            case .flag: ScalarRules.flag(text).map { .flag($0) }
            case .integer: ScalarRules.integer(text).map { .integer($0) }
            case .duration: ScalarRules.duration(text).map { .duration($0) }
            case .path: .text(Paths.absolute(text, from: node.document.source.directory))
            default: .text(text)
            }
        case .list(let element): return .list(node.elements.compactMap { read($0, element, secrets, interpolation) })
        case .map(let element, _):
            var values: [String: SettingValue] = [:]
            for (key, value) in node.pairs { values[key.text] = read(value, element, secrets, interpolation) }
            return .map(values)
        case .group(let group):
            var values: [String: SettingValue] = [:]
            for (key, value) in node.pairs {
                guard let key = group.key(of: key) else { continue }
                values[key.name] = read(value, key.shape, key.isReserved ? nil : secrets, interpolation)
            }
            return .map(values)
        case .webURL, .keyHash, .provider: return interpolation.text(node).map { .text($0) }
        }
    }

    /// Turns what the provider has against its settings into diagnostics.
    func report(_ problems: [SettingsProblem], _ report: DiagnosticCollector, _ interpolation: Interpolation) {
        for problem in problems {
            let place = place(of: problem.path)
            report.error(
                .providerSetting,
                asWritten(problem.message, interpolation),
                at: place,
                label: "in \(id.rawValue.inCode)",
                help: problem.help.map { asWritten($0, interpolation) }
            )
        }
    }

    /// The nearest place to a path that is in the file.
    private func place(of path: [String]) -> SourceRange {
        var place = key.range
        var node = node
        for step in path {
            if let pair = node.pair(step) {
                node = pair.value
                place = node.kind == .scalar && !node.isNull ? node.range : pair.key.range
            } else if node.kind == .sequence, let index = Int(step),
                let element = node.elements.dropFirst(index).first(where: { _ in true })
            {
                node = element
                place = element.range
            } else {
                break
            }
        }
        return place
    }

    /// A provider may quote a value: then it is shown as it stands in the file, not as a variable made it.
    private func asWritten(_ text: String, _ interpolation: Interpolation) -> String {
        var text = text
        let document = node.document
        for index in node.index..<Int(document.nodes[node.index].next) {
            let scalar = YAMLNode(document: document, index: index)
            guard scalar.isInterpolated, let value = interpolation.text(scalar), value.count > 2 else { continue }
            text = text.replacing(value, with: scalar.text)
        }
        return text
    }
}
