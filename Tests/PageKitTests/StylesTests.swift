import Testing

@testable import PageKit

struct StylesTests {
    @Test("text can be read on every ground that it stands on, in both schemes", arguments: Scheme.allCases)
    func text(scheme: Scheme) { expectReadable(scheme.palette) }

    @Test(
        "whatever a tenant's colour is, buttons and links can be read",
        arguments: [
            "#2456c7", "#ffcc00", "#ffffff", "#000000", "#ff0000", "#00ff00", "#0000ff", "#808080", "#777777",
            "#fefefe",
            "#123456", "#e91e63", "#00bcd4",
        ]
    )
    func accent(text: String) throws {
        let colour = try #require(PageColour(text))
        for scheme in Scheme.allCases { expectReadable(scheme.palette.accented(colour)) }
    }

    @Test("a colour that can be read is taken as it is")
    func unchanged() throws {
        let colour = try #require(PageColour("#2456C7"))
        #expect(PagePalette.light.accented(colour).accent == colour)
        #expect(PagePalette.dark.accented(colour).accent != colour)
    }

    @Test("contrast is counted as WCAG does")
    func contrast() throws {
        let grey = try #require(PageColour("#767676"))
        #expect(PageColour.black.contrast(with: .white) == 21)
        #expect(PageColour.white.contrast(with: .white) == 1)
        #expect((4.54...4.55).contains(grey.contrast(with: .white)))
    }

    @Test(
        "what is no colour is none",
        arguments: ["", "#", "#12345", "#1234567", "123456", "#12345g", "#+12345", "red"]
    )
    func noColour(text: String) { #expect(PageColour(text) == nil) }

    @Test("the sheet names no colour that the tokens do not have")
    func tokens() {
        let sheet = PageAsset.styles.body
        let defined = Set(sheet.matches(of: /--([a-z-]+):/).map(\.output.1))
        let used = Set(sheet.matches(of: /var\(--([a-z-]+)\)/).map(\.output.1))
        #expect(used.isSubset(of: defined))
        #expect(Set(PagePalette.light.properties.map(\.name)).count == PagePalette.light.properties.count)
        #expect(sheet.ranges(of: "{").count == sheet.ranges(of: "}").count)
    }

    @Test("an asset is found under its own path, and under that of another version")
    func assets() throws {
        let colour = try #require(PageColour("#2456c7"))
        for asset in [PageAsset.styles, .accent(colour)] {
            #expect(PageAsset(path: asset.path) == asset)
            #expect(PageAsset(path: asset.path.replacing(PageStyles.version, with: "0123456789abcdef")) == asset)
        }
        #expect(PageAsset.accent(colour).body.contains("--accent:#2456c7;"))
        #expect(PageAsset.styles.fields.contains { $0.name == "Cache-Control" && $0.value.contains("immutable") })
    }

    @Test(
        "no other path is an asset",
        arguments: [
            "", "/", "/assets/", "/assets/pages.css", "/assets/pages..css", "/assets/pages.xyz.css",
            "/assets/pages.1.js",
            "/assets/accent.2456c7.css", "/assets/accent.2456C7.1.css", "/assets/accent.2456c.1.css",
            "/assets/other.1.css",
            "/assets/pages.1.2.css", "/assets/pages.12345678901234567.css", "assets/pages.1.css",
            "/assets/accent.2456c7.1.css/", "/assets/.css",
        ]
    )
    func noAsset(path: String) { #expect(PageAsset(path: path) == nil) }

    enum Scheme: CaseIterable {
        case light, dark
        var palette: PagePalette { self == .light ? .light : .dark }
    }

    private func expectReadable(_ palette: PagePalette) {
        let grounds = [palette.page, palette.surface, palette.hover]
        for ink in [palette.text, palette.muted, palette.accent] {
            for ground in grounds { #expect(ink.contrast(with: ground) >= 4.5) }
        }
        for ground in [palette.accent, palette.accentHover] { #expect(palette.onAccent.contrast(with: ground) >= 4.5) }
        for tone in [palette.info, palette.success, palette.warning, palette.danger] {
            for ink in [tone.ink, palette.text] { #expect(ink.contrast(with: tone.ground) >= 4.5) }
        }
        // The danger button: the surface's colour on the tone's ink.
        #expect(palette.surface.contrast(with: palette.danger.ink) >= 4.5)
        #expect(palette.danger.ink.contrast(with: palette.surface) >= 4.5)
        for ground in grounds {
            #expect(palette.frame.contrast(with: ground) >= 3)
            #expect(palette.focus.contrast(with: ground) >= 3)
        }
    }
}
