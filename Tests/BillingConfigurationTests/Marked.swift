import Testing

/// A text in which `§…§` marks the place that a diagnostic is to be at.
struct Marked: CustomTestStringConvertible, Sendable {
    let text: String
    let line: Int
    let column: Int
    let length: Int

    init(_ marked: String) {
        let parts = marked.split(separator: "§", omittingEmptySubsequences: false).map(String.init)
        text = parts.joined()
        let before = parts[0].split(separator: "\n", omittingEmptySubsequences: false)
        line = before.count
        column = (before.last?.unicodeScalars.count ?? 0) + 1
        length = parts.count > 1 ? parts[1].unicodeScalars.count : 1
    }

    var testDescription: String { text }
}
