/// How the text of a scalar becomes a value.
enum ScalarRules {
    static func flag(_ text: String) -> Bool? {
        switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }

    static func integer(_ text: String) -> Int? {
        guard text.utf8.first?.isDigit == true || text.utf8.first == UInt8(ascii: "-") else { return nil }
        return Int(text)
    }

    /// Digits, and perhaps a point and more digits.
    static func isDecimal(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
    }

    /// The amount in minor units.
    ///
    /// Nil when it does not fit, be it into the currency's decimal places or into a number.
    static func minorUnits(_ text: String, exponent: Int) -> Int? {
        guard isDecimal(text), !text.hasPrefix("-") else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        var fraction = parts.count == 2 ? parts[1] : ""
        while fraction.utf8.count > exponent, fraction.hasSuffix("0") { fraction = fraction.dropLast() }
        guard fraction.utf8.count <= exponent else { return nil }
        return Int(parts[0] + fraction + String(repeating: "0", count: exponent - fraction.utf8.count))
    }

    private static let units: [(suffix: String, milliseconds: Int)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// Such as `500ms`, `60s`, `10m`, `24h`, `7d`.
    static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isWholeNumber }
        guard let number = Int(digits), let unit = units.first(where: { $0.suffix == text[digits.endIndex...] }) else {
            return nil
        }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        return overflow ? nil : .milliseconds(milliseconds)
    }

    /// In the largest unit that has no fraction.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        if milliseconds == 0 { return "0s" }
        let unit = units.last { milliseconds % $0.milliseconds == 0 }
        return unit.map { "\(milliseconds / $0.milliseconds)\($0.suffix)" } ?? "\(milliseconds)ms"
    }
}

extension Duration {
    /// Reads a duration as the configuration has them: `500ms`, `60s`, `10m`, `24h`, `7d`.
    ///
    /// Nil for anything else.
    package init?(setting text: String) {
        guard let duration = ScalarRules.duration(text) else { return nil }
        self = duration
    }
}
