/// The languages of Stripe's portal.
enum StripeLocale {
    private static let tags = [
        "bg", "cs", "da", "de", "el", "en", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ", "en-SG", "es",
        "es-419", "et", "fi", "fil", "fr", "fr-CA", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb",
        "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
    ]
    private static let byLowercase = Dictionary(uniqueKeysWithValues: tags.map { ($0.lowercased(), $0) })

    /// Languages under a name that Stripe does not use.
    private static let synonyms = ["no": "nb", "nn": "nb", "tl": "fil", "in": "id"]

    private static let latinAmerica: Set = [
        "ar", "bo", "br", "bz", "cl", "co", "cr", "cu", "do", "ec", "gt", "hn", "mx", "ni", "pa", "pe", "pr", "py",
        "sv", "us", "uy", "ve",
    ]

    /// The portal's tag that comes closest to a BCP 47 tag.
    ///
    /// Nil where it has not the language: then the portal goes by the browser.
    static func closest(to tag: String) -> String? {
        let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }.map(String.init)
        guard let first = parts.first else { return nil }
        let language = synonyms[first] ?? first
        let region = parts.dropFirst().first { ($0.utf8.count == 2 || $0.utf8.count == 3) && $0 != language }
        if let region {
            if language == "zh", region == "mo" { return byLowercase["zh-hk"] }
            if language == "es", latinAmerica.contains(region) { return byLowercase["es-419"] }
            if let regional = byLowercase["\(language)-\(region)"] { return regional }
        }
        if language == "zh", parts.contains("hant") { return byLowercase["zh-tw"] }
        return byLowercase[language]
    }
}
