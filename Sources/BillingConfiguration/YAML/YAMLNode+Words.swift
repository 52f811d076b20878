extension YAMLNode {
    var kindInWords: String {
        switch kind {
        case .scalar: isNull ? "nothing" : "a text"
        case .mapping: "a map"
        case .sequence: "a list"
        case .refused: "not allowed"
        }
    }

    /// Whether a scalar has `${…}` in it.
    var isInterpolated: Bool { hasDollar && text.contains("${") }

    /// Whether one of a mapping's keys was refused when it was read.
    var hasRefusedKey: Bool { count / 2 > pairs.reduce(0) { count, _ in count + 1 } }

    var firstCharacter: SourceRange { SourceRange(file: range.file, start: range.start, end: range.start + 1) }
}
