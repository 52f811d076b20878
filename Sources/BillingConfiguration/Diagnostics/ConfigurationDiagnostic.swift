/// One thing that is wrong with a configuration, and where.
package struct ConfigurationDiagnostic: Hashable, Sendable {
    package let code: DiagnosticCode
    package let severity: Severity
    /// One clause, such as ``unknown key `retrun_urls` ``.
    ///
    /// Neither it nor any other text here has a secret in it, or the value of an environment variable.
    package let message: String
    /// The file as the operator named it.
    package let file: String
    /// From 1.
    ///
    /// Nil for a file that could not be read at all.
    package let line: Int?
    /// In characters, from 1.
    package let column: Int?
    /// In characters, at least 1.
    package let length: Int
    /// A few words at the place itself.
    package let label: String?
    /// What to do about it.
    package let help: String?
    /// The line, fit for a terminal.
    let excerpt: Excerpt?

    package enum Severity: String, Sendable {
        case error, warning
    }

    /// Such as `providers.yaml:31:5`.
    package var place: String { file + (line.map { ":\($0)" } ?? "") + (column.map { ":\($0)" } ?? "") }
}

/// What a command reports: all that is wrong, at once.
package struct ConfigurationErrors: Error, Sendable {
    package let diagnostics: [ConfigurationDiagnostic]
}
