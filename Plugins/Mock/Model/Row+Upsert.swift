import GRDB

extension Row {
    /// Inserts a row, or replaces the values of the one with its key, which is the first column.
    ///
    /// An `INSERT OR REPLACE` would delete the old row, and with it all that refers to it.
    static func upsert(
        _ values: KeyValuePairs<String, (any DatabaseValueConvertible)?>,
        into table: String,
        _ db: Database
    ) throws {
        let names = values.map(\.key)
        let marks = names.map { _ in "?" }
        let updates = names.dropFirst().map { "\($0) = excluded.\($0)" }
        let sql = """
            INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(marks.joined(separator: ", ")))
            ON CONFLICT (\(names[0])) DO UPDATE SET \(updates.joined(separator: ", "))
            """
        try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(values.map(\.value)))
    }
}
