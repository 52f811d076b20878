/// A line of a file as it is shown below a diagnostic: without secrets and control characters, cut to a terminal's
/// width, and with the place underlined.
struct Excerpt: Hashable, Sendable {
    let text: String
    /// In columns of a terminal: how far the underlined part is from the beginning, and how wide it is.
    let indent: Int
    let width: Int

    /// - Parameters:
    ///   - length: of the underlined part, in characters.
    ///   - hidden: what must not be seen, in characters of the file and in order.
    ///   - isSyntax: the line could not be parsed, so that nobody knows where its secrets are.
    init(of range: SourceRange, length: Int, hidden: [Range<Int>], isSyntax: Bool) {
        let file = range.file
        let bytes = file.line(containing: file.byteOffset(of: range.start))
        let lineStart = file.character(at: bytes.lowerBound)
        let column = range.start - lineStart

        // Far more than is shown, so that a secret is known as one although its beginning is cut off.
        let from = max(0, column - Excerpt.margin - 400)
        let firstByte = from == 0 ? bytes.lowerBound : file.byteOffset(of: lineStart + from)
        let lastByte = min(bytes.upperBound, firstByte + 4 * (Excerpt.margin + 800))
        let scalars = Array(file.text(firstByte..<max(firstByte, lastByte)).unicodeScalars)

        var masks = SecretMask.ranges(in: scalars, isStrict: isSyntax)
        if isSyntax, let value = Excerpt.valueOfSecretKey(scalars) { masks.append(value) }
        let offset = lineStart + from
        masks += Excerpt.overlapping(hidden, offset..<(offset + scalars.count)).map {
            (max($0.lowerBound - offset, 0))..<min($0.upperBound - offset, scalars.count)
        }
        self.init(
            scalars,
            masks: SecretMask.merged(masks),
            marked: (column - from)..<(column - from + length),
            isCutBefore: from > 0,
            isCutAfter: lastByte < bytes.upperBound
        )
    }

    private static let margin = 80
    private static let maximumWidth = 140

    private init(
        _ scalars: [Unicode.Scalar],
        masks: [Range<Int>],
        marked: Range<Int>,
        isCutBefore: Bool,
        isCutAfter: Bool
    ) {
        var pieces: [Piece] = []
        var hidden = masks[...]
        var index = 0
        while index < scalars.count {
            if let mask = hidden.first, mask.lowerBound <= index {
                hidden.removeFirst()
                let isMarked = mask.overlaps(marked)
                pieces.append(
                    Piece(text: "…", width: 1, isMarked: isMarked, isBefore: mask.upperBound <= marked.lowerBound)
                )
                index = max(mask.upperBound, index)
                continue
            }
            pieces.append(Piece(scalars[index], isMarked: marked.contains(index), isBefore: index < marked.lowerBound))
            index += 1
        }
        var isCutBefore = isCutBefore
        var isCutAfter = isCutAfter
        if pieces.reduce(0, { $0 + $1.width }) > Excerpt.maximumWidth {
            let start = pieces.firstIndex { !$0.isBefore } ?? pieces.count
            let first = start > Excerpt.margin ? start - Excerpt.margin / 2 : 0
            let last = min(pieces.count, first + Excerpt.maximumWidth - 10)
            isCutBefore = isCutBefore || first > 0
            isCutAfter = isCutAfter || last < pieces.count
            pieces = Array(pieces[first..<last])
        }
        text = (isCutBefore ? "…" : "") + pieces.map(\.text).joined() + (isCutAfter ? "…" : "")
        indent = (isCutBefore ? 1 : 0) + pieces.reduce(0) { $0 + ($1.isBefore ? $1.width : 0) }
        width = max(1, pieces.reduce(0) { $0 + ($1.isMarked ? $1.width : 0) })
    }

    /// A character as it is shown, or what stands for several.
    private struct Piece {
        let text: String
        let width: Int
        let isMarked: Bool
        let isBefore: Bool

        init(text: String, width: Int, isMarked: Bool, isBefore: Bool) {
            self.text = text
            self.width = width
            self.isMarked = isMarked
            self.isBefore = isBefore
        }

        init(_ scalar: Unicode.Scalar, isMarked: Bool, isBefore: Bool) {
            let visible = scalar == "\t" ? "    " : String(Character(SecretMask.visible(scalar)))
            let width = scalar == "\t" ? 4 : Piece.width(of: scalar)
            self.init(text: visible, width: width, isMarked: isMarked, isBefore: isBefore)
        }

        /// How many columns a terminal gives to a character.
        private static func width(of scalar: Unicode.Scalar) -> Int {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: return 0
            default: break
            }
            return switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
                0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
                0x20000...0x3FFFD:
                2
            default: 1
            }
        }
    }

    /// In a line that is no YAML, what follows a key whose name says that it is a secret.
    private static func valueOfSecretKey(_ line: [Unicode.Scalar]) -> Range<Int>? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let key = String(String.UnicodeScalarView(line[..<colon])).lowercased()
        let words = ["key", "secret", "token", "password", "credential", "hash"]
        guard words.contains(where: key.contains), colon + 1 < line.count else { return nil }
        let value = line[(colon + 1)...].firstIndex { $0 != " " } ?? line.count
        return value < line.count ? value..<line.count : nil
    }

    /// Those of the sorted ranges that overlap another.
    private static func overlapping(_ sorted: [Range<Int>], _ range: Range<Int>) -> ArraySlice<Range<Int>> {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return sorted[low...].prefix { $0.lowerBound < range.upperBound }
    }
}
