import BillingCore
import BillingRouter

/// Compares a file with the table and reports whatever does not fit, each once.
///
/// Readers come after it and pass over what it has reported.
final class ShapeCheck {
    private let schema: FileSchema
    private let interpolation: Interpolation
    let report: DiagnosticCollector
    /// Reserved keys are warned of once, however many tenants use them.
    private var warned: Set<String> = []

    init(schema: FileSchema, interpolation: Interpolation, report: DiagnosticCollector) {
        self.schema = schema
        self.interpolation = interpolation
        self.report = report
    }

    /// Where a value stands.
    struct Context {
        /// What is underlined when there is no value.
        var key: YAMLNode
        var name: String
        /// In a tenant, `null` takes a default away.
        var isClearable = false
        /// Below a key that was already warned of.
        var isReserved = false

        func at(_ node: YAMLNode) -> Context {
            var context = self
            context.key = node
            return context
        }
    }

    func check(_ root: YAMLNode, as group: Group) {
        guard root.kind == .mapping else {
            guard root.kind != .refused else { return }
            report.error(
                .wrongKind,
                "\(group.noun) must be a map of settings",
                at: root.range,
                label: "this is \(root.kindInWords)",
                help: "start with `version: 1`"
            )
            return
        }
        check(root, group, Context(key: root, name: ""))
    }

    func check(_ value: YAMLNode, _ shape: Shape, _ context: Context) {
        guard value.kind != .refused else { return }
        if value.isNull, checkNull(value, shape, context) { return }
        switch shape {
        case .leaf(.secret): checkSecret(value, context)
        case .leaf(let type): checkLeaf(value, type, context)
        case .webURL: _ = scalarText(value, "a URL", context)
        case .keyHash: checkHash(value, context)
        case .list(let element):
            guard expect(.sequence, value, "a list", context) else { return }
            let elementContext = Context(key: value, name: context.name, isReserved: context.isReserved)
            for node in value.elements { check(node, element, elementContext.at(node)) }
        case .map(let element, let rule): checkMap(value, element, rule, context)
        case .group(let group):
            guard expect(.mapping, value, "a map", context) else { return }
            check(value, group, context)
        case .provider: checkProvider(value, context)
        }
    }

    /// - Returns: whether nothing more is to be said of the null.
    private func checkNull(_ value: YAMLNode, _ shape: Shape, _ context: Context) -> Bool {
        if context.isClearable { return true }
        switch shape {
        case .list, .map, .group: return true
        case .leaf, .webURL, .keyHash, .provider:
            report.error(
                .noValue,
                "\(context.name.inCode) has no value",
                at: context.key.range,
                label: "\(shape.noun) belongs here"
            )
            return true
        }
    }

    func expect(
        _ kind: YAMLDocument.Kind,
        _ value: YAMLNode,
        _ noun: @autoclosure () -> String,
        _ context: Context
    ) -> Bool {
        if value.kind == kind { return true }
        if kind == .mapping, value.isNull { return false }
        report.mask(value)
        report.error(
            .wrongKind,
            "\(context.name.inCode) must be \(noun())",
            at: value.range,
            label: "this is \(value.kindInWords)",
            help: kind == .sequence && value.kind == .scalar ? "write a list: `[…]`" : nil
        )
        return false
    }

    // MARK: Maps

    private func check(_ node: YAMLNode, _ group: Group, _ context: Context) {
        var present = 0
        for (key, value) in node.pairs {
            guard let entry = group.key(of: key) else {
                unknown(key, value, among: group.keys.map(\.name), noun: group.noun)
                continue
            }
            if entry.isRequired { present += 1 }
            var inner = Context(
                key: key,
                name: entry.name,
                isClearable: context.isClearable && !entry.isRequired,
                isReserved: context.isReserved
            )
            if entry.isReserved, !context.isReserved {
                inner.isReserved = true
                if warned.insert("\(group.noun)\u{0}\(entry.name)").inserted {
                    report.warning(
                        .reservedKey,
                        "\(entry.name.inCode) is accepted, but nothing acts on it yet",
                        at: key.range,
                        label: "no effect in this version",
                        help: "remove it unless a later version is to find it"
                    )
                }
            }
            check(value, entry.shape, inner)
        }
        if present < group.requiredCount { missing(node, group, context) }
    }

    private func missing(_ node: YAMLNode, _ group: Group, _ context: Context) {
        // A key that was there but was refused is not missing.
        guard !node.hasRefusedKey else { return }
        for key in group.keys where key.isRequired && node.pair(key.name) == nil {
            report.error(
                .missingKey,
                "\(key.name.inCode) is missing",
                at: context.key.index == 0 ? context.key.firstCharacter : context.key.range,
                label: "\(group.noun) needs it",
                help: "add \("\(key.name): …".inCode): \(key.shape.noun)"
            )
        }
    }

    func unknown(_ key: YAMLNode, _ value: YAMLNode, among names: [String], noun: String) {
        let name = key.text
        report.mask(value)
        if key.isInterpolated {
            interpolatedKey(key)
            return
        }
        report.error(
            .unknownKey,
            "unknown key \(name.inCode)",
            at: key.range,
            label: "not a setting of \(noun)",
            help: Suggestion.help(for: name, among: names)
                ?? (names.count <= 12 ? "there are " + names.map(\.inCode).joined(separator: ", ") : nil)
        )
    }

    private func interpolatedKey(_ key: YAMLNode) {
        report.error(
            .interpolatedKey,
            "a key is taken as it stands",
            at: key.range,
            label: "nothing is put in for this",
            help: "write the name itself; `${…}` works in values"
        )
    }

    private func checkMap(_ value: YAMLNode, _ shape: Shape, _ rule: KeyRule, _ context: Context) {
        guard expect(.mapping, value, "a map", context) else { return }
        for (key, element) in value.pairs {
            if key.isInterpolated {
                interpolatedKey(key)
            } else if let problem = rule.check?(key.text) {
                report.error(.invalidName, problem, at: key.range)
            }
            let name = key.text
            let inner = Context(
                key: key,
                name: name,
                isClearable: context.isClearable || shape.isTenant,
                isReserved: context.isReserved
            )
            check(element, shape, inner)
        }
    }

    private func checkProvider(_ value: YAMLNode, _ context: Context) {
        guard expect(.mapping, value, "a map", context) else { return }
        guard let (kindKey, kind) = value.pair("kind") else {
            maskUnknownProvider(value)
            missing(value, Group("a provider", FileSchema.entry), context)
            return
        }
        let kindContext = Context(key: kindKey, name: "kind")
        if kind.isNull {
            maskUnknownProvider(value)
            check(kind, .leaf(.text), kindContext)
            return
        }
        guard let text = scalarText(kind, "a text", kindContext) else {
            maskUnknownProvider(value)
            return
        }
        guard let group = schema.providers[text] else {
            maskUnknownProvider(value)
            let kinds = schema.registry.factories.map(\.kind.rawValue)
            report.error(
                .unknownProviderKind,
                "there is no provider of kind \(kind.text.inCode)",
                at: kind.range,
                help: Suggestion.help(for: text, among: kinds)
                    ?? "there are " + kinds.map(\.inCode).joined(separator: ", ")
            )
            return
        }
        check(value, group, context)
    }

    /// Nobody knows which of its values are secrets.
    private func maskUnknownProvider(_ node: YAMLNode) {
        for (key, value) in node.pairs where !key.equals("kind") && !key.equals("allow_in") { report.mask(value) }
    }

    // MARK: Scalars

    /// The text of a scalar, with variables put in.
    ///
    /// Nil once it has been reported why there is none.
    func scalarText(_ value: YAMLNode, _ noun: @autoclosure () -> String, _ context: Context) -> String? {
        guard expect(.scalar, value, noun(), context) else { return nil }
        let text: String
        if value.hasDollar {
            switch expand(value, context) {
            case .some(let expanded): text = expanded
            case nil: return nil
            }
        } else {
            text = value.text
        }
        guard !text.isEmpty else {
            report.error(
                .noValue,
                "\(context.name.inCode) is empty",
                at: value.range,
                label: "\(noun()) belongs here"
            )
            return nil
        }
        return text
    }

    private func expand(_ value: YAMLNode, _ context: Context) -> String? {
        do {
            return try interpolation.expand(value.text)
        } catch {
            switch error {
            case .unset(let name):
                report.error(
                    .unsetVariable,
                    "the environment variable \(name.inCode) is not set",
                    at: value.range,
                    help: "set it, or give a default: \("${\(name):-…}".inCode)"
                )
            case .malformed:
                report.error(
                    .malformedInterpolation,
                    "`${` is not followed by the name of a variable and `}`",
                    at: value.range,
                    help: "write `${NAME}` or `${NAME:-default}`, and `$$` for a dollar sign"
                )
            }
            return nil
        }
    }

    private func checkLeaf(_ value: YAMLNode, _ type: SettingType, _ context: Context) {
        // Without a rule of its own a text is fine as soon as it is there: no need to make one of it.
        if case .text = type, value.kind == .scalar, !value.hasDollar, value.count > 0 { return }
        guard let text = scalarText(value, type.noun, context) else { return }
        let written = value.text
        switch type {
        case .text, .path: return
        case .pattern(_, _, let matches):
            if !matches(text) { invalid(.wrongShape, value, type, context) }
        case .flag:
            if ScalarRules.flag(text) == nil || !(value.isPlain || value.isInterpolated) {
                let words = ["yes": "true", "on": "true", "no": "false", "off": "false"]
                let word =
                    words[written.lowercased()]
                    ?? (ScalarRules.flag(written.lowercased()) == nil ? nil : written.lowercased())
                invalid(.notFlag, value, type, context, help: word.map { "write `\($0)`, without quotes" })
            }
        case .integer(let range):
            if ScalarRules.integer(text).map(range.contains) != true { invalid(.notInteger, value, type, context) }
        case .decimal:
            if !ScalarRules.isDecimal(text) { invalid(.notDecimal, value, type, context) }
        case .duration(let range):
            if ScalarRules.duration(text).map(range.contains) != true { invalid(.notDuration, value, type, context) }
        case .choice(let words):
            if !words.contains(text) {
                invalid(.notAChoice, value, type, context, help: Suggestion.help(for: written, among: words))
            }
        case .url:
            do {
                _ = try WebURL(text)
            } catch {
                report.error(.invalidURL, "\(context.name.inCode) \(error.reason)", at: value.range)
            }
        case .secret, .list, .map, .group: return
        }
    }

    private func invalid(
        _ code: DiagnosticCode,
        _ value: YAMLNode,
        _ type: SettingType,
        _ context: Context,
        help: String? = nil
    ) {
        report.error(code, "\(context.name.inCode) must be \(type.noun)", at: value.range, help: help)
    }
}
