/// Gathers what is wrong while a configuration is read, and renders it at the end, when all is known that must not be
/// seen.
final class DiagnosticCollector {
    /// A file with more faults than this is not a configuration.
    static let limit = 1000

    private struct Entry {
        let code: DiagnosticCode
        let severity: ConfigurationDiagnostic.Severity
        let message: String
        let place: Place
        let label: String?
        let help: String?
        let showsLine: Bool
        let isSyntax: Bool
    }

    private enum Place {
        case range(SourceRange)
        case file(String)
    }

    private struct Key: Hashable {
        let code: DiagnosticCode
        let file: ObjectIdentifier
        let start: Int
    }

    private var entries: [Entry] = []
    private var reported: Set<Key> = []
    private var masks: [SourceRange] = []
    private var unparsed: Set<ObjectIdentifier> = []
    private(set) var omitted = 0
    private(set) var errors = 0

    var hasErrors: Bool { errors > 0 }
    var isFull: Bool { entries.count >= DiagnosticCollector.limit }

    func error(
        _ code: DiagnosticCode,
        _ message: String,
        at range: SourceRange,
        showsLine: Bool = true,
        label: String? = nil,
        help: String? = nil,
        isSyntax: Bool = false
    ) {
        add(
            Entry(
                code: code,
                severity: .error,
                message: message,
                place: .range(range),
                label: label,
                help: help,
                showsLine: showsLine,
                isSyntax: isSyntax
            )
        )
    }

    func warning(
        _ code: DiagnosticCode,
        _ message: String,
        at range: SourceRange,
        label: String? = nil,
        help: String? = nil
    ) {
        add(
            Entry(
                code: code,
                severity: .warning,
                message: message,
                place: .range(range),
                label: label,
                help: help,
                showsLine: true,
                isSyntax: false
            )
        )
    }

    /// For a file that could not be read at all.
    func error(_ code: DiagnosticCode, _ message: String, file: String, help: String? = nil) {
        add(
            Entry(
                code: code,
                severity: .error,
                message: message,
                place: .file(file),
                label: nil,
                help: help,
                showsLine: false,
                isSyntax: false
            )
        )
    }

    /// Nobody will find the secrets of this file: from here on its lines are shown as those of a syntax error are.
    func markUnparsed(_ file: SourceFile) { unparsed.insert(ObjectIdentifier(file)) }

    /// Keeps parts of a file out of every line that is shown.
    func mask(_ ranges: [SourceRange]) {
        masks += ranges
    }

    /// Keeps all scalars of a node out of every line that is shown.
    func mask(_ node: YAMLNode) {
        mask(
            YAMLNode.leaves(of: node.index, in: node.document.nodes).map {
                SourceRange(file: node.document.source, start: Int($0.start), end: Int($0.end))
            }
        )
    }

    private func add(_ entry: Entry) {
        // What several tenants inherit is wrong once.
        if case .range(let range) = entry.place {
            let key = Key(code: entry.code, file: ObjectIdentifier(range.file), start: range.start)
            guard reported.insert(key).inserted else { return }
        }
        if entry.severity == .error { errors += 1 }
        if isFull { omitted += 1 } else { entries.append(entry) }
    }

    /// Everything, file by file and from top to bottom.
    ///
    /// - Parameter files: in which order.
    func diagnostics(files: [String]) -> [ConfigurationDiagnostic] {
        var hidden: [ObjectIdentifier: [Range<Int>]] = [:]
        for mask in masks { hidden[ObjectIdentifier(mask.file), default: []].append(mask.start..<mask.end) }
        for key in hidden.keys { hidden[key]?.sort { $0.lowerBound < $1.lowerBound } }
        let order = Dictionary(files.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return entries.map { diagnostic($0, hidden: hidden) }.enumerated().sorted { left, right in
            let (leftKey, rightKey) = (key(left.element, order), key(right.element, order))
            return leftKey == rightKey ? left.offset < right.offset : leftKey < rightKey
        }.map(\.element)
    }

    private func key(_ diagnostic: ConfigurationDiagnostic, _ order: [String: Int]) -> (Int, Int, Int) {
        (order[diagnostic.file] ?? .max, diagnostic.line ?? 0, diagnostic.column ?? 0)
    }

    private func diagnostic(_ entry: Entry, hidden: [ObjectIdentifier: [Range<Int>]]) -> ConfigurationDiagnostic {
        var file = ""
        var position: SourceFile.Position?
        var length = 1
        var excerpt: Excerpt?
        switch entry.place {
        case .file(let name): file = name
        case .range(let range):
            file = range.file.name
            position = range.position
            length = max(1, min(range.end, range.file.endOfLine(after: range.start)) - range.start)
            if entry.showsLine {
                let hidden = hidden[ObjectIdentifier(range.file)] ?? []
                let isSyntax = entry.isSyntax || unparsed.contains(ObjectIdentifier(range.file))
                excerpt = Excerpt(of: range, length: length, hidden: hidden, isSyntax: isSyntax)
            }
        }
        return ConfigurationDiagnostic(
            code: entry.code,
            severity: entry.severity,
            message: SecretMask.clean(entry.message),
            file: file,
            line: position?.line,
            column: position?.column,
            length: length,
            label: entry.label.map(SecretMask.clean),
            help: entry.help.map(SecretMask.clean),
            excerpt: excerpt
        )
    }
}

extension SourceFile {
    /// The character after the last of the line that holds a character.
    func endOfLine(after character: Int) -> Int {
        self.character(at: line(containing: byteOffset(of: character)).upperBound)
    }
}
