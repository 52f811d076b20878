/// A field of a form: label, hint and error included.
public struct PageField: Sendable {
    /// Under which its value is sent.
    public var name: String

    /// What is wanted.
    public var label: String

    /// How to give it.
    public var hint: PageText?

    /// What is wrong with what was given; a sentence that says how to put it right.
    public var error: String?

    /// What kind of field.
    public var kind: Kind

    /// Whether it may be left empty; its label says so.
    public var isOptional: Bool

    /// What kind of field.
    public enum Kind: Sendable {
        /// One line.
        case line(Line)
        /// Several lines.
        case lines(value: String, limit: Int)
        /// One of a few, all of them in view.
        case choices([PageOption])
        /// One of many.
        case menu([PageOption])
        /// Yes or no, sent as `yes`; the field's label stands beside the box.
        case check(isOn: Bool)
    }

    /// A field of one line.
    public struct Line: Sendable {
        /// What stands in it.
        public var value: String
        /// The `type` of the element, such as `text` or `email`.
        public var type: String
        /// What browsers may fill in, such as `email`; `off`: nothing.
        public var autocomplete: String
        /// Which keyboard to show, such as `numeric`.
        public var inputMode: String?
        /// How many characters at most.
        public var limit: Int
        /// How wide it is, which tells how much is wanted.
        public var width: Width

        /// How wide a field is.
        public enum Width: String, Sendable {
            /// For a few digits.
            case short
            /// For a number.
            case medium
            /// As wide as there is room.
            case full
        }

        /// A line.
        public init(
            _ value: String = "",
            type: String = "text",
            autocomplete: String = "off",
            inputMode: String? = nil,
            limit: Int,
            width: Width = .full
        ) {
            self.value = value
            self.type = type
            self.autocomplete = autocomplete
            self.inputMode = inputMode
            self.limit = limit
            self.width = width
        }
    }

    /// A field.
    public init(
        _ name: String,
        _ label: String,
        hint: PageText? = nil,
        error: String? = nil,
        isOptional: Bool = false,
        _ kind: Kind
    ) {
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        self.isOptional = isOptional
        self.kind = kind
    }

    /// Where a link to the field leads.
    func firstID(in form: String) -> String {
        let id = "\(form)-\(name)"
        if case .choices = kind { return id + "-1" }
        return id
    }

    func node(in form: String) -> TemplateNode {
        let id = "\(form)-\(name)"
        let described = (hint == nil ? [] : [id + "-hint"]) + (error == nil ? [] : [id + "-error"])
        var values: [String: Any?] = [
            "id": id,
            "name": name,
            "label": label,
            "hint": hint.map { TemplateNode("hint", ["id": id + "-hint", "text": $0.nodes]) },
            "error": error.map { TemplateNode("error", ["id": id + "-error", "text": $0]) },
            "describedBy": described.isEmpty ? nil : described.joined(separator: " "),
            "isInvalid": error != nil,
            "isOptional": isOptional,
        ]
        switch kind {
        case .line(let line):
            values["value"] = line.value
            values["type"] = line.type
            values["autocomplete"] = line.autocomplete
            values.updateValue(line.inputMode, forKey: "inputMode")
            values["limit"] = String(line.limit)
            values["width"] = line.width.rawValue
            return TemplateNode("field-line", values)
        case .lines(let value, let limit):
            values["value"] = value
            values["limit"] = String(limit)
            return TemplateNode("field-lines", values)
        case .choices(let options):
            values["options"] = options.enumerated().map { index, option in
                option.node("choice", id: "\(id)-\(index + 1)", name: name, isOptional: isOptional)
            }
            return TemplateNode("field-choices", values)
        case .menu(let options):
            values["options"] = options.map { $0.node("menu-option", id: id, name: name, isOptional: isOptional) }
            return TemplateNode("field-menu", values)
        case .check(let isOn):
            values["isOn"] = isOn
            return TemplateNode("field-check", values)
        }
    }
}

/// One of the values that a field offers.
public struct PageOption: Sendable {
    /// What is sent.
    public var value: String

    /// What it says.
    public var label: String

    /// More about it; menus do without.
    public var text: PageText?

    /// Beside the label, such as "Current plan"; menus do without.
    public var badge: PageBadge?

    /// Whether it is the chosen one.
    public var isChosen: Bool

    /// An option.
    public init(
        _ value: String,
        _ label: String,
        text: PageText? = nil,
        badge: PageBadge? = nil,
        isChosen: Bool = false
    ) {
        self.value = value
        self.label = label
        self.text = text
        self.badge = badge
        self.isChosen = isChosen
    }

    fileprivate func node(_ template: String, id: String, name: String, isOptional: Bool) -> TemplateNode {
        TemplateNode(
            template,
            [
                "id": id, "name": name, "value": value, "label": label, "text": text?.nodes,
                "badge": badge.map { PageText("\(badge: $0)").nodes }, "isChosen": isChosen,
                "isRequired": !isOptional,
            ]
        )
    }
}
