import BillingCore

/// Fetches the secrets that a file refers to, and reports those that are not there.
struct SecretReader {
    let interpolation: Interpolation
    let resolver: SecretResolver
    let report: DiagnosticCollector

    /// The secret behind a reference.
    ///
    /// Nil where there is none, which is reported.
    ///
    /// - Parameter isPrivate: whether a file that others may read is refused.
    func secret(_ node: YAMLNode, isPrivate: Bool = true) -> Secret? {
        guard let reference = SecretReference(node, interpolation), let value = node[reference.place.rawValue] else {
            return nil
        }
        do {
            return try resolver.resolve(
                reference,
                written: value.text,
                directory: node.document.source.directory,
                isPrivate: isPrivate
            )
        } catch {
            report.error(error.code, error.message, at: value.range, help: error.help)
            return nil
        }
    }
}
