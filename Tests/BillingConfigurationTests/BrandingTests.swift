import BillingCore
import BillingRouter
import Testing

@testable import BillingConfiguration

@Suite("How a tenant's pages look")
struct BrandingTests {
    private let directory = TemporaryDirectory()

    private func pages(_ body: String, defaults: String = "") throws -> PageSettings {
        let text = """
            version: 1
            environment: development
            providers: { sandbox: { kind: mock } }
            defaults: { provider: sandbox\(defaults.isEmpty ? "" : ", " + defaults) }
            tenants: { acme: { \(body) } }
            """
        try directory.write("providers.yaml", text)
        let loaded = ConfigurationLoader(registry: FakeProviders.registry, environment: [:])
            .load(.file("\(directory.path)/providers.yaml"))
        let configuration = try #require(loaded.configuration, "\(loaded.report.render(.human))")
        return try #require(configuration.tenant(try TenantID("acme"))).pages
    }

    private static let images: [([UInt8], PageSettings.Logo.Format?)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], .png),
        ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
        (Array("RIFF\u{0}\u{0}\u{0}\u{0}WEBPVP8 ".utf8), .webp),
        (Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), .svg),
        (
            Array("\u{FEFF}<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg>\n<svg viewBox='0 0 1 1'></svg>".utf8),
            .svg
        ),
        (Array("<html><svg/></html>".utf8), nil),
        (Array("<svgx/>".utf8), nil),
        (Array("<!-- <svg/>".utf8), nil),
        (Array("GIF89a".utf8), nil),
        ([], nil),
        ([0x3C, 0x73, 0x76, 0x67, 0xFF], nil),
    ]

    @Test("an image is what its bytes are, whatever its name", arguments: images)
    func formats(_ bytes: [UInt8], _ format: PageSettings.Logo.Format?) {
        #expect(PageSettings.Logo.Format(of: bytes) == format)
    }

    @Test("a logo is read from beside the file that names it") func logo() throws {
        try directory.write("logo.bin", "<svg/>")
        #expect(try pages("branding: { logo: ./logo.bin }").logo == .init(bytes: Array("<svg/>".utf8), format: .svg))
    }

    @Test("a logo of more than 256 KiB is refused") func largeLogo() throws {
        let svg = Array("<svg/>".utf8)
        try directory.write("just.svg", svg + Array(repeating: 0x20, count: 256 * 1024 - svg.count))
        #expect(try pages("branding: { logo: just.svg }").logo?.bytes.count == 256 * 1024)
        try directory.write("large.svg", svg + Array(repeating: 0x20, count: 256 * 1024))
        let text = DiagnosticCodeTests.tenant("branding: { logo: \(directory.path)/large.svg }")
        #expect(load(text).diagnostics.map(\.code) == [.invalidLogo])
    }

    @Test("settings merge with the defaults, one by one, and null takes one away") func merged() throws {
        let defaults =
            "locale: de-DE, branding: { accent: \"#ABC\", support_url: https://help.example/ }, "
            + "auth: { login_url: https://login.example/ }"
        let inherited = try pages("", defaults: defaults)
        #expect(inherited.accent == "#aabbcc" && inherited.locale == "de-DE")
        #expect(inherited.supportURL == "https://help.example/" && inherited.loginURL == "https://login.example/")
        let own = try pages(
            "locale: null, branding: { accent: null }, auth: { login_url: \"https://acme.example/?to={return_to}\" }",
            defaults: defaults
        )
        #expect(own.accent == nil && own.locale == nil && own.supportURL == "https://help.example/")
        #expect(own.loginURL == "https://acme.example/?to={return_to}")
        let none = try pages("branding: null, auth: null", defaults: defaults)
        #expect(none.supportURL == nil && none.loginURL == nil && none.locale == "de-DE")
    }
}
