/// A frame with a heading of its own.
///
/// A section inside a section is a step smaller and has no frame.
public struct PageSection: Sendable {
    /// The heading.
    public var title: String

    /// Beside the heading, such as a state.
    public var badge: PageBadge?

    /// The content, from top to bottom.
    public var blocks: [PageBlock]

    /// A section.
    public init(_ title: String, badge: PageBadge? = nil, _ blocks: [PageBlock]) {
        self.title = title
        self.badge = badge
        self.blocks = blocks
    }

    func node(level: Int, _ naming: inout FormNaming) -> TemplateNode {
        let id = naming.next("section")
        return TemplateNode(
            level == 2 ? "section" : "subsection",
            [
                "id": id,
                "level": String(min(level, 6)),
                "title": title,
                "badge": badge.map { PageText("\(badge: $0)").nodes },
                "content": blocks.map { $0.node(level: level + 1, &naming) },
            ]
        )
    }
}
