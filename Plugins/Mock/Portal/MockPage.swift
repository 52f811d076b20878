import BillingCore
import BillingHTTP
import HTTPTypes

/// A page of the mock's: plain HTML without styles or scripts.
struct MockPage {
    private let status: HTTPResponse.Status
    private let title: String
    /// Paragraphs, already HTML.
    private let paragraphs: [String]
    private var allow: String?

    static func portal(_ request: PortalSessionRequest) -> MockPage {
        var paragraphs = [
            "This is the mock provider: no real money moves here.",
            "The clickable portal is not part of this version.",
        ]
        if (try? WebURL(request.returnURL)) != nil {
            let link = escaped(request.returnURL)
            paragraphs.append("<a href=\"\(link)\" rel=\"noreferrer\">Return to \(escaped(request.tenantName))</a>")
        }
        return MockPage(status: .ok, title: "Mock customer portal", paragraphs: paragraphs)
    }

    static func console(instance: ProviderID) -> MockPage {
        MockPage(
            status: .ok,
            title: "Mock provider \(instance)",
            paragraphs: [
                "This is the mock provider: no real money moves here.",
                "The console is not part of this version.",
            ]
        )
    }

    static let expired = MockPage(
        status: .notFound,
        title: "This link does not work any more",
        paragraphs: ["Links to the mock customer portal work for a short time. Go back and open the portal again."]
    )

    static let notFound = MockPage(
        status: .notFound,
        title: "Page not found",
        paragraphs: ["The mock provider has no such page."]
    )

    static let methodNotAllowed = MockPage(
        status: .methodNotAllowed,
        title: "Method not allowed",
        paragraphs: ["This page can only be read."],
        allow: "GET, HEAD"
    )

    static let unavailable = MockPage(
        status: .serviceUnavailable,
        title: "The mock provider is not available",
        paragraphs: ["Try again in a moment."]
    )

    func response(withBody: Bool) -> HostedPageResponse {
        var fields = HTTPFields()
        fields[.contentType] = "text/html; charset=utf-8"
        fields[.cacheControl] = "no-store"
        fields[.contentSecurityPolicy] =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        fields[.xContentTypeOptions] = "nosniff"
        fields[.allow] = allow
        // The address holds the session's token: no other site may learn it, and no index keep it.
        for (name, value) in [("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex")] {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return HostedPageResponse(
            head: HTTPResponse(status: status, headerFields: fields),
            body: withBody ? Array(html.utf8) : []
        )
    }

    private var html: String {
        let title = MockPage.escaped(title)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="robots" content="noindex"/>
            <meta name="color-scheme" content="light dark"/>
            <title>\(title)</title>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            \(paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    /// Text as it may stand in an element or in a quoted attribute.
    static func escaped(_ text: String) -> String {
        var html = ""
        html.reserveCapacity(text.utf8.count)
        for character in text.unicodeScalars {
            switch character {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(character)
            }
        }
        return html
    }
}
