/// The style sheets.
enum PageStyles {
    /// What all pages look like.
    static let sheet = tokens(PagePalette.light.properties, PagePalette.dark.properties) + layout + components + forms

    /// A digest of all that the sheets are made of, for their addresses: 16 hexadecimal digits (FNV-1a).
    static let version: String = {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in sheet.utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }()

    /// Comes after the other and sets the colour of buttons and links.
    static func accentSheet(_ colour: PageColour) -> String {
        tokens(
            PagePalette.light.accented(colour).accentProperties,
            PagePalette.dark.accented(colour).accentProperties
        )
    }

    private static func tokens(
        _ light: [(name: String, colour: PageColour)],
        _ dark: [(name: String, colour: PageColour)]
    ) -> String {
        func properties(_ list: [(name: String, colour: PageColour)]) -> String {
            list.map { "--\($0.name):\($0.colour.css);" }.joined()
        }
        return """
            :root{\(properties(light))}
            @media (prefers-color-scheme:dark){:root{\(properties(dark))}}

            """
    }
}
