import BillingCore
import BillingRouter

/// The instances of providers that a file names.
struct ProviderTable {
    private(set) var entries: [ProviderEntry] = []
    /// By name.
    ///
    /// Nil stands for an entry that is there, but not as it should be.
    private var byName: [String: ProviderEntry?] = [:]

    /// Reads `providers`.
    init(_ node: YAMLNode?, _ context: ReadingContext) {
        for (key, value) in YAMLNode.pairs(of: node) {
            byName.updateValue(nil, forKey: key.text)
            let id: ProviderID
            do {
                id = try ProviderID(key.text)
            } catch {
                if !key.isInterpolated {
                    context.report.error(.invalidName, error.reason, at: key.range, help: key.text.lowerCaseAdvice)
                }
                continue
            }
            guard let kind = context.text(value["kind"]), let factory = context.schema.registry[kind],
                let group = context.schema.providers[kind]
            else { continue }
            let entry = ProviderEntry(id: id, factory: factory, group: group, key: key, node: value)
            entry.checkEnvironment(context)
            entries.append(entry)
            byName[id.rawValue] = entry
        }
    }

    /// The instance that a tenant or a price map names.
    ///
    /// Nil where there is none, which is reported.
    func reference(_ node: YAMLNode, _ context: ReadingContext) -> ProviderID? {
        guard let name = context.text(node) else { return nil }
        return reference(name, written: node, context)
    }

    func reference(_ name: String, written node: YAMLNode, _ context: ReadingContext) -> ProviderID? {
        guard let entry = byName[name] else {
            context.report.error(
                .unknownProvider,
                "there is no provider \(node.text.inCode)",
                at: node.range,
                help: Suggestion.help(for: name, among: byName.keys.sorted())
                    ?? (byName.isEmpty ? "`providers` has none" : "there are \(names)")
            )
            return nil
        }
        return entry?.id ?? (try? ProviderID(name))
    }

    private var names: String {
        let names = byName.keys.sorted()
        return names.prefix(8).map(\.inCode).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    }
}

extension String {
    /// The name in lower case, where that makes it one.
    var lowerCaseAdvice: String? {
        let lowered = lowercased()
        return lowered != self && (try? TenantID(lowered)) != nil ? "write `\(lowered)`" : nil
    }
}
