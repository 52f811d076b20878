/// How much a button stands out.
public enum PageButtonStyle: String, Hashable, Sendable, CaseIterable {
    /// What most visitors want: one on a page.
    case primary
    /// Something else that can be done.
    case secondary
    /// What cannot be undone.
    case danger
    /// Beside other things, such as in a table.
    case quiet
}

/// A button that leads somewhere, or does something at once.
public struct PageAction: Sendable {
    /// What it says.
    public var label: String

    /// What it acts on, for those who hear the page: "Pay", "invoice 42".
    ///
    /// Wanted wherever the same button stands several times on a page.
    public var object: String?

    /// How much it stands out.
    public var style: PageButtonStyle

    private let effect: Effect

    private enum Effect: Sendable {
        case link(String)
        case post(String, [PageFormValue])
    }

    /// A link that looks like a button.
    ///
    /// It only leads somewhere: what changes something is a ``post(_:object:to:values:style:)``.
    public static func link(
        _ label: String,
        object: String? = nil,
        to target: String,
        style: PageButtonStyle = .secondary
    ) -> PageAction {
        PageAction(label: label, object: object, style: style, effect: .link(target))
    }

    /// A form of one button.
    public static func post(
        _ label: String,
        object: String? = nil,
        to target: String,
        values: [PageFormValue] = [],
        style: PageButtonStyle = .secondary
    ) -> PageAction {
        PageAction(label: label, object: object, style: style, effect: .post(target, values))
    }

    var isForm: Bool {
        if case .post = effect { true } else { false }
    }

    var node: TemplateNode {
        switch effect {
        case .link(let target):
            TemplateNode(
                "action-link",
                ["label": label, "object": object, "style": style.rawValue, "target": LinkTarget.checked(target)]
            )
        case .post(let target, let values):
            TemplateNode(
                "action-post",
                [
                    "label": label, "object": object, "style": style.rawValue,
                    "target": LinkTarget.checked(target) ?? "", "values": values.map(\.node),
                ]
            )
        }
    }
}
