import BillingCore

/// The `login_url` of a tenant: a URL with `{return_to}` where the way back goes.
enum LoginURL {
    private static let mark = "{return_to}"

    /// The URL with a way back put in.
    ///
    /// Nil for what is no URL then, or where the way back would decide about the host.
    static func url(_ text: String) -> WebURL? {
        guard let one = try? WebURL(text.replacing(mark, with: "x")),
            let other = try? WebURL(text.replacing(mark, with: "y")), one.origin == other.origin
        else { return nil }
        return one
    }

    /// The text as it stands.
    ///
    /// Nil for what is not as it should be, which is reported here or by the shape check.
    static func read(_ node: YAMLNode, _ context: ReadingContext) -> String? {
        guard let text = context.text(node), let url = url(text) else { return nil }
        guard context.allows(url) else {
            context.reportNotHTTPS(url, "login_url", at: node)
            return nil
        }
        return text
    }
}
