extension DiagnosticCode {
    /// For `tollgate explain TG2003`.
    package struct Explanation: Sendable {
        /// A few words.
        package let title: String
        /// What it means, and what to do.
        package let meaning: String
        /// A piece of a file that draws it.
        package let wrong: String
        /// The same as it should be.
        package let right: String
    }

    package var explanation: Explanation { Explanation(title: "", meaning: "", wrong: "", right: "") }
}
