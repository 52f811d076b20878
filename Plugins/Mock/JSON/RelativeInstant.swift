import FoundationEssentials

/// Instants relative to another one: `-10d`, `+9d`, `-1mo3d`, `+12h30m`.
enum RelativeInstant {
    private static let units = ["mo", "d", "h", "m", "s"]

    /// Nil for what is no such text.
    static func date(_ text: String, from reference: Date) -> Date? {
        guard text.utf8.count <= 32, let first = text.first, first == "-" || first == "+" else { return nil }
        let sign = first == "-" ? -1 : 1
        var rest = text.dropFirst()
        var amounts: [String: Int] = [:]
        for unit in units {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let name = rest[digits.endIndex...].prefix { $0.isLetter }
            guard !digits.isEmpty, name == unit else { continue }
            guard digits.count <= 5, let amount = Int(digits) else { return nil }
            amounts[unit] = sign * amount
            rest = rest[name.endIndex...]
        }
        guard rest.isEmpty, !amounts.isEmpty else { return nil }
        let seconds = (amounts["h"] ?? 0) * 3600 + (amounts["m"] ?? 0) * 60 + (amounts["s"] ?? 0)
        // Months last, so that `-1mo3d` is a month before the day that was three days ago.
        return reference.addingTimeInterval(Double(seconds)).addingDays(amounts["d"] ?? 0)
            .addingMonths(amounts["mo"] ?? 0)
    }
}

extension JSONFieldsInput {
    /// What can be told apart from a mistake in typing: the years 1970 to 2299.
    private static let range = Date(stored: 0)..<Date(stored: 10_413_792_000)

    /// An instant, or how far it is from another one.
    func instant(_ name: String, relativeTo reference: Date) throws -> Date? {
        var date = try text(name).flatMap { RelativeInstant.date($0, from: reference) }
        if date == nil { date = try instant(name) }
        if let date, !JSONFieldsInput.range.contains(date) {
            throw problem(name, "`\(name)` lies between the years 1970 and 2299.")
        }
        return date
    }
}
