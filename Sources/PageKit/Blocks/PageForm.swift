/// A form with fields.
///
/// Where fields have an ``PageField/error``, the form begins with a summary that has the focus and links to them.
public struct PageForm: Sendable {
    /// Where it is sent: the same page when empty.
    public var target: String

    /// How it is sent.
    public var method: Method

    /// The fields, from top to bottom.
    public var fields: [PageField]

    /// What is sent along.
    public var values: [PageFormValue]

    /// The button's label.
    public var submit: String

    /// How much the button stands out.
    public var style: PageButtonStyle

    /// The way out, beside the button.
    public var cancel: PageLink?

    /// How a form is sent.
    public enum Method: String, Sendable {
        /// It asks for something, in the query.
        case get
        /// It changes something.
        case post
    }

    /// A form.
    public init(
        to target: String = "",
        method: Method = .post,
        _ fields: [PageField] = [],
        values: [PageFormValue] = [],
        submit: String,
        style: PageButtonStyle = .primary,
        cancel: PageLink? = nil
    ) {
        self.target = target
        self.method = method
        self.fields = fields
        self.values = values
        self.submit = submit
        self.style = style
        self.cancel = cancel
    }

    func node(_ naming: inout FormNaming) -> TemplateNode {
        let id = naming.next("form")
        let problems = fields.filter { $0.error != nil }
        var summary: TemplateNode?
        if !problems.isEmpty {
            naming.hasProblems = true
            summary = TemplateNode(
                "error-summary",
                [
                    "id": id + "-errors",
                    "icon": [TemplateNode("icon-error", [:])],
                    "problems": problems.map { field in
                        TemplateNode("problem", ["target": field.firstID(in: id), "text": field.error])
                    },
                ]
            )
        }
        return TemplateNode(
            "form",
            [
                "target": LinkTarget.checked(target) ?? "",
                "method": method.rawValue,
                "summary": summary,
                "values": values.map(\.node),
                "fields": fields.map { $0.node(in: id) },
                "submit": submit,
                "style": style.rawValue,
                "cancel": cancel?.node,
            ]
        )
    }
}

/// A value that a form sends along unseen.
public struct PageFormValue: Hashable, Sendable {
    /// Its name.
    public var name: String

    /// What is sent.
    public var value: String

    /// A value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    var node: TemplateNode { TemplateNode("form-value", ["name": name, "value": value]) }
}

/// Gives what is on a page ids that differ.
struct FormNaming {
    private var count = 0
    /// Whether a form has come back with errors.
    var hasProblems = false

    mutating func next(_ word: String) -> String {
        count += 1
        return "\(word)-\(count)"
    }
}
