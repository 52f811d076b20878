/// A parsed file: its nodes in one array in the order of the text, its scalars in one buffer.
///
/// A file may have millions of nodes, so none of them is an object of its own.
final class YAMLDocument: Sendable {
    let source: SourceFile
    let nodes: [Node]
    /// The scalars, unescaped, one after another.
    let scalars: [UInt8]

    init(source: SourceFile, nodes: [Node], scalars: [UInt8]) {
        self.source = source
        self.nodes = nodes
        self.scalars = scalars
    }

    struct Node: Sendable {
        /// The first character, and the one after the last.
        var start: UInt32
        var end: UInt32
        /// For a scalar, where its text starts in ``YAMLDocument/scalars``.
        var textStart: UInt32 = 0
        /// For a scalar the bytes of its text; for a mapping or a sequence how many nodes it has directly.
        var count: UInt32 = 0
        /// The index after this node and all that it contains.
        var next: UInt32
        var kind: Kind
        var flags: Flags = []
    }

    enum Kind: UInt8, Sendable {
        case scalar, mapping, sequence
        /// Something that was refused when it was read. Nothing more is said of it.
        case refused
    }

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// A scalar without quotes.
        static let plain = Flags(rawValue: 1)
        /// A scalar with a `$`: it may have to be interpolated.
        static let dollar = Flags(rawValue: 2)
        /// A key that was refused: the pair does not count.
        static let skipped = Flags(rawValue: 4)
    }

    /// Nil for a file that was refused as a whole.
    var root: YAMLNode? { nodes.isEmpty ? nil : YAMLNode(document: self, index: 0) }
}

/// A place in a ``YAMLDocument``.
struct YAMLNode: Sendable {
    let document: YAMLDocument
    let index: Int

    var kind: YAMLDocument.Kind { document.nodes[index].kind }
    var count: Int { Int(document.nodes[index].count) }

    /// Only a plain `~`, `null` or nothing at all; a quoted one is text.
    var isNull: Bool {
        let node = document.nodes[index]
        guard node.kind == .scalar, node.flags.contains(.plain) else { return false }
        return switch node.count {
        case 0: true
        case 1: document.scalars[Int(node.textStart)] == UInt8(ascii: "~")
        case 4: equals("null")
        default: false
        }
    }

    /// Whether a scalar was written without quotes.
    var isPlain: Bool { document.nodes[index].flags.contains(.plain) }
    var hasDollar: Bool { document.nodes[index].flags.contains(.dollar) }

    /// The text of a scalar as written, without quotes and before any interpolation; of anything else, nothing.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    var bytes: ArraySlice<UInt8> {
        let node = document.nodes[index]
        guard node.kind == .scalar else { return [] }
        return document.scalars[Int(node.textStart)..<Int(node.textStart + node.count)]
    }

    func equals(_ text: some Collection<UInt8>) -> Bool {
        let node = document.nodes[index]
        guard node.kind == .scalar, Int(node.count) == text.count else { return false }
        return document.scalars[Int(node.textStart)..<Int(node.textStart + node.count)].elementsEqual(text)
    }

    func equals(_ text: String) -> Bool { equals(text.utf8) }

    var range: SourceRange {
        let node = document.nodes[index]
        return SourceRange(file: document.source, start: Int(node.start), end: Int(node.end))
    }

    /// The pairs of a mapping, in order, without those whose key was refused.
    ///
    /// Nothing for another node.
    var pairs: Pairs { Pairs(node: self) }

    /// Those of a mapping that may not be there.
    static func pairs(of node: YAMLNode?) -> Pairs { Pairs(node: node) }

    /// The elements of a sequence.
    ///
    /// Nothing for another node.
    var elements: Elements { Elements(node: self) }

    /// The value at a key of a mapping.
    subscript(key: String) -> YAMLNode? { pair(key)?.value }

    func pair(_ key: String) -> (key: YAMLNode, value: YAMLNode)? {
        for pair in pairs where pair.key.equals(key) { return pair }
        return nil
    }

    struct Pairs: Sequence, IteratorProtocol {
        private let document: YAMLDocument?
        private var index: Int
        private let end: Int

        init(node: YAMLNode?) {
            document = node?.document
            index = (node?.index ?? 0) + 1
            end = node.map { $0.kind == .mapping ? Int($0.document.nodes[$0.index].next) : 0 } ?? 0
        }

        mutating func next() -> (key: YAMLNode, value: YAMLNode)? {
            while let document, index < end {
                let key = index
                let value = Int(document.nodes[key].next)
                index = Int(document.nodes[value].next)
                if document.nodes[key].flags.contains(.skipped) { continue }
                return (YAMLNode(document: document, index: key), YAMLNode(document: document, index: value))
            }
            return nil
        }
    }

    struct Elements: Sequence, IteratorProtocol {
        private let document: YAMLDocument
        private var index: Int
        private let end: Int

        init(node: YAMLNode) {
            document = node.document
            index = node.index + 1
            end = node.kind == .sequence ? Int(document.nodes[node.index].next) : index
        }

        mutating func next() -> YAMLNode? {
            guard index < end else { return nil }
            defer { index = Int(document.nodes[index].next) }
            return YAMLNode(document: document, index: index)
        }
    }
}
