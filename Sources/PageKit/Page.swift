/// One page of HTML, as a value.
///
/// A page is made of ``PageBlock`` values and rendered by ``html()``: whoever makes one writes no HTML, so that every
/// text is escaped, headings are in order, and errors, hints and labels are tied to their fields.
public struct Page: Sendable {
    /// The HTTP status that the page is answered with.
    public var status: Int

    /// The heading, which is a part of the document's title too.
    public var title: String

    /// What the document's title begins with, such as how something stands; nil: with the heading.
    public var state: String?

    /// What the page stands in.
    public var site: PageSite

    /// The way to the page above.
    public var back: PageLink?

    /// A sentence or two below the heading.
    public var lead: PageText?

    /// The content, from top to bottom.
    public var blocks: [PageBlock]

    /// Origins, such as `https://billing.stripe.com`, that an answer to one of the page's forms may redirect to.
    ///
    /// Browsers block such a redirect unless the page names its target.
    public var formTargets: [String]

    /// Whether the content is as wide as tables of many columns like it.
    public var isWide: Bool

    /// A page; with a title alone it is that heading and nothing else.
    public init(
        status: Int = 200,
        title: String,
        state: String? = nil,
        site: PageSite,
        back: PageLink? = nil,
        lead: PageText? = nil,
        blocks: [PageBlock] = [],
        formTargets: [String] = [],
        isWide: Bool = false
    ) {
        self.status = status
        self.title = title
        self.state = state
        self.site = site
        self.back = back
        self.lead = lead
        self.blocks = blocks
        self.formTargets = formTargets
        self.isWide = isWide
    }

    /// The whole document.
    public func html() -> String {
        var naming = FormNaming()
        return TemplateLibrary.pages.render(node(&naming))
    }

    /// The fields to answer with beside the page, its `Content-Type` among them.
    ///
    /// No cache keeps the page, no index lists it, no other site learns its address or frames it, and it loads nothing
    /// but its own style sheets and the logo.
    public var fields: [(name: String, value: String)] {
        [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", contentSecurityPolicy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Robots-Tag", "noindex"),
        ]
    }

    /// What the page may load, and where its forms may lead.
    ///
    /// One of the ``fields``; on its own for pages that caches may keep.
    public var contentSecurityPolicy: String {
        let forms = blocks.contains(where: \.hasForm) ? (["'self'"] + formTargets).joined(separator: " ") : "'none'"
        var images = "data:"
        if let logo = site.branding.logo { images += logo.source.hasPrefix("/") ? " 'self'" : " " + logo.source }
        let scripts = site.scripts.isEmpty ? "" : "script-src 'self'; connect-src 'self'; "
        return """
            default-src 'none'; style-src 'self'; \(scripts)img-src \(images); form-action \(forms); \
            base-uri 'none'; frame-ancestors 'none'
            """
    }

    private var footer: [PageText] {
        guard let support = site.branding.support else { return site.footer }
        return site.footer + ["\(link: support)"]
    }

    private func node(_ naming: inout FormNaming) -> TemplateNode {
        let content = blocks.map { $0.node(level: 2, &naming) }
        var parts = [state ?? "", title, site.name].filter { !$0.isEmpty }
        if naming.hasProblems { parts[0] = "Error: " + parts[0] }
        return TemplateNode(
            "page",
            [
                "language": site.language,
                "documentTitle": parts.joined(separator: " · "),
                "title": title,
                "stylesheet": site.address(of: .styles),
                "accentStylesheet": site.branding.accent.map { site.address(of: .accent($0)) },
                "scripts": site.scripts.map { TemplateNode("script", ["source": $0]) },
                "banner": site.banner,
                "brand": site.brandNode,
                "navigation": site.navigationNode,
                "returnLink": site.returnLink?.node,
                "back": back?.node,
                "lead": lead?.nodes,
                "isWide": isWide,
                "content": content,
                "footer": footer.map { TemplateNode("paragraph", ["text": $0.nodes]) },
            ]
        )
    }
}
