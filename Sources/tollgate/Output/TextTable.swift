import BillingServer

/// Columns of text, as wide as they need to be.
struct TextTable {
    private var rows: [[String]]

    init(heading: [String]) { rows = [heading] }

    /// Rows without a heading: names and values.
    init() { rows = [] }

    /// Whatever the cells hold, they are printable and stay on their line.
    mutating func add(_ row: [String]) { rows.append(row.map(\.printable)) }

    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
            }
            .joined()
        }
        .joined(separator: "\n")
    }
}
