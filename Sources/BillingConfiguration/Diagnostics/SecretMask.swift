/// Keeps out of messages and of lines that are shown what looks like a secret, whatever the place where it stands: a
/// key that was pasted where a name belongs must not come back in an error.
enum SecretMask {
    /// The text without control characters, and with `…` for what looks like a secret.
    static func clean(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var hidden = ranges(in: scalars)[...]
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if let next = hidden.first, next.lowerBound == index {
                result.append("…")
                index = next.upperBound
                hidden.removeFirst()
                continue
            }
            result.append(visible(scalars[index]))
            index += 1
        }
        return String(result)
    }

    /// A character as it may be sent to a terminal.
    static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: "\u{FFFD}"
        default: scalar
        }
    }

    /// What looks like a secret: words with the prefix of one, long ones of letters and digits, and what stands before
    /// the `@` of a URL.
    ///
    /// - Parameter isStrict: takes any word that has both letters and digits for one. For lines that could not be parsed,
    ///   of which nobody knows where the secrets are.
    static func ranges(in text: [Unicode.Scalar], isStrict: Bool = false) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < text.count {
            guard isWord(text[index]) else {
                index += 1
                continue
            }
            let start = index
            var hasDigit = false
            var hasLetter = false
            while index < text.count, isWord(text[index]) {
                if isDigit(text[index]) {
                    hasDigit = true
                } else if text[index] != "-" && text[index] != "_" {
                    hasLetter = true
                }
                index += 1
            }
            let length = index - start
            let isLong = length >= (isStrict ? 7 : 40) && hasDigit && hasLetter
            if isLong || hasPrefix(text[start..<index]) { found.append(start..<index) }
        }
        return merged(found + userInformation(in: text))
    }

    private static let prefixes = [
        "sk_", "sk-", "rk_", "whsec_", "tg_", "pdl_", "polar_", "eyJ", "ghp_", "github_pat_", "xox", "AKIA", "creem_",
    ].map { Array($0.unicodeScalars) }

    private static func hasPrefix(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        prefixes.contains { word.count >= $0.count + 6 && word.starts(with: $0) }
    }

    /// In `http://name:password@host`, the `name:password`.
    private static func userInformation(in text: [Unicode.Scalar]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var index = 0
        while index + 3 <= text.count {
            guard text[index] == ":", text[index + 1] == "/", text[index + 2] == "/" else {
                index += 1
                continue
            }
            let start = index + 3
            index = start
            while index < text.count, !" /?#\"'`".unicodeScalars.contains(text[index]), text[index] != "@" {
                index += 1
            }
            if index < text.count, text[index] == "@", index > start { result.append(start..<index) }
        }
        return result
    }

    /// In order, and without overlaps.
    static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound < last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        isDigit(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
            || scalar == "-"
    }
}

extension String {
    /// The text in backquotes, short and on one line, for a message.
    var inCode: String {
        let short = unicodeScalars.count > 64 ? String(String.UnicodeScalarView(unicodeScalars.prefix(63))) + "…" : self
        return "`\(short.replacing("`", with: "'"))`"
    }
}
