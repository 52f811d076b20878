import BillingRouter
import HTTPTypes
import PageKit

/// `/problems/{code}`: what a code means, as a page for people and as JSON.
enum ProblemPage {
    /// - Throws: ``ServiceError`` with `not-found` for what is no code, `not-acceptable` where neither form is welcome.
    static func answer(_ segment: Substring, in place: PublicPlace, for request: ServerRequest) throws -> ServerResponse
    {
        guard let code = ProblemCode(rawValue: String(segment)) else {
            throw ServiceError(.notFound, "There is no problem of this code.")
        }
        let accept = ContentNegotiation(request.fields)
        let isPage = accept.prefersHTML
        guard isPage || accept.accepts("application/json") else {
            throw ServiceError(.notAcceptable, "This path has `text/html` and `application/json`.")
        }
        let page = isPage ? page(code, in: place) : nil
        let body = page.map { Array($0.html().utf8) } ?? ProblemDescription(code: code).json()
        let type = isPage ? "text/html; charset=utf-8" : "application/json"
        var response = Documents.published(body, tag: EntityTag(of: body), type: type, for: request)
        response.fields[.vary] = "Accept"
        if let page { response.fields[.contentSecurityPolicy] = page.contentSecurityPolicy }
        return response
    }

    private static func page(_ code: ProblemCode, in place: PublicPlace) -> Page {
        let (title, meaning, remedy) = code.explanation
        return Page(
            title: title.replacing("`", with: ""),
            site: NobodysPages.site(named: "Tollgate", in: place),
            lead: "\(code: code.rawValue) · HTTP \(Problem.status(of: code))",
            blocks: [.text(marked(meaning)), .text(marked(remedy))]
        )
    }

    /// What stands between backticks is code.
    private static func marked(_ text: String) -> PageText {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().reduce("") { marked, part in
            marked + (part.offset.isMultiple(of: 2) ? "\(String(part.element))" : "\(code: String(part.element))")
        }
    }
}

/// The JSON form.
private struct ProblemDescription: JSONDocument {
    let code: ProblemCode

    func write(into json: inout JSONWriter) {
        let (title, meaning, remedy) = code.explanation
        json.object { json in
            json.member("code", code.rawValue)
            json.member("title", title)
            json.member("status", Problem.status(of: code))
            json.member("retryable", code.isRetryable)
            json.member("meaning", meaning)
            json.member("remedy", remedy)
        }
    }
}
