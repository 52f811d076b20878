import HTTPTypes

@testable import BillingServer

/// The parts of a page that tests look at.
extension ServerResponse {
    /// What people read: without tags, entities undone, white space as one space.
    var reading: String { Markup.reading(text) }

    func value(_ name: String) -> String? { Markup.value(name, in: text) }
}

enum Markup {
    static func reading(_ html: String) -> String {
        var text = ""
        var isTag = false
        // What ends a box ends a word.
        var html = html
        for name in ["dt", "dd", "p", "h1", "h2", "li", "div", "button", "th", "td"] {
            html = html.replacing("</\(name)>", with: "</\(name)> ")
        }
        for character in html {
            if character == "<" {
                isTag = true
            } else if character == ">" {
                isTag = false
            } else if !isTag {
                text.append(character)
            }
        }
        return text.replacing("&#39;", with: "'").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&amp;", with: "&").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The value of the first hidden field of a name.
    static func value(_ name: String, in html: String) -> String? {
        let start = #"<input type="hidden" name="\#(name)" value=""#
        guard let range = html.firstRange(of: start) else { return nil }
        return String(html[range.upperBound...].prefix { $0 != "\"" })
    }

    /// The labels of buttons and of links that look like some, in order, each with its style.
    static func buttons(_ html: String) -> [String] {
        html.split(separator: "class=\"button ").dropFirst().map { rest in
            let style = rest.prefix { $0 != "\"" }
            let label = reading(
                String(rest[(rest.firstIndex(of: ">") ?? rest.startIndex)...].dropFirst().prefix { $0 != "<" })
            )
            return "\(style): \(label)"
        }
    }
}
