/// A framed sentence or two that should not be missed.
public struct PageNotice: Sendable {
    /// What it is about.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// To be known.
        case info
        /// Something is done.
        case success
        /// Something wants a look.
        case warning
        /// Something went wrong.
        case error

        fileprivate var word: String {
            switch self {
            case .info: "Note"
            case .success: "Done"
            case .warning: "Warning"
            case .error: "Error"
            }
        }
    }

    /// What it is about.
    public var kind: Kind

    /// In a few words.
    public var title: PageText

    /// More, where there is more to say.
    public var text: PageText?

    /// What can be done about it.
    public var actions: [PageAction]

    /// Whether the page opens with the focus on it, so that it is read out first.
    ///
    /// For the answer to what the visitor has just done; one on a page.
    public var hasFocus: Bool

    /// A notice.
    public init(
        _ kind: Kind,
        _ title: PageText,
        _ text: PageText? = nil,
        actions: [PageAction] = [],
        hasFocus: Bool = false
    ) {
        self.kind = kind
        self.title = title
        self.text = text
        self.actions = actions
        self.hasFocus = hasFocus
    }

    var node: TemplateNode {
        TemplateNode(
            "notice",
            [
                "kind": kind.rawValue,
                "word": kind.word,
                "role": kind == .error ? "alert" : kind == .success ? "status" : nil,
                "icon": [TemplateNode("icon-\(kind.rawValue)", [:])],
                "title": title.nodes,
                "text": text?.nodes,
                "actions": actions.isEmpty ? nil : TemplateNode("actions", ["actions": actions.map(\.node)]),
                "hasFocus": hasFocus,
            ]
        )
    }
}
