import Mustache

/// The templates, compiled once.
struct TemplateLibrary: Sendable {
    /// Those that all pages are made of.
    static let pages = TemplateLibrary(
        shellTemplates.merging(blockTemplates, uniquingKeysWith: keepOne)
            .merging(formTemplates, uniquingKeysWith: keepOne)
    )

    private let library: MustacheLibrary

    /// Compiles templates by name.
    ///
    /// A template that cannot be compiled, or that passes HTML through, ends the program: it is a mistake of ours.
    init(_ templates: [String: String]) {
        MustacheContentTypes.register(EscapedText(), named: EscapedText.name)
        var library = MustacheLibrary()
        for (name, text) in templates {
            precondition(!text.contains("{{{") && !text.contains("{{&"), "the template `\(name)` passes HTML through")
            do {
                try library.register("{{% CONTENT_TYPE: \(EscapedText.name)}}\n" + text, named: name)
            } catch {
                preconditionFailure("the template `\(name)` cannot be compiled: \(error)")
            }
        }
        self.library = library
    }

    func render(_ node: TemplateNode) -> String {
        guard let html = library.render(node, withTemplate: node.template) else {
            preconditionFailure("there is no template `\(node.template)`")
        }
        return html
    }

    func has(_ name: String) -> Bool { library.getTemplate(named: name) != nil }

    private static func keepOne(_ one: String, _ other: String) -> String {
        preconditionFailure("two templates have one name: \(one), \(other)")
    }
}
