import Testing

@testable import PageKit

struct EscapingTests {
    @Test(
        "whatever a text holds, a page has the same elements and attributes as with a harmless one",
        arguments: [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)", "&lt;&#39;",
            "</textarea></title><b>", "{{title}}{{{title}}}", "{{=<% %>=}}",
            // One character each, so that whoever compares characters sees no quotation mark and no bracket.
            "\"\u{301} onfocus=\"\u{301}alert(1)", "<\u{301}b", "'\u{20DD} autofocus onfocus='\u{301}x", "&\u{301}amp;",
            "\r\n\"\u{200D}>",
        ]
    )
    func escaping(text: String) {
        let html = everything(text).html()
        #expect(Markup.elements(html) == Markup.elements(everything("harmless").html()))
    }

    @Test(
        "all that means something in HTML is written as a reference",
        arguments: [
            ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"),
            ("a\u{0}b\u{7F}", "a\u{FFFD}b\u{FFFD}"), ("é\t\n", "é\t\n"), ("\"\u{301}", "&quot;\u{301}"),
        ]
    )
    func references(text: String, html: String) {
        #expect(EscapedText().escapeText(text) == html)
    }

    @Test("every way to name a value escapes it")
    func interpolations() {
        let library = TemplateLibrary([
            "all":
                #"{{a}}|{{#a}}{{.}}{{/a}}|{{#list}}{{>*template}}{{/list}}|{{#node}}{{b}}{{/node}}|{{node.b}}|{{>part}}"#,
            "part": "{{a}}",
        ])
        let value = "\"\u{301}<"
        let escaped = "&quot;\u{301}&lt;"
        let node = TemplateNode(
            "all",
            ["a": value, "list": [TemplateNode("part", ["a": value])], "node": TemplateNode("part", ["b": value])]
        )
        #expect(library.render(node) == Array(repeating: escaped, count: 6).joined(separator: "|"))
    }

    @Test("every template is compiled, and names only templates that exist")
    func templates() {
        let all = TemplateLibrary.shellTemplates.merging(TemplateLibrary.blockTemplates) { one, _ in one }
            .merging(TemplateLibrary.formTemplates) { one, _ in one }
        #expect(all.count > 40)
        for (name, text) in all {
            #expect(TemplateLibrary.pages.has(name))
            for partial in text.matches(of: /\{\{>\s*([a-z-]+)/) {
                #expect(TemplateLibrary.pages.has(String(partial.output.1)))
            }
        }
    }

    @Test("a value that is not there is not looked for in the nodes around it")
    func scope() {
        let library = TemplateLibrary(["outer": "{{#inner}}[{{a}}]{{/inner}}", "inner": ""])
        let node = TemplateNode("outer", ["a": "outside", "inner": TemplateNode("inner", ["a": nil])])
        #expect(library.render(node) == "[]")
    }

    @Test("a template that cannot be compiled, or passes HTML through, ends the program")
    func broken() async {
        await #expect(processExitsWith: .failure) { _ = TemplateLibrary(["broken": "{{#a}}"]) }
        await #expect(processExitsWith: .failure) { _ = TemplateLibrary(["raw": "{{{a}}}"]) }
    }

    @Test(
        "a link that could be a script leads nowhere",
        arguments: [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x", "\u{1}javascript:x", "javascript\t:x",
        ]
    )
    func scripts(target: String) {
        #expect(LinkTarget.checked(target) == nil)
        var page = everything()
        page.site.branding.support = PageLink("Help", target)
        #expect(page.html().contains("<a>Help</a>"))
    }

    @Test(
        "other links lead where they should",
        arguments: ["/a:b", "?a=b:c", "#x", "cancel", "https://a.example/", "HTTP://a", "mailto:a@b.example", ""]
    )
    func links(target: String) {
        #expect(LinkTarget.checked(target) == target)
    }
}
