/// A part of a page's content.
public enum PageBlock: Sendable {
    /// A paragraph.
    case text(PageText)
    /// A frame with a heading of its own and content below it.
    case section(PageSection)
    /// What has happened, or what to know.
    case notice(PageNotice)
    /// Names and values.
    case details([PageDetail])
    /// Rows and columns.
    case table(PageTable)
    /// A form with fields.
    case form(PageForm)
    /// Buttons and links in a row.
    case actions([PageAction])
    /// A list.
    case list([PageText])
    /// What is said where nothing is.
    case empty(PageEmptyState)
    /// Content that is folded away until somebody asks for it.
    case folded(summary: String, [PageBlock])
    /// Text as it is, with its line breaks, such as a document.
    case code(String)

    /// What a script of the page brings to life.
    case element(PageElement)

    /// Whether it can send something.
    var hasForm: Bool {
        switch self {
        case .form: true
        case .actions(let actions): actions.contains(where: \.isForm)
        case .table(let table): table.rows.contains { $0.actions.contains(where: \.isForm) }
        case .empty(let empty): empty.action?.isForm ?? false
        case .section(let section): section.blocks.contains(where: \.hasForm)
        case .folded(_, let blocks): blocks.contains(where: \.hasForm)
        case .notice(let notice): notice.actions.contains(where: \.isForm)
        case .details(let details): details.contains { $0.action?.isForm ?? false }
        case .text, .list, .code, .element: false
        }
    }

    func node(level: Int, _ naming: inout FormNaming) -> TemplateNode {
        switch self {
        case .text(let text): TemplateNode("paragraph", ["text": text.nodes])
        case .section(let section): section.node(level: level, &naming)
        case .notice(let notice): notice.node
        case .details(let details): TemplateNode("details", ["details": details.map(\.node)])
        case .table(let table): table.node
        case .form(let form): form.node(&naming)
        case .actions(let actions): TemplateNode("actions", ["actions": actions.map(\.node)])
        case .list(let items):
            TemplateNode("list", ["items": items.map { TemplateNode("list-item", ["text": $0.nodes]) }])
        case .empty(let empty): empty.node
        case .folded(let summary, let blocks):
            TemplateNode("folded", ["summary": summary, "content": blocks.map { $0.node(level: level, &naming) }])
        case .code(let text): TemplateNode("code", ["text": text])
        case .element(let element): element.node
        }
    }
}
