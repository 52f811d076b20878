import BillingHTTP
import HTTPTypes

/// What came with a call.
struct OperatorInput {
    private let request: HostedPageRequest
    private let query: Substring

    /// How large a body is that is no whole world.
    private static let limit = 64 * 1024

    init(_ request: HostedPageRequest, query: Substring) {
        self.request = request
        self.query = query
    }

    /// The body, whose type must say that it is JSON: no form of another site's can send that.
    func document(limit: Int = limit) throws -> JSONValue {
        let type = request.head.headerFields[.contentType]?.prefix { $0 != ";" } ?? ""
        guard type.lowercased().filter({ !$0.isWhitespace }) == "application/json" else {
            throw OperatorProblem(.unsupportedMediaType, "The body's Content-Type is `application/json`.")
        }
        guard request.body.count <= limit else {
            throw OperatorProblem.invalid("", "The body has at most \(limit) bytes.")
        }
        return try JSONValue(request.body)
    }

    func fields(_ names: String...) throws -> JSONFieldsInput { try fields(names) }

    func fields(_ names: [String]) throws -> JSONFieldsInput {
        try JSONFieldsInput(document(), allowing: names)
    }

    /// The parameters of the query, each of which is known.
    func parameters(_ names: String...) throws -> URLForm {
        guard let form = URLForm(query) else {
            throw OperatorProblem(.invalidRequest, "The query cannot be read.")
        }
        for name in form.names where !names.contains(name) {
            throw OperatorProblem(
                .invalidRequest,
                "There is no parameter `\(name.prefix(64))` here"
                    + (names.isEmpty ? "." : ": the parameters are \(names.quoted(and: "and")).")
            )
        }
        return form
    }
}
