import BillingRouter

/// A setting as `config show` shows it, with where it comes from.
indirect enum ShownValue: Sendable {
    /// As it stands in the file: neither variables nor secrets are put in.
    case scalar(String, isText: Bool, Origin)
    case list([ShownValue], Origin)
    case map([(name: String, value: ShownValue)])

    /// Who said so.
    enum Origin: Sendable, Equatable {
        case file(SourceRange)
        case defaults(SourceRange)
        case builtIn

        static func == (left: Origin, right: Origin) -> Bool { left.text == right.text }

        var text: String {
            switch self {
            case .file(let range): "\(range.file.name):\(range.position.line)"
            case .defaults(let range): "defaults, \(range.file.name):\(range.position.line)"
            case .builtIn: "built in"
            }
        }

        var layer: String {
            switch self {
            case .file: "file"
            case .defaults: "defaults"
            case .builtIn: "built-in"
            }
        }
    }

    static func builtIn(_ text: String, isText: Bool = true) -> ShownValue { .scalar(text, isText: isText, .builtIn) }

    /// A part of a file.
    ///
    /// - Parameter origin: makes one of a place.
    init(_ node: YAMLNode, _ origin: (SourceRange) -> Origin) {
        switch node.kind {
        case .scalar, .refused:
            let isText = !node.isPlain || ShownValue.isAmbiguous(node.text)
            self = .scalar(SecretMask.clean(node.text), isText: isText, origin(node.range))
        case .sequence: self = .list(node.elements.map { ShownValue($0, origin) }, origin(node.range))
        case .mapping: self = .map(node.pairs.map { ($0.key.text, ShownValue($0.value, origin)) })
        }
    }

    /// Whether a text without quotes would mean something else, or nothing at all.
    private static func isAmbiguous(_ text: String) -> Bool {
        text.isEmpty || text.contains("\n") || text.contains(": ") || text.contains(" #")
    }

    // MARK: Rendering

    /// As YAML, with the origins as comments.
    func yaml(showsOrigin: Bool, indent: Int = 0) -> [String] {
        let margin = String(repeating: "  ", count: indent)
        switch self {
        case .scalar, .list: return [margin + inline + comment(showsOrigin)]
        case .map(let members):
            return members.flatMap { name, value -> [String] in
                let key = margin + ShownValue.quoted(name, always: false) + ":"
                if case .map(let inner) = value {
                    if inner.isEmpty { return [key + " {}"] }
                    return [key] + value.yaml(showsOrigin: showsOrigin, indent: indent + 1)
                }
                if case .list(let elements, _) = value, elements.contains(where: \.isMap) {
                    return [key + value.comment(showsOrigin)] + elements.map { "\(margin)  - \($0.inline)" }
                }
                return [key + " " + value.inline + value.comment(showsOrigin)]
            }
        }
    }

    private var isMap: Bool { if case .map = self { true } else { false } }

    /// On one line.
    private var inline: String {
        switch self {
        case .scalar(let text, let isText, _): ShownValue.quoted(text, always: isText)
        case .list(let elements, _): "[" + elements.map(\.inline).joined(separator: ", ") + "]"
        case .map(let members):
            "{ "
                + members.map { "\(ShownValue.quoted($0.name, always: false)): \($0.value.inline)" }.joined(
                    separator: ", "
                ) + " }"
        }
    }

    private func comment(_ isShown: Bool) -> String {
        guard isShown, let origin else { return "" }
        return "  # " + origin.text
    }

    private var origin: Origin? {
        switch self {
        case .scalar(_, _, let origin), .list(_, let origin): origin
        case .map: nil
        }
    }

    private static func quoted(_ text: String, always: Bool) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0.isAlphanumeric || "_-./:+~<>".utf8.contains($0) }
        if isPlain, !always || text.utf8.first?.isAlphanumeric == true, text != "null", !text.hasSuffix(":") {
            return text
        }
        var json = JSONWriter()
        json.value(text)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    func write(into json: inout JSONWriter, showsOrigin: Bool) {
        switch self {
        case .scalar(let text, let isText, let origin):
            if showsOrigin {
                json.object { json in
                    json.member("value") { ShownValue.write(text, isText, into: &$0) }
                    ShownValue.write(origin, into: &json)
                }
            } else {
                ShownValue.write(text, isText, into: &json)
            }
        case .list(let elements, let origin):
            if showsOrigin {
                json.object { json in
                    json.member("value") { ShownValue.write(elements, into: &$0) }
                    ShownValue.write(origin, into: &json)
                }
            } else {
                ShownValue.write(elements, into: &json)
            }
        case .map(let members):
            json.object { json in
                for (name, value) in members { json.member(name) { value.write(into: &$0, showsOrigin: showsOrigin) } }
            }
        }
    }

    private static func write(_ elements: [ShownValue], into json: inout JSONWriter) {
        json.array { json in
            for element in elements { json.element { element.write(into: &$0, showsOrigin: false) } }
        }
    }

    private static func write(_ origin: Origin, into json: inout JSONWriter) {
        json.member("layer", origin.layer)
        switch origin {
        case .file(let range), .defaults(let range):
            json.member("file", range.file.name)
            json.member("line", range.position.line)
        case .builtIn: break
        }
    }

    private static func write(_ text: String, _ isText: Bool, into json: inout JSONWriter) {
        if !isText, let flag = ScalarRules.flag(text) {
            json.value(flag)
        } else if !isText, let integer = ScalarRules.integer(text), String(integer) == text {
            json.value(integer)
        } else {
            json.value(text)
        }
    }
}
