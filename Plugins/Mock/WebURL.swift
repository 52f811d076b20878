/// What may stand behind a link that leads back to a tenant.
enum WebURL {
    /// Whether a text is an absolute `http` or `https` URL.
    ///
    /// A link of any other scheme may run a script.
    static func isOne(_ text: String) -> Bool {
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f }) else { return false }
        for scheme in ["https://", "http://"] where text.lowercased().hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            guard let first = rest.first else { return false }
            return !["/", "?", "#", "\\"].contains(first)
        }
        return false
    }
}
