import CYAML

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads one document from libyaml's events into a ``YAMLDocument``.
///
/// What the file format leaves out (anchors, aliases, merge keys, tags, directives, further documents) is refused at
/// its event. So nothing is ever expanded, and the work is proportional to the file.
struct YAMLParser {
    static let maximumDepth = 32

    private let source: SourceFile
    private let report: DiagnosticCollector
    private var nodes: [YAMLDocument.Node] = []
    private var scalars: [UInt8] = []
    private var open: [Frame] = []
    private var documents = 0

    /// A mapping or a sequence that has not ended.
    private struct Frame {
        let node: Int
        let isMapping: Bool
        /// In a mapping, whether the next node is a key.
        var expectsKey = true
        /// In a mapping, whether the last key was `<<`.
        var isMerging = false
    }

    /// - Returns: nil when there is nothing that could be checked further; what is wrong is reported.
    static func parse(_ source: SourceFile, report: DiagnosticCollector) -> YAMLDocument? {
        guard !source.bytes.starts(with: [0xFF, 0xFE]), !source.bytes.starts(with: [0xFE, 0xFF]) else {
            report.error(
                .notUTF8,
                "the file is in UTF-16",
                at: SourceRange(file: source, start: 0, end: 0),
                showsLine: false,
                help: "save it as UTF-8"
            )
            return nil
        }
        var parser = YAMLParser(source: source, report: report)
        guard parser.run() else {
            report.markUnparsed(source)
            return nil
        }
        guard !parser.nodes.isEmpty else {
            report.error(
                .emptyFile,
                "the file has no content",
                at: SourceRange(file: source, start: 0, end: 0),
                help: "start with `version: 1`"
            )
            return nil
        }
        return YAMLDocument(source: source, nodes: parser.nodes, scalars: parser.scalars)
    }

    private init(source: SourceFile, report: DiagnosticCollector) {
        self.source = source
        self.report = report
        scalars.reserveCapacity(source.bytes.count)
        // More than there are: what is not used of it takes no memory, and to move millions of nodes takes time.
        nodes.reserveCapacity(source.bytes.count / 8)
    }

    /// - Returns: whether the first document was read to its end.
    private mutating func run() -> Bool {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { return fail(parser) }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        return source.bytes.withUnsafeBufferPointer { bytes in
            let input = UnsafeBufferPointer(rebasing: bytes[source.start...])
            yaml_parser_set_input_string(&parser, input.baseAddress, input.count)
            while true {
                var event = yaml_event_t()
                guard yaml_parser_parse(&parser, &event) == 1 else { return fail(parser) }
                let step = take(event)
                yaml_event_delete(&event)
                switch step {
                case .proceed: continue
                case .finish: return true
                case .abandon: return false
                }
            }
        }
    }

    private enum Step { case proceed, finish, abandon }

    private mutating func take(_ event: yaml_event_t) -> Step {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            return startDocument(event)
        case YAML_STREAM_END_EVENT:
            return .finish
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            refuse(anchor: scalar.anchor, tag: scalar.tag, event)
            addScalar(UnsafeBufferPointer(start: scalar.value, count: scalar.length), style: scalar.style, event)
        case YAML_MAPPING_START_EVENT:
            refuse(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag, event)
            return start(.mapping, event)
        case YAML_SEQUENCE_START_EVENT:
            refuse(anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag, event)
            return start(.sequence, event)
        case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
            end(event)
        case YAML_ALIAS_EVENT:
            if open.last?.isMerging != true {
                report.error(
                    .alias,
                    "an alias cannot be used here",
                    at: range(event),
                    help: "write the value out, or move what tenants share to `defaults`"
                )
            }
            add(YAMLDocument.Node(start: index(event.start_mark), end: index(event.end_mark), next: 0, kind: .refused))
        default: break
        }
        return .proceed
    }

    // MARK: Nodes

    private mutating func startDocument(_ event: yaml_event_t) -> Step {
        documents += 1
        guard documents == 1 else {
            report.error(
                .secondDocument,
                "a second document starts here",
                at: range(event),
                help: "one file is one document: remove the `---`, or use `include`"
            )
            return .finish
        }
        let start = event.data.document_start
        if start.version_directive != nil || start.tag_directives.start != start.tag_directives.end {
            report.error(.directive, "directives are not used", at: range(event), help: "remove the line with `%`")
        }
        return .proceed
    }

    private mutating func addScalar(
        _ text: UnsafeBufferPointer<UInt8>,
        style: yaml_scalar_style_t,
        _ event: yaml_event_t
    ) {
        var node = YAMLDocument.Node(
            start: index(event.start_mark),
            end: index(event.end_mark),
            textStart: UInt32(truncatingIfNeeded: scalars.count),
            count: UInt32(truncatingIfNeeded: text.count),
            next: 0,
            kind: .scalar
        )
        if style == YAML_PLAIN_SCALAR_STYLE { node.flags.insert(.plain) }
        if let start = text.baseAddress, memchr(start, 0x24, text.count) != nil { node.flags.insert(.dollar) }
        scalars.append(contentsOf: text)
        add(node)
    }

    private mutating func start(_ kind: YAMLDocument.Kind, _ event: yaml_event_t) -> Step {
        guard open.count < YAMLParser.maximumDepth else {
            report.error(
                .tooDeep,
                "values are nested more than \(YAMLParser.maximumDepth) deep",
                at: range(event),
                help: "nothing in this file is deeper than a few levels"
            )
            return .abandon
        }
        add(YAMLDocument.Node(start: index(event.start_mark), end: index(event.end_mark), next: 0, kind: kind))
        open.append(Frame(node: nodes.count - 1, isMapping: kind == .mapping))
        return .proceed
    }

    private mutating func end(_ event: yaml_event_t) {
        guard let frame = open.popLast() else { return }
        nodes[frame.node].next = UInt32(truncatingIfNeeded: nodes.count)
        nodes[frame.node].end = index(event.end_mark)
        if frame.isMapping { refuseDuplicates(in: frame.node) }
    }

    private mutating func add(_ node: YAMLDocument.Node) {
        var node = node
        node.next = UInt32(truncatingIfNeeded: nodes.count + 1)
        if let last = open.indices.last {
            nodes[open[last].node].count += 1
            if open[last].isMapping {
                if open[last].expectsKey { checkKey(&node, in: last) } else { open[last].isMerging = false }
                open[last].expectsKey.toggle()
            }
        }
        nodes.append(node)
    }

    private func place(_ node: YAMLDocument.Node) -> SourceRange {
        SourceRange(file: source, start: Int(node.start), end: Int(node.end))
    }

    private mutating func checkKey(_ node: inout YAMLDocument.Node, in frame: Int) {
        switch node.kind {
        case .scalar:
            guard node.flags.contains(.plain) else { return }
            let text = scalars[Int(node.textStart)...]
            if node.count == 2, text.elementsEqual("<<".utf8) {
                node.flags.insert(.skipped)
                open[frame].isMerging = true
                report.error(
                    .mergeKey,
                    "a merge key cannot be used here",
                    at: place(node),
                    help: "move what tenants share to `defaults`: it is merged into each of them"
                )
            } else if text.isEmpty {
                node.flags.insert(.skipped)
                report.error(.keyNotText, "a key is missing before `:`", at: place(node))
            }
        case .mapping, .sequence:
            node.flags.insert(.skipped)
            report.error(
                .keyNotText,
                "a key must be a text",
                at: place(node),
                help: "a value that starts with `{` or `[` and is a text needs quotes"
            )
        case .refused: node.flags.insert(.skipped)
        }
    }

    /// Keys are compared by a hash with a seed of this process, so that no file can make this slow.
    private mutating func refuseDuplicates(in mapping: Int) {
        let count = Int(nodes[mapping].count) / 2
        guard count > 1 else { return }
        var first: [Int: Int] = [:]
        if count > 8 { first.reserveCapacity(count) }
        var small: [Int] = []
        var key = mapping + 1
        while key < Int(nodes[mapping].next) {
            let value = Int(nodes[key].next)
            defer { key = Int(nodes[value].next) }
            guard !nodes[key].flags.contains(.skipped) else { continue }
            let earlier: Int?
            if count > 8 {
                let hash = hash(of: key)
                earlier = first[hash].flatMap { isSameText($0, key) ? $0 : nil }
                if earlier == nil { first[hash] = key }
            } else {
                earlier = small.first { isSameText($0, key) }
                small.append(key)
            }
            guard let earlier else { continue }
            nodes[key].flags.insert(.skipped)
            let name = String(decoding: text(of: key), as: UTF8.self)
            report.error(
                .duplicateKey,
                "the key \(name.inCode) is here twice",
                at: place(nodes[key]),
                label: "first at line \(place(nodes[earlier]).position.line)",
                help: "keep one of the two"
            )
            report.mask(YAMLNode.leaves(of: value, in: nodes).map(place))
        }
    }

    private func text(of node: Int) -> ArraySlice<UInt8> {
        scalars[Int(nodes[node].textStart)..<Int(nodes[node].textStart + nodes[node].count)]
    }

    private func isSameText(_ left: Int, _ right: Int) -> Bool {
        nodes[left].count == nodes[right].count && text(of: left) == text(of: right)
    }

    private func hash(of node: Int) -> Int {
        var hasher = Hasher()
        text(of: node).withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    // MARK: What is refused

    private func refuse(anchor: UnsafePointer<yaml_char_t>?, tag: UnsafePointer<yaml_char_t>?, _ event: yaml_event_t) {
        if anchor != nil {
            report.error(
                .anchor,
                "an anchor cannot be used here",
                at: range(event),
                help: "remove the `&…`; what tenants share stands in `defaults`"
            )
        }
        if tag != nil {
            report.error(
                .tag,
                "a tag cannot be used here",
                at: range(event),
                help: "remove the `!…`: each setting knows what kind of value it has"
            )
        }
    }

    private func index(_ mark: yaml_mark_t) -> UInt32 { UInt32(truncatingIfNeeded: mark.index) }

    private func range(_ event: yaml_event_t) -> SourceRange {
        SourceRange(file: source, start: Int(event.start_mark.index), end: Int(event.end_mark.index))
    }

    /// Reports the error that libyaml stopped at.
    private func fail(_ parser: yaml_parser_t) -> Bool {
        let problem = parser.problem.map { String(cString: $0) } ?? "out of memory"
        if parser.error == YAML_READER_ERROR {
            // These have no mark, but an offset in bytes.
            let character = source.character(at: source.start + parser.problem_offset)
            let isControl = problem.contains("control")
            report.error(
                isControl ? .controlCharacter : .notUTF8,
                isControl ? "the file has a control character" : "the file is not UTF-8 text: \(problem)",
                at: SourceRange(file: source, start: character, end: character + 1),
                showsLine: isControl,
                help: isControl ? "remove it; this may not be a text file" : "save it as UTF-8"
            )
            return false
        }
        // A quote or a bracket that is never closed is noticed at the end of the file; what matters is where it opens.
        let isAtEnd = problem.contains("end of stream") || problem.contains("<stream end>")
        let mark = isAtEnd && parser.context != nil ? parser.context_mark : parser.problem_mark
        let start = Int(mark.index)
        let context = parser.context.map { " " + String(cString: $0) } ?? ""
        report.error(
            .syntax,
            "this is not YAML: \(problem)\(context)",
            at: SourceRange(file: source, start: start, end: start + 1),
            help: advice(problem, at: source.byteOffset(of: start)),
            isSyntax: true
        )
        return false
    }

    private func advice(_ problem: String, at byte: Int) -> String? {
        let character = byte < source.bytes.count ? source.bytes[byte] : 0
        if character == 0x09 { return "indent with spaces: YAML knows no tabs there" }
        if problem.contains("mapping values are not allowed") {
            return "a text with `: ` in it needs quotes; a key stands at the beginning of a line"
        }
        if problem.contains("cannot start any token") { return "a text that starts with this character needs quotes" }
        return nil
    }
}

extension YAMLNode {
    /// The scalars of a node and of all that it contains.
    static func leaves(of node: Int, in nodes: [YAMLDocument.Node]) -> [YAMLDocument.Node] {
        nodes[node..<Int(nodes[node].next)].filter { $0.kind == .scalar }
    }
}
