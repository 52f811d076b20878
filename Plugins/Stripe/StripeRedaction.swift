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
        if let scheme = word.firstRange(of: "://") {
            let start = word[..<scheme.lowerBound].lastIndex { !$0.isLetter }.map(word.index(after:)) ?? word.startIndex
            if !publicHosts.contains(where: word[start...].hasPrefix) { return word[..<start] + "[url]" }
        }
        guard let start = keyPrefixes.compactMap({ startOfKey(in: word, prefix: $0) }).min() else {
            return String(word)
        }
        // Masked keys have asterisks and dots; the quotes and stops around them stay.
        let rest = word[start...].drop { $0.isLetter || $0.isNumber || "_*.…".contains($0) }
        return word[..<start] + "[secret]" + rest
    }

    private static func startOfKey(in word: Substring, prefix: String) -> Substring.Index? {
        guard let found = word.firstRange(of: prefix) else { return nil }
        // `task_1` holds a prefix too, but does not begin with it.
        if found.lowerBound > word.startIndex, word[word.index(before: found.lowerBound)].isLetter { return nil }
        return found.lowerBound
    }
}
