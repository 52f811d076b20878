/// What makes pages a tenant's own.
public struct PageBranding: Hashable, Sendable {
    /// Shown beside the name.
    public var logo: Logo?

    /// The colour of buttons and links.
    ///
    /// It is made darker or lighter until it can be read, in the light and in the dark scheme.
    public var accent: PageColour?

    /// Where customers find help.
    public var support: PageLink?

    /// An image.
    public struct Logo: Hashable, Sendable {
        /// Where it is: a path or an `https` URL, without spaces, commas and semicolons.
        public let source: String

        /// A logo, or nil for what can be no source.
        ///
        /// The name stands beside it, so that it needs no text of its own.
        public init?(source: String) {
            let isPlain = source.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ";") }
            guard isPlain, !source.contains(","), source.hasPrefix("/") || source.hasPrefix("https://") else {
                return nil
            }
            self.source = source
        }

        var node: TemplateNode { TemplateNode("logo", ["source": source]) }
    }

    /// Ours, unless the tenant has its own.
    public init(logo: Logo? = nil, accent: PageColour? = nil, support: PageLink? = nil) {
        self.logo = logo
        self.accent = accent
        self.support = support
    }
}
