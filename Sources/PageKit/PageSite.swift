/// What all pages of one place have in common: whose they are, and where.
public struct PageSite: Sendable {
    /// Whose pages these are, such as the tenant's name; it ends every document's title.
    public var name: String

    /// Where the style sheets are mounted: a path without a slash at its end.
    ///
    /// The page asks for `{basePath}/assets/…`, and whoever serves the page answers with ``PageAsset``.
    public var basePath: String

    /// Where the name leads to; nil: it is no link.
    public var home: String?

    /// What everybody must know on every page, such as that no real money moves.
    public var banner: String?

    /// The ways to the main pages, for places that have several.
    public var navigation: [PageLink]

    /// The way back to where the visitor came from.
    public var returnLink: PageLink?

    /// Lines at the end of every page.
    public var footer: [PageText]

    /// Whose colours and logo.
    public var branding: PageBranding

    /// The language of the texts, as a BCP 47 tag.
    public var language: String

    /// Scripts of this place's own origin, such as `/embed/v1/tollgate.js`, each run once the page is there.
    ///
    /// A page is whole without them. With them it may ask its own origin for more.
    public var scripts: [String]

    /// A place with a name; everything else may follow.
    public init(
        name: String,
        basePath: String,
        home: String? = nil,
        banner: String? = nil,
        navigation: [PageLink] = [],
        returnLink: PageLink? = nil,
        footer: [PageText] = [],
        branding: PageBranding = PageBranding(),
        language: String = "en",
        scripts: [String] = []
    ) {
        self.name = name
        self.basePath = basePath
        self.home = home
        self.banner = banner
        self.navigation = navigation
        self.returnLink = returnLink
        self.footer = footer
        self.branding = branding
        self.language = language
        self.scripts = scripts
    }

    func address(of asset: PageAsset) -> String { basePath + asset.path }

    var brandNode: TemplateNode {
        TemplateNode(
            "brand",
            ["name": name, "home": home.flatMap(LinkTarget.checked), "logo": branding.logo?.node]
        )
    }

    var navigationNode: TemplateNode? {
        guard !navigation.isEmpty else { return nil }
        return TemplateNode("navigation", ["links": navigation.map(\.node)])
    }
}
