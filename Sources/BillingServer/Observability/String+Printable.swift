extension String {
    /// The text without anything that a terminal obeys or hides: escapes, line ends, changes of direction.
    ///
    /// For what is not our own: names of a configuration, words of a provider or of a gateway. A JSON document needs
    /// it not.
    package var printable: String {
        String(UnicodeScalarView(unicodeScalars.map { $0.isPrintable ? $0 : "\u{FFFD}" }))
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
