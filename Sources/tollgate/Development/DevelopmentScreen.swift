import BillingServer

/// What somebody needs who has just started `tollgate dev`, within 80 columns.
struct DevelopmentScreen {
    /// Where things are: the first is the one to open.
    var links: [(name: String, url: String)] = []
    /// What else there is to know, such as the key.
    var facts: [(name: String, value: String)] = []
    var customers: (tenant: String, notes: [String])?
    /// Commands to go on with.
    var commands: [String] = []
    var hasMock = false
    /// Such as `with providers.yaml`.
    var configuration = ""

    private static let width = 76

    func text(_ console: Console) -> String {
        var parts: [String] = []
        if hasMock { parts.append(console.notable(DevelopmentScreen.box("mock provider, no real money"))) }
        let name = console.emphasised("Tollgate \(Version.number)", in: .messages)
        parts.append("\(name) for development, \(configuration.printable)\n")
        let rows = links.map { ($0.name, $0.url) } + facts.map { ($0.name, $0.value) }
        let widest = rows.map(\.0.count).max() ?? 0
        for (name, value) in rows {
            let label = name + String(repeating: " ", count: widest - name.count)
            parts.append("  \(console.subdued(label))  \(value.printable)")
        }
        if let customers, !customers.notes.isEmpty {
            parts.append("\n\(console.emphasised("Customers of \(customers.tenant.printable)", in: .messages))")
            parts += DevelopmentScreen.lines(customers.notes)
        }
        if !commands.isEmpty {
            parts.append("\n\(console.emphasised("Try, in another terminal", in: .messages))")
            parts += commands.map { "  " + $0.printable }
        }
        return parts.joined(separator: "\n") + "\n"
    }

    private static func box(_ text: String) -> String {
        let line = String(repeating: "─", count: text.count + 4)
        return "┌\(line)┐\n│  \(text)  │\n└\(line)┘"
    }

    /// As many on a line as fit.
    private static func lines(_ texts: [String]) -> [String] {
        var lines: [String] = []
        for text in texts {
            if let last = lines.last, last.count + 3 + text.count <= width {
                lines[lines.count - 1] = "\(last) · \(text)"
            } else {
                lines.append("  " + text)
            }
        }
        return lines
    }
}
