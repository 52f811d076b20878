package import BillingCore
import BillingRouter

/// What a configuration comes down to, for `config show`: the effective settings, each with where it comes from.
///
/// Values stand as they do in the file: a variable is shown as `${NAME}`, a secret as `{ env: NAME }`.
package struct EffectiveSettings: Sendable {
    let value: ShownValue

    package enum Format: String, CaseIterable, Sendable {
        case yaml, json
    }

    /// With a line end at its end.
    ///
    /// - Parameter showsOrigin: in YAML as comments, in JSON as an object in place of each value.
    package func render(_ format: Format, showsOrigin: Bool) -> String {
        switch format {
        case .yaml: return value.yaml(showsOrigin: showsOrigin).joined(separator: "\n") + "\n"
        case .json:
            var writer = JSONWriter(indented: true)
            value.write(into: &writer, showsOrigin: showsOrigin)
            return String(decoding: writer.bytes, as: UTF8.self) + "\n"
        }
    }
}

extension GatewayConfiguration {
    /// The whole configuration.
    package func effectiveSettings() -> EffectiveSettings {
        var members = general
        for name in ["include", "plans", "price_map"] {
            if let node = root[name], !node.isNull { members.append((name, ShownValue(node) { .file($0) })) }
        }
        members.append(("providers", .map(content.providers.map { ($0.id.rawValue, provider($0)) })))
        let tenants = tenantIDs.indices.map { index in
            (name: tenantIDs[index].rawValue, value: tenant(at: index))
        }
        members.append(("tenants", .map(tenants)))
        return EffectiveSettings(value: .map(members))
    }

    /// One tenant, with the instance that serves it and the plans that it has.
    ///
    /// Nil where there is none.
    package func effectiveSettings(of id: TenantID) -> EffectiveSettings? {
        guard let index = tenantIDs.firstIndex(of: id), let tenant = content.tenants[id] else { return nil }
        var members: [(name: String, value: ShownValue)] = [
            ("tenant", .scalar(id.rawValue, isText: false, .file(content.tenantNodes[index].range)))
        ]
        guard case .map(let settings) = self.tenant(at: index) else { return nil }
        members += settings.filter { $0.name != "plans" && $0.name != "price_map" }
        let own = content.tenantNodes[index]
        let plans = merged(Layers(top: own["plans"], base: root["plans"]))
        let prices = merged(Layers(top: own["price_map"], base: root["price_map"])[tenant.provider.rawValue])
        members.append(("plans", plans ?? .map([])))
        members.append(("prices", prices ?? .map([])))
        if let entry = content.providers.first(where: { $0.id == tenant.provider }) {
            members.append(("instance", provider(entry)))
        }
        return EffectiveSettings(value: .map(members))
    }

    // MARK: -

    private var general: [(name: String, value: ShownValue)] {
        let node = root["server"]
        func said(_ node: YAMLNode?, _ standard: String, isText: Bool = false) -> ShownValue {
            if let node, !node.isNull { return ShownValue(node) { .file($0) } }
            return .builtIn(standard, isText: isText)
        }
        let server: [(name: String, value: ShownValue)] = [
            ("public_url", said(node?["public_url"], server.effectivePublicURL)),
            ("listen", said(node?["listen"], server.listen.description)),
            ("admin", .map([("listen", said(node?["admin"]?["listen"], server.admin.description))])),
        ]
        return [
            ("environment", said(root["environment"], environment.rawValue)),
            ("server", .map(server)),
        ]
    }

    private func provider(_ entry: ProviderEntry) -> ShownValue { ShownValue(entry.node) { .file($0) } }

    private func tenant(at index: Int) -> ShownValue {
        let own = content.tenantNodes[index]
        let defaults = root["defaults"]
        let standards = EffectiveSettings.standards(tenantIDs[index])
        var members: [(name: String, value: ShownValue)] = []
        // What is built in comes first, in its own order, then what else is said.
        for (name, standard) in standards {
            members.append((name, effective(Layers(top: own[name], base: defaults?[name]), standard)))
        }
        var names = Set(standards.map(\.name))
        for (key, _) in Array(YAMLNode.pairs(of: defaults)) + Array(own.pairs) {
            let name = key.text
            guard names.insert(name).inserted else { continue }
            if let value = merged(Layers(top: own[name], base: defaults?[name])) { members.append((name, value)) }
        }
        return .map(members.filter { if case .map(let inner) = $0.value { !inner.isEmpty } else { true } })
    }

    /// What is said, over what is built in.
    private func effective(_ layers: Layers, _ standard: ShownValue) -> ShownValue {
        guard case .map(let members) = standard else { return merged(layers) ?? standard }
        var result = members.map { (name: $0.name, value: effective(layers[$0.name], $0.value)) }
        for (name, _, value) in layers.pairs where !members.contains(where: { $0.name == name }) {
            if let value = merged(value) { result.append((name, value)) }
        }
        return .map(result)
    }

    /// Maps merge, everything else replaces.
    ///
    /// Nil where nothing is left.
    private func merged(_ layers: Layers) -> ShownValue? {
        guard let node = layers.node else { return nil }
        if node.kind == .mapping {
            return .map(layers.pairs.compactMap { name, _, value in merged(value).map { (name, $0) } })
        }
        let isOwn = layers.top != nil
        return ShownValue(node) { isOwn ? .file($0) : self.lower($0) }
    }

    /// What is below a tenant is the defaults, or the catalogue of all.
    private func lower(_ range: SourceRange) -> ShownValue.Origin {
        guard let defaults = root["defaults"]?.range, range.file === defaults.file, range.start >= defaults.start,
            range.start < defaults.end
        else { return .file(range) }
        return .defaults(range)
    }
}

extension EffectiveSettings {
    /// What a tenant has of which nobody said anything.
    static func standards(_ id: TenantID) -> [(name: String, value: ShownValue)] {
        let standard = TenantSettings()
        return [
            ("name", .builtIn(id.rawValue, isText: false)),
            ("timezone", .builtIn(standard.timezone, isText: false)),
            ("return_urls", .map([("default_path", .builtIn(standard.defaultPath, isText: false))])),
            ("paid_grace", .builtIn(ScalarRules.text(standard.paidGrace), isText: false)),
            ("paid_policy", .builtIn(standard.paidPolicy.rawValue, isText: false)),
            (
                "portal",
                .map([
                    ("visibility", .builtIn(standard.visibility.rawValue, isText: false)),
                    ("lapsed_link", .builtIn(String(standard.lapsedLink), isText: false)),
                    ("flows", .list(standard.flows.map { .builtIn($0.rawValue, isText: false) }, .builtIn)),
                ])
            ),
            ("freshness", .map([("fresh_for", .builtIn(ScalarRules.text(standard.freshFor), isText: false))])),
            ("customer_ids", .builtIn(standard.customerIDs.rawValue, isText: false)),
        ]
    }
}
