/// The colours of one scheme.
struct PagePalette: Sendable {
    /// Behind everything, behind cards, and behind what the pointer is on.
    var page: PageColour
    var surface: PageColour
    var hover: PageColour
    var text: PageColour
    var muted: PageColour
    /// Between things, and around what can be filled in or pressed.
    var line: PageColour
    var frame: PageColour
    /// The colour of buttons and links, what is written on it, and the button under the pointer.
    var accent: PageColour
    var onAccent: PageColour
    var accentHover: PageColour
    /// Around what has the focus.
    var focus: PageColour
    var info: Tone
    var success: Tone
    var warning: Tone
    var danger: Tone

    /// What is drawn and written in a tone, and the ground for it.
    struct Tone: Sendable {
        var ink: PageColour
        var ground: PageColour
    }

    static let light = PagePalette(
        page: PageColour(0xF5_F6F8),
        surface: PageColour(0xFF_FFFF),
        hover: PageColour(0xED_F0F4),
        text: PageColour(0x1A_1F28),
        muted: PageColour(0x52_5C6B),
        line: PageColour(0xDC_E0E6),
        frame: PageColour(0x77_8190),
        accent: PageColour(0x24_56C7),
        onAccent: .white,
        accentHover: PageColour(0x1B_45A3),
        focus: PageColour(0x0B_3D91),
        info: Tone(ink: PageColour(0x1C_4E8C), ground: PageColour(0xEA_F2FC)),
        success: Tone(ink: PageColour(0x14_603A), ground: PageColour(0xE7_F6ED)),
        warning: Tone(ink: PageColour(0x7A_4A00), ground: PageColour(0xFD_F3DC)),
        danger: Tone(ink: PageColour(0xA8_1D1D), ground: PageColour(0xFD_ECEB))
    )

    static let dark = PagePalette(
        page: PageColour(0x12_151A),
        surface: PageColour(0x1B_1F26),
        hover: PageColour(0x27_2D36),
        text: PageColour(0xE9_ECF1),
        muted: PageColour(0xA8_B1BF),
        line: PageColour(0x33_3A45),
        frame: PageColour(0x83_8D9C),
        accent: PageColour(0x9C_B8FF),
        onAccent: PageColour(0x0B_1733),
        accentHover: PageColour(0xBD_D0FF),
        focus: PageColour(0xC9_D9FF),
        info: Tone(ink: PageColour(0xA9_CDFB), ground: PageColour(0x16_2A42)),
        success: Tone(ink: PageColour(0x8F_DDB0), ground: PageColour(0x12_3021)),
        warning: Tone(ink: PageColour(0xF3_CE85), ground: PageColour(0x38_2A0C)),
        danger: Tone(ink: PageColour(0xFF_B3AC), ground: PageColour(0x43_1917))
    )

    /// The same with another colour for buttons and links, as near to the wanted one as can be read.
    func accented(_ wanted: PageColour) -> PagePalette {
        var palette = self
        let end = text.opposite == .white ? PageColour.black : .white
        palette.accent = wanted.readable(on: [page, surface, hover], towards: end)
        palette.onAccent = palette.accent.opposite
        palette.accentHover = palette.accent.mixed(with: end, share: 0.2)
        if palette.onAccent.contrast(with: palette.accentHover) < 4.5 { palette.accentHover = palette.accent }
        return palette
    }

    /// As custom properties, by which the style sheet names them.
    var properties: [(name: String, colour: PageColour)] {
        accentProperties + [
            ("page", page), ("surface", surface), ("hover", hover), ("text", text), ("muted", muted), ("line", line),
            ("frame", frame), ("focus", focus), ("info", info.ink), ("info-ground", info.ground),
            ("success", success.ink), ("success-ground", success.ground), ("warning", warning.ink),
            ("warning-ground", warning.ground), ("danger", danger.ink), ("danger-ground", danger.ground),
        ]
    }

    var accentProperties: [(name: String, colour: PageColour)] {
        [("accent", accent), ("on-accent", onAccent), ("accent-hover", accentHover)]
    }
}
