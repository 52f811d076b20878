import Mustache

/// The name of a template and the values it is rendered with.
///
/// Templates see the values of their own node only: what a node does not have is looked up nowhere else.
struct TemplateNode {
    let template: String
    private let values: [String: Any?]

    /// - Parameter values: texts, flags, nodes, and lists of them. A value that there may be is given as nil without it.
    init(_ template: String, _ values: [String: Any?]) {
        self.template = template
        self.values = values
    }
}

extension TemplateNode: MustacheParent {
    func child(named name: String) -> Any? {
        if name == "template" { return template }
        if let value = values[name] { return value ?? Absent() }
        if let presence = presence(named: name) { return presence }
        assertionFailure("the template `\(template)` has no value `\(name)`")
        return Absent()
    }

    /// `hasLead` is whether there is a `lead` that is not empty: a section of a list stands once for each element.
    private func presence(named name: String) -> Bool? {
        guard name.hasPrefix("has"), let first = name.dropFirst(3).first else { return nil }
        guard let value = values[first.lowercased() + name.dropFirst(4)] else { return nil }
        return switch value {
        case nil: false
        case let text as String: !text.isEmpty
        case let nodes as [TemplateNode]: !nodes.isEmpty
        default: true
        }
    }

    /// Stands in for nil, for which Mustache would look in the nodes around.
    private struct Absent: MustacheCustomRenderable {
        var renderText: String { "" }
        var isNull: Bool { true }
    }
}
