import PageKit
import Testing

struct PageTests {
    private let site = PageSite(name: "Acme", basePath: "/base")

    @Test("a page is a whole document in one language, with one heading and one main part")
    func document() {
        let html = Page(title: "Invoices", site: site, blocks: [.text("Text")]).html()
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(html.hasSuffix("</html>\n"))
        #expect(html.contains("<title>Invoices · Acme</title>"))
        #expect(html.contains("<h1>Invoices</h1>"))
        #expect(html.contains("<link rel=\"stylesheet\" href=\"/base/assets/pages."))
        #expect(html.ranges(of: "<main").count == 1)
        #expect(html.contains("<p>Text</p>"))
        #expect(!html.contains("<footer>"))
    }

    @Test("no page has a style or a script of its own, or asks anybody else for anything")
    func nothingInline() {
        let html = everything().html()
        #expect(!html.contains("style=\""))
        #expect(!html.contains("<style"))
        #expect(!html.contains("<script"))
        #expect(html.ranges(of: "src=").count == 1)
        #expect(!PageAsset.styles.body.contains("url("))
        #expect(!PageAsset.styles.body.contains("@import"))
    }

    @Test("an element of somebody's own has a name, attributes and a text, and no code")
    func element() throws {
        let element = try #require(PageElement("acme-button", [.init("tenant", "a\"b")], text: "<Open>"))
        let html = Page(title: "Settings", site: site, blocks: [.element(element)]).html()
        #expect(html.contains("<acme-button tenant=\"a&quot;b\">&lt;Open&gt;</acme-button>"))
        for name in ["button", "acme-<", "Acme-x", "-acme", ""] { #expect(PageElement(name) == nil) }
        for name in ["onclick", "style", "a b", ""] { #expect(PageElement("acme-x", [.init(name, "")]) == nil) }
    }

    @Test("headings go down one step at a time")
    func headings() {
        let html = everything().html()
        var level = 0
        for heading in html.matches(of: /<h([1-6])/) {
            let next = Int(heading.output.1) ?? 0
            #expect(next <= level + 1)
            level = next
        }
        #expect(level >= 2)
    }

    @Test("every id is there once, and whatever refers to one finds it")
    func ids() {
        let html = everything().html()
        let ids = html.matches(of: #/ id="([^"]*)"/#).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count)
        var references = html.matches(of: #/ for="([^"]*)"/#).map { String($0.output.1) }
        references += html.matches(of: #/ href="#([^"]*)"/#).map { String($0.output.1) }
        for list in html.matches(of: #/ aria-(?:describedby|labelledby)="([^"]*)"/#) {
            references += list.output.1.split(separator: " ").map(String.init)
        }
        #expect(references.count > 8)
        for reference in references { #expect(ids.contains(reference)) }
    }

    @Test("a form that comes back with errors says so in the title, takes the focus, and leads to the fields")
    func errors() {
        func page(_ error: String?) -> String {
            let field = PageField("name", "Name", error: error, .line(.init(limit: 10)))
            return Page(title: "Details", site: site, blocks: [.form(PageForm([field], submit: "Save"))]).html()
        }
        let bad = page("Enter a name")
        #expect(bad.contains("<title>Error: Details · Acme</title>"))
        #expect(bad.contains("role=\"alert\" aria-labelledby=\"form-1-errors\" tabindex=\"-1\" autofocus>"))
        #expect(bad.contains("<a href=\"#form-1-name\">Enter a name</a>"))
        #expect(bad.contains("aria-invalid=\"true\" aria-describedby=\"form-1-name-error\""))
        let good = page(nil)
        #expect(good.contains("<title>Details · Acme</title>"))
        #expect(!good.contains("role=\"alert\""))
        #expect(!good.contains("aria-invalid"))
    }

    @Test("a page without forms can send nothing; with one it sends to itself and where it was told")
    func forms() throws {
        func policy(_ page: Page) throws -> String {
            try #require(page.fields.first { $0.name == "Content-Security-Policy" }?.value)
        }
        var page = Page(title: "t", site: site, blocks: [.text("x"), .actions([.link("Go", to: "/go")])])
        #expect(try policy(page).contains("form-action 'none'"))
        page.blocks.append(.section(PageSection("s", [.actions([.post("Do", to: "/do")])])))
        #expect(try policy(page).contains("form-action 'self';"))
        page.formTargets = ["https://billing.stripe.com"]
        #expect(try policy(page).contains("form-action 'self' https://billing.stripe.com;"))
        #expect(try policy(page).hasPrefix("default-src 'none'; style-src 'self'; img-src data:;"))
        page.site.branding.logo = PageBranding.Logo(source: "https://acme.example/logo.svg")
        #expect(try policy(page).contains("img-src data: https://acme.example/logo.svg;"))
    }

    @Test("no page is stored, indexed, framed, or tells its address")
    func fields() {
        let fields = Dictionary(
            Page(title: "t", site: site).fields.map { ($0.name, $0.value) },
            uniquingKeysWith: { one, _ in one }
        )
        #expect(fields["Content-Type"] == "text/html; charset=utf-8")
        #expect(fields["Cache-Control"] == "no-store")
        #expect(fields["X-Content-Type-Options"] == "nosniff")
        #expect(fields["Referrer-Policy"] == "no-referrer")
        #expect(fields["X-Robots-Tag"] == "noindex")
        #expect(fields["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
    }

    @Test(
        "what could be no source is no logo",
        arguments: ["", "javascript:alert(1)", "/a b", "/a;b", "/a,b", "http://acme.example/l.svg", "/\u{E9}", "/\n"]
    )
    func logo(source: String) {
        #expect(PageBranding.Logo(source: source) == nil)
    }
}
