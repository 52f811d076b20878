/// A link: what it says, and where it leads.
public struct PageLink: Hashable, Sendable {
    /// What it says.
    public var label: String

    /// Where it leads: a path, a query, a fragment, or an `http`, `https` or `mailto` URL.
    ///
    /// Anything else, such as `javascript:`, is shown as a link that leads nowhere.
    public var target: String

    /// Whether it leads to the page that is shown, or to one above it.
    public var isCurrent: Bool

    /// A link.
    public init(_ label: String, _ target: String, isCurrent: Bool = false) {
        self.label = label
        self.target = target
        self.isCurrent = isCurrent
    }

    var node: TemplateNode {
        TemplateNode("link", ["label": label, "target": LinkTarget.checked(target), "isCurrent": isCurrent])
    }
}

/// Where links and forms may lead.
enum LinkTarget {
    private static let schemes: Set = ["http", "https", "mailto"]

    /// The target, or nil when a browser could take it for a script.
    static func checked(_ target: String) -> String? {
        let start = target.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let colon = start.firstIndex(of: ":") else { return target }
        return schemes.contains(start[..<colon].lowercased()) ? target : nil
    }
}
