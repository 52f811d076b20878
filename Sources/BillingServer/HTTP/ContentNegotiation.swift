import HTTPTypes

/// What an `Accept` field has room for.
struct ContentNegotiation {
    private var ranges: [(type: String, quality: Double)] = []

    init(_ fields: HTTPFields) {
        guard let accept = fields[.accept] else { return }
        for element in accept.split(separator: ",") {
            let parts = element.split(separator: ";")
            guard let type = parts.first.map(trimmed), type.contains("/") else { continue }
            var quality = 1.0
            for parameter in parts.dropFirst() {
                let parameter = trimmed(parameter).lowercased()
                if parameter.hasPrefix("q=") { quality = Double(parameter.dropFirst(2)) ?? 0 }
            }
            ranges.append((type.lowercased(), quality))
        }
    }

    /// Whether a type is welcome.
    ///
    /// Everything is where nothing was said.
    func accepts(_ type: String) -> Bool { ranges.isEmpty || quality(of: type) > 0 }

    /// Whether a page is asked for by name, as browsers do, and no less than JSON is.
    var prefersHTML: Bool {
        ranges.contains { $0.type == "text/html" && $0.quality > 0 && $0.quality >= quality(of: "application/json") }
    }

    /// Whether JSON is asked for by name, and more than a page is.
    var prefersJSON: Bool {
        ranges.contains { $0.type == "application/json" && $0.quality > quality(of: "text/html") }
    }

    /// The most specific range decides.
    private func quality(of type: String) -> Double {
        let family = type.prefix { $0 != "/" } + "/*"
        for candidate in [type, String(family), "*/*"] {
            if let range = ranges.first(where: { $0.type == candidate }) { return range.quality }
        }
        return 0
    }
}

/// Without spaces and tabs at either end.
func trimmed(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
    else {
        return ""
    }
    return String(text[first...last])
}
