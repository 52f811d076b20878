#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A colour of the sRGB space, such as `#2456c7`.
public struct PageColour: Hashable, Sendable {
    private let red: UInt8
    private let green: UInt8
    private let blue: UInt8

    /// Reads `#` and six hexadecimal digits; nil for anything else.
    public init?(_ text: String) {
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6, digits.allSatisfy(PageColour.isHexDigit),
            let number = Int(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(number)
    }

    init(_ number: Int) {
        red = UInt8(truncatingIfNeeded: number >> 16)
        green = UInt8(truncatingIfNeeded: number >> 8)
        blue = UInt8(truncatingIfNeeded: number)
    }

    static let black = PageColour(0x00_0000)
    static let white = PageColour(0xFF_FFFF)

    /// How well one can be read on the other, from 1 to 21, as WCAG 2.2 counts it.
    ///
    /// Text wants 4.5, what is drawn wants 3.
    public func contrast(with other: PageColour) -> Double {
        let (lighter, darker) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (lighter + 0.05) / (darker + 0.05)
    }

    /// Six lower-case hexadecimal digits.
    var digits: String {
        [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// As style sheets write it.
    var css: String { "#" + digits }

    /// The colour itself, or the nearest one on the way to black or white that can be read on all of some grounds.
    func readable(on grounds: [PageColour], towards end: PageColour) -> PageColour {
        (0...20).lazy.map { self.mixed(with: end, share: Double($0) / 20) }
            .first { colour in grounds.allSatisfy { colour.contrast(with: $0) >= 4.5 } } ?? end
    }

    /// Black or white, whichever can be read better on it.
    var opposite: PageColour {
        contrast(with: .white) >= contrast(with: .black) ? .white : .black
    }

    func mixed(with other: PageColour, share: Double) -> PageColour {
        func mix(_ one: UInt8, _ two: UInt8) -> Int { Int((Double(one) * (1 - share) + Double(two) * share).rounded()) }
        return PageColour(mix(red, other.red) << 16 | mix(green, other.green) << 8 | mix(blue, other.blue))
    }

    private var luminance: Double {
        func linear(_ part: UInt8) -> Double {
            let share = Double(part) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
