/// Lengths of time for people: `32 days`, `1 hour 5 minutes`.
enum DurationText {
    private static let units = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)]

    /// The two largest units that it has.
    static func text(seconds: Int) -> String {
        var rest = abs(seconds)
        var parts: [String] = []
        for (name, length) in units where rest >= length && parts.count < 2 {
            parts.append("\(rest / length) \(name)\(rest / length == 1 ? "" : "s")")
            rest %= length
        }
        return parts.isEmpty ? "0 seconds" : parts.joined(separator: " ")
    }
}
