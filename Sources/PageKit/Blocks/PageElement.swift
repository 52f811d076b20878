/// An element that a script of the page defines, such as `<tollgate-billing tenant="demo">`.
///
/// It is empty until the script runs.
public struct PageElement: Hashable, Sendable {
    /// The name of the element: lower-case letters, digits and at least one hyphen.
    public let name: String

    /// Its attributes, in order.
    public let attributes: [PageFormValue]

    /// What is in it; shown as it is where scripts do not run.
    public let text: String

    /// An element, or nil for what is no name of a custom element or of an attribute.
    public init?(_ name: String, _ attributes: [PageFormValue] = [], text: String = "") {
        let isName = { (text: String) in
            text.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } == true
                && text.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
                }
        }
        guard isName(name), name.contains("-"),
            attributes.allSatisfy({ isName($0.name) && !$0.name.hasPrefix("on") && $0.name != "style" })
        else { return nil }
        self.name = name
        self.attributes = attributes
        self.text = text
    }

    var node: TemplateNode {
        TemplateNode(
            "element",
            [
                "name": name,
                "attributes": attributes.map {
                    TemplateNode("attribute", ["name": $0.name, "value": $0.value])
                },
                "text": text,
            ]
        )
    }
}
