#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A colour of a page, written as `#rgb` or `#rrggbb`.
struct Colour {
    private let components: [Double]
    /// `#` and six digits.
    let hexadecimal: String

    init?(_ text: String) {
        var digits = Array(text.utf8.dropFirst())
        guard text.hasPrefix("#"), digits.count == 3 || digits.count == 6, digits.allSatisfy(\.isHexDigit) else {
            return nil
        }
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        hexadecimal = "#" + String(decoding: digits, as: UTF8.self).lowercased()
        components = stride(from: 0, to: 6, by: 2).compactMap { index in
            Int(String(decoding: digits[index..<(index + 2)], as: UTF8.self), radix: 16).map { Double($0) / 255 }
        }
    }

    /// The contrast with white, from 1 to 21, as the Web Content Accessibility Guidelines define it.
    var contrastWithWhite: Double {
        let linear = components.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
        let luminance = zip(linear, [0.2126, 0.7152, 0.0722]).reduce(0) { $0 + $1.0 * $1.1 }
        return 1.05 / (luminance + 0.05)
    }
}
