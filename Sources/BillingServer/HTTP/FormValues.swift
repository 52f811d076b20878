import BillingRouter
import HTTPTypes

/// The values of a form, or of a query that is not the API's: what is not known is passed over.
struct FormValues {
    private(set) var pairs: [(name: String, value: String)] = []

    private static let mostPairs = 40

    /// What browsers call the encoding.
    static let mediaType = "application/x-www-form-urlencoded"

    init(query: String?) { pairs = query.flatMap { FormValues.parse($0[...]) } ?? [] }

    /// - Throws: ``ServiceError`` with `unsupported-media-type`, or `invalid-request` for what no browser sends.
    init(body request: ServerRequest) throws(ServiceError) {
        let encoding = request.fields[.contentEncoding]?.lowercased() ?? "identity"
        guard FormValues.isForm(request), encoding == "identity" else {
            throw ServiceError(.unsupportedMediaType, "The body is `\(FormValues.mediaType)`, without an encoding.")
        }
        guard let text = String(validating: request.body, as: UTF8.self), let pairs = FormValues.parse(text[...]) else {
            throw ServiceError.invalid("", "The body is not as a form is sent.")
        }
        self.pairs = pairs
    }

    /// Whether the body is what browsers make of a form, whatever parameters follow the type.
    static func isForm(_ request: ServerRequest) -> Bool {
        guard let type = request.fields[.contentType]?.prefix(while: { $0 != ";" }) else { return false }
        return trimmed(type).lowercased() == mediaType
    }

    /// The first of that name.
    ///
    /// Nil where there is none, and where it is empty.
    subscript(name: String) -> String? {
        pairs.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    private static func parse(_ text: Substring) -> [(name: String, value: String)]? {
        let parts = text.split(separator: "&")
        guard parts.count <= mostPairs else { return nil }
        var pairs: [(name: String, value: String)] = []
        for part in parts {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentDecoding.decode(halves[0], plusIsSpace: true),
                let value = PercentDecoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }
}
