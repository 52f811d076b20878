import BillingCore
import BillingRouter

/// Reads how a tenant's pages look; its logo is read here, once, and served from memory.
final class BrandingReader {
    private static let largestLogo = 256 * 1024

    private let context: ReadingContext
    /// By absolute path: many tenants may share one.
    private var logos: [String: PageSettings.Logo?] = [:]

    init(context: ReadingContext) { self.context = context }

    /// Puts a layer over settings: a value replaces, `null` takes away.
    func read(_ node: YAMLNode, over settings: PageSettings) -> PageSettings {
        var logo = node.isNull ? nil : settings.logo
        var accent = node.isNull ? nil : settings.accent
        var supportURL = node.isNull ? nil : settings.supportURL
        for (key, value) in node.pairs {
            switch key.text {
            case "logo": logo = value.isNull ? nil : self.logo(value)
            case "accent":
                let colour = context.text(value).flatMap(Colour.init)
                if let colour { checkContrast(colour, at: value) }
                accent = colour?.hexadecimal
            case "support_url": supportURL = value.isNull ? nil : context.webURL(value, "support_url")?.description
            default: break
            }
        }
        return PageSettings(
            logo: logo,
            accent: accent,
            supportURL: supportURL,
            locale: settings.locale,
            loginURL: settings.loginURL
        )
    }

    // MARK: -

    private func logo(_ node: YAMLNode) -> PageSettings.Logo? {
        guard let text = context.text(node) else { return nil }
        let path = Paths.absolute(text, from: node.document.source.directory)
        if let known = logos[path] { return known }
        let logo = read(path, node)
        logos[path] = logo
        return logo
    }

    private func read(_ path: String, _ node: YAMLNode) -> PageSettings.Logo? {
        let bytes: [UInt8]
        do throws(FileContent.Failure) {
            bytes = try FileContent(path: path, maximumSize: BrandingReader.largestLogo).bytes
        } catch {
            var help = error.help
            if case .tooLarge = error { help = "a logo has at most 256 KiB" }
            context.report.error(
                .invalidLogo,
                "the logo \(node.text.inCode) \(error.clause)",
                at: node.range,
                help: help
            )
            return nil
        }
        guard let format = PageSettings.Logo.Format(of: bytes) else {
            context.report.error(
                .invalidLogo,
                "the logo \(node.text.inCode) is not an image that browsers show everywhere",
                at: node.range,
                help: "use a PNG, JPEG, WebP or SVG file"
            )
            return nil
        }
        return PageSettings.Logo(bytes: bytes, format: format)
    }

    private func checkContrast(_ colour: Colour, at node: YAMLNode) {
        let contrast = colour.contrastWithWhite
        guard contrast < 3 else { return }
        let tenths = Int(contrast * 10)
        context.report.warning(
            .lowContrast,
            "the accent colour is hard to see on white",
            at: node.range,
            label: "its contrast is \(tenths / 10).\(tenths % 10)",
            help: "take a darker one, with a contrast of at least 3"
        )
    }
}

extension PageSettings.Logo.Format {
    /// What the bytes begin with decides, and not the file's name.
    init?(of bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else if Self.isSVG(bytes) {
            self = .svg
        } else {
            return nil
        }
    }

    /// Whether the first element is `svg`, behind what XML may have before it.
    private static func isSVG(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        var rest = text[...]
        if rest.first == "\u{FEFF}" { rest.removeFirst() }
        while true {
            rest = rest.drop(while: \.isWhitespace)
            let end: String
            if rest.hasPrefix("<!--") {
                end = "-->"
            } else if rest.hasPrefix("<?") {
                end = "?>"
            } else if rest.hasPrefix("<!DOCTYPE svg") {
                end = ">"
            } else {
                let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == ":" || $0 == "-" }
                return rest.first == "<" && (name == "svg" || name == "svg:svg")
            }
            guard let range = rest.firstRange(of: end) else { return false }
            rest = rest[range.upperBound...]
        }
    }
}

extension PageSettings {
    func with(locale: String?) -> PageSettings {
        PageSettings(logo: logo, accent: accent, supportURL: supportURL, locale: locale, loginURL: loginURL)
    }

    func with(loginURL: String?) -> PageSettings {
        PageSettings(logo: logo, accent: accent, supportURL: supportURL, locale: locale, loginURL: loginURL)
    }
}
