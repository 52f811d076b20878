import BillingCore
import BillingRouter

/// What every reader needs: the rules of the environment, the variables, and where problems go.
struct ReadingContext {
    let schema: FileSchema
    let interpolation: Interpolation
    let report: DiagnosticCollector
    let environment: DeploymentEnvironment

    func text(_ node: YAMLNode?) -> String? {
        node.flatMap { interpolation.text($0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func flag(_ node: YAMLNode?) -> Bool? { text(node).flatMap(ScalarRules.flag) }
    func duration(_ node: YAMLNode?) -> Duration? { text(node).flatMap(ScalarRules.duration) }

    func choice<Choice: RawRepresentable>(_ node: YAMLNode?) -> Choice? where Choice.RawValue == String {
        text(node).flatMap(Choice.init(rawValue:))
    }

    /// A URL that browsers are sent to: `https`, or `http` on this machine itself in development.
    ///
    /// - Parameter allowsQuery: a prefix that others are compared with has none.
    func webURL(_ node: YAMLNode, _ name: String, allowsQuery: Bool = true) -> WebURL? {
        guard let text = text(node) else { return nil }
        guard !text.utf8.contains(UInt8(ascii: "*")) else {
            report.error(
                .urlNotAllowed,
                "\(name.inCode) has a wildcard",
                at: node.range,
                label: "origins are compared exactly",
                help: "name each origin; a path covers all that lies below it"
            )
            return nil
        }
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            report.error(.invalidURL, "\(name.inCode) \(error.reason)", at: node.range)
            return nil
        }
        guard allows(url) else {
            reportNotHTTPS(url, name, at: node)
            return nil
        }
        guard allowsQuery || url.query == nil else {
            report.error(
                .urlNotAllowed,
                "\(name.inCode) has a query",
                at: node.range,
                help: "name the origin and perhaps a path; whatever query follows is allowed"
            )
            return nil
        }
        return url
    }

    /// Whether browsers may be sent to a URL.
    func allows(_ url: WebURL) -> Bool { url.isHTTPS || (url.isLoopback && environment == .development) }

    func reportNotHTTPS(_ url: WebURL, _ name: String, at node: YAMLNode) {
        report.error(
            .urlNotAllowed,
            "\(name.inCode) must be `https`",
            at: node.range,
            help: url.isLoopback
                ? "`http` on this machine itself is for `environment: development`"
                : "`http` is for this machine itself, in development"
        )
    }
}

/// What a tenant's return URLs are made of.
enum ReturnURLs {
    static let standardPath = "/dashboard/billing"

    /// Whether a text is a path of an application.
    static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && !text.hasPrefix("//") && (try? WebURL("https://localhost" + text)) != nil
    }
}
