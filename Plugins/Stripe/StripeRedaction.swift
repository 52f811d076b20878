import BillingCore

/// Takes out of Stripe's messages what must not be in a log: it quotes keys, and may quote URLs.
enum StripeRedaction {
    private static let keyPrefixes = ["sk_", "rk_", "pk_", "whsec_", "ek_"]
    private static let publicHosts = [
        "https://dashboard.stripe.com/", "https://docs.stripe.com/", "https://stripe.com/",
    ]
    private static let maximumLength = 500

    /// One line without keys and without URLs other than those of Stripe's own site, cut to a readable length.
    static func redact(_ message: String, apiKey: Secret) -> String {
        let line = String(String.UnicodeScalarView(message.unicodeScalars.map { isControl($0) ? " " : $0 }))
        let words = line.replacing(apiKey.reveal(), with: "[secret]").split(
            separator: " ",
            omittingEmptySubsequences: true
        )
        let redacted = words.map { redact(word: $0) }.joined(separator: " ")
        return redacted.count > maximumLength ? redacted.prefix(maximumLength) + "…" : redacted
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    private static func redact(word: Substring) -> String {
        redactKeys(in: redactURLs(in: word))
    }

    /// URLs of Stripe's own site stay, without what follows a `?`; a path to a session goes, with or without a scheme.
    private static func redactURLs(in word: Substring) -> String {
        if word.contains("/p/session") { return "[url]" }
        guard let scheme = word.firstRange(of: "://") else { return String(word) }
        let start = word[..<scheme.lowerBound].lastIndex { !$0.isLetter }.map(word.index(after:)) ?? word.startIndex
        let url = word[start...].prefix { $0 != "?" && $0 != "#" }
        let isPublic = publicHosts.contains(where: url.hasPrefix) && url.ranges(of: "://").count == 1
        return word[..<start] + (isPublic ? String(url) : "[url]")
    }

    private static func redactKeys(in word: String) -> String {
        var redacted = ""
        var rest = word[...]
        while let start = keyPrefixes.compactMap({ startOfKey(in: rest, prefix: $0) }).min() {
            redacted += rest[..<start] + "[secret]"
            // Masked keys have asterisks and dots; the quotes and stops around them stay.
            rest = rest[start...].drop { $0.isLetter || $0.isNumber || "_*.…".contains($0) }
        }
        return redacted + rest
    }

    private static func startOfKey(in word: Substring, prefix: String) -> Substring.Index? {
        word.ranges(of: prefix).map(\.lowerBound).first { start in
            // `task_1` holds a prefix too, but does not begin with it; a mode after it makes it a key anywhere.
            let follows = word[start...].dropFirst(prefix.count)
            if follows.hasPrefix("live_") || follows.hasPrefix("test_") { return true }
            return start == word.startIndex || !word[word.index(before: start)].isLetter
        }
    }
}
