import BillingRouter
import HTTPTypes

/// A tenant's logo, as its pages load it.
enum TenantLogo {
    /// Below the tenant's pages; it changes with the image.
    static func path(of logo: PageSettings.Logo) -> String { "/assets/logo.\(logo.version).\(logo.format.rawValue)" }

    /// Nil for what is not the logo's place.
    ///
    /// A page of a moment ago finds it too, whatever it was then.
    static func response(_ logo: PageSettings.Logo, path: Substring) -> ServerResponse? {
        guard path.hasPrefix("/assets/logo.") else { return nil }
        let isCurrent = path == TenantLogo.path(of: logo)
        return ServerResponse(
            .ok,
            fields: [
                .contentType: type(of: logo.format),
                .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
                // Opened by itself, an SVG is a document: it may run nothing and load nothing.
                .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            ],
            body: logo.bytes
        )
    }

    private static func type(of format: PageSettings.Logo.Format) -> String {
        switch format {
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .webp: "image/webp"
        case .svg: "image/svg+xml"
        }
    }
}
