/// A file that pages load: a style sheet.
///
/// Whoever serves pages answers with these below the ``PageSite/basePath``:
///
/// ```swift
/// if let asset = PageAsset(path: "/assets/…") {
///     // asset.fields, asset.body
/// }
/// ```
public struct PageAsset: Hashable, Sendable {
    private let content: Content

    private enum Content: Hashable {
        case styles
        case accent(PageColour)
    }

    /// What all pages look like.
    public static let styles = PageAsset(content: .styles)

    /// What makes a colour the one of buttons and links.
    public static func accent(_ colour: PageColour) -> PageAsset { PageAsset(content: .accent(colour)) }

    private init(content: Content) { self.content = content }

    /// The asset at a path below the mount, such as `/assets/accent.2456c7.0123456789abcdef.css`.
    ///
    /// Nil where there is none. A page of another version of the program finds its style sheet too: in this version.
    public init?(path: some StringProtocol) {
        guard path.hasPrefix(PageAsset.folder), path.hasSuffix(PageAsset.suffix) else { return nil }
        let name = path.dropFirst(PageAsset.folder.count).dropLast(PageAsset.suffix.count)
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard let version = parts.last, !version.isEmpty, version.utf8.count <= 16,
            version.allSatisfy(\.isHexDigit)
        else { return nil }
        switch (parts.count, parts[0]) {
        case (2, "pages"): self = .styles
        case (3, "accent"):
            guard let colour = PageColour("#" + parts[1]), colour.digits == parts[1] else { return nil }
            self = .accent(colour)
        default: return nil
        }
    }

    /// Where it is below the mount.
    ///
    /// The path changes with the content, so that browsers may keep it as long as they like.
    public var path: String {
        switch content {
        case .styles: "\(PageAsset.folder)pages.\(PageStyles.version)\(PageAsset.suffix)"
        case .accent(let colour): "\(PageAsset.folder)accent.\(colour.digits).\(PageStyles.version)\(PageAsset.suffix)"
        }
    }

    /// The fields to answer with, its `Content-Type` among them.
    public var fields: [(name: String, value: String)] {
        [
            ("Content-Type", "text/css; charset=utf-8"),
            ("Cache-Control", "public, max-age=31536000, immutable"),
            ("X-Content-Type-Options", "nosniff"),
        ]
    }

    /// What is sent.
    public var body: String {
        switch content {
        case .styles: PageStyles.sheet
        case .accent(let colour): PageStyles.accentSheet(colour)
        }
    }

    private static let folder = "/assets/"
    private static let suffix = ".css"
}
