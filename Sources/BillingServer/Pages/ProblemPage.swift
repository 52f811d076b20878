import BillingRouter
import Crypto
import FoundationEssentials
import HTTPTypes

/// `/problems/{code}`: what a code means, as a page for people and as JSON.
enum ProblemPage {
    /// - Throws: ``ServiceError`` with `not-found` for what is no code, `not-acceptable` where neither form is welcome.
    static func answer(_ segment: Substring, for request: ServerRequest) throws -> ServerResponse {
        guard let code = ProblemCode(rawValue: String(segment)) else {
            throw ServiceError(.notFound, "There is no problem of this code.")
        }
        let accept = ContentNegotiation(request.fields)
        let isPage = accept.prefersHTML
        guard isPage || accept.accepts("application/json") else {
            throw ServiceError(.notAcceptable, "This path has `text/html` and `application/json`.")
        }
        let body = isPage ? Array(page(code).utf8) : ProblemDescription(code: code).json()
        let type = isPage ? "text/html; charset=utf-8" : "application/json"
        var response = Documents.published(body, tag: EntityTag(of: body), type: type, for: request)
        response.fields[.vary] = "Accept"
        if isPage { response.fields[.contentSecurityPolicy] = policy }
        return response
    }

    private static let policy = """
        default-src 'none'; style-src 'sha256-\(Data(SHA256.hash(data: Array(style.utf8))).base64EncodedString())'; \
        frame-ancestors 'none'; base-uri 'none'
        """

    private static let style = """
        :root{color-scheme:light dark}body{font:1.0625rem/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;\
        padding:0 1.25rem}h1{font-size:1.5rem;line-height:1.25;margin:0 0 1.5rem}\
        code{font-family:ui-monospace,monospace;font-size:.95em}.code{margin:0;opacity:.75}
        """

    private static func page(_ code: ProblemCode) -> String {
        let (title, meaning, remedy) = code.explanation
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>\(plain(title)) · Tollgate</title>
            <style>\(style)</style>
            </head>
            <body>
            <main>
            <p class="code"><code>\(code.rawValue)</code> · HTTP \(Problem.status(of: code))</p>
            <h1>\(marked(title))</h1>
            <p>\(marked(meaning))</p>
            <p>\(marked(remedy))</p>
            </main>
            </body>
            </html>

            """
    }

    private static func plain(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// What stands between backticks is code.
    private static func marked(_ text: String) -> String {
        plain(text).split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            index.isMultiple(of: 2) ? String(part) : "<code>\(part)</code>"
        }.joined()
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
