import BillingHTTP
import BillingRouter
import HTTPTypes

/// The values of a form, or of a query that is not the API's: what is not known is passed over.
struct FormValues {
    private(set) var pairs: [(name: String, value: String)] = []

    private static let mostPairs = 40

    init(query: String?) { pairs = query.flatMap(FormValues.parse) ?? [] }

    /// - Throws: ``ServiceError`` with `unsupported-media-type`, or `invalid-request` for what no browser sends.
    init(body request: ServerRequest) throws(ServiceError) {
        let encoding = request.fields[.contentEncoding]?.lowercased() ?? "identity"
        guard FormValues.isForm(request), encoding == "identity" else {
            throw ServiceError(.unsupportedMediaType, "The body is `\(FormParameters.mediaType)`, without an encoding.")
        }
        guard let text = String(validating: request.body, as: UTF8.self), let pairs = FormValues.parse(text) else {
            throw ServiceError.invalid("", "The body is not as a form is sent.")
        }
        self.pairs = pairs
    }

    /// Whether the body is what browsers make of a form.
    static func isForm(_ request: ServerRequest) -> Bool { FormParameters.isMediaType(request.fields[.contentType]) }

    /// The first of that name.
    ///
    /// Nil where there is none, and where it is empty.
    subscript(name: String) -> String? {
        pairs.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    private static func parse(_ text: String) -> [(name: String, value: String)]? {
        FormParameters.pairs(in: text).flatMap { $0.count <= mostPairs ? $0 : nil }
    }
}
