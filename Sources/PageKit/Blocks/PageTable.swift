/// Rows and columns.
///
/// On narrow screens each row becomes a block of names and values. The first cell of a row is its heading.
public struct PageTable: Sendable {
    /// What the table shows.
    ///
    /// It is read out first, and seen unless ``isCaptionHidden``.
    public var caption: String

    /// Whether only those who hear the page get the caption, where a heading says the same.
    public var isCaptionHidden: Bool

    /// The headings of the columns, from left to right.
    public var columns: [Column]

    /// The rows, from top to bottom.
    public var rows: [Row]

    /// A column.
    public struct Column: Sendable {
        /// Its heading.
        public var title: String

        /// Whether its values are numbers, which are aligned at their end.
        public var isNumeric: Bool

        /// A column.
        public init(_ title: String, isNumeric: Bool = false) {
            self.title = title
            self.isNumeric = isNumeric
        }
    }

    /// A row.
    public struct Row: Sendable {
        /// As many values as there are columns.
        public var cells: [PageText]

        /// What can be done with the row: a last column, where any row has some.
        public var actions: [PageAction]

        /// Whether it is the sum of the others.
        public var isTotal: Bool

        /// A row.
        public init(_ cells: [PageText], actions: [PageAction] = [], isTotal: Bool = false) {
            self.cells = cells
            self.actions = actions
            self.isTotal = isTotal
        }
    }

    /// A table.
    public init(caption: String, isCaptionHidden: Bool = false, columns: [Column], rows: [Row]) {
        self.caption = caption
        self.isCaptionHidden = isCaptionHidden
        self.columns = columns
        self.rows = rows
    }

    var node: TemplateNode {
        let hasActions = rows.contains { !$0.actions.isEmpty }
        return TemplateNode(
            "table",
            [
                "caption": caption,
                "isCaptionHidden": isCaptionHidden,
                "columns": columns.map {
                    TemplateNode("column", ["title": $0.title, "isNumeric": $0.isNumeric])
                },
                "hasActions": hasActions,
                "rows": rows.map { row in
                    TemplateNode(
                        "row",
                        [
                            "isTotal": row.isTotal,
                            "cells": zip(columns, row.cells).enumerated().map { index, pair in
                                TemplateNode(
                                    index == 0 ? "row-heading" : "cell",
                                    [
                                        "title": pair.0.title, "isNumeric": pair.0.isNumeric,
                                        "text": pair.1.nodes,
                                    ]
                                )
                            },
                            "hasActions": hasActions,
                            "actions": row.actions.map(\.node),
                        ]
                    )
                },
            ]
        )
    }
}
