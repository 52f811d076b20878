/// A name and its value.
public struct PageDetail: Sendable {
    /// The name.
    public var name: String

    /// The value.
    public var value: PageText

    /// What can be done about it, such as to change it.
    public var action: PageAction?

    /// A name and its value.
    public init(_ name: String, _ value: PageText, action: PageAction? = nil) {
        self.name = name
        self.value = value
        self.action = action
    }

    var node: TemplateNode {
        TemplateNode("detail", ["name": name, "value": value.nodes, "action": action.map { [$0.node] }])
    }
}

/// What is said where nothing is.
public struct PageEmptyState: Sendable {
    /// In a few words.
    public var title: String

    /// Why, and what would change it.
    public var text: PageText?

    /// The way on.
    public var action: PageAction?

    /// An empty state.
    public init(_ title: String, _ text: PageText? = nil, action: PageAction? = nil) {
        self.title = title
        self.text = text
        self.action = action
    }

    var node: TemplateNode {
        TemplateNode("empty", ["title": title, "text": text?.nodes, "action": action.map { [$0.node] }])
    }
}
