package import BillingCore

/// A configured provider, built.
package struct ProviderInstance: Sendable {
    package let id: ProviderID
    package let kind: ProviderKind
    package let mode: ProviderMode
    package let provider: any BillingProvider
    /// Opaque here; the server finds the ones it knows.
    package let extensions: [any Sendable]

    package init(id: ProviderID, kind: ProviderKind, built: BuiltProvider) {
        self.id = id
        self.kind = kind
        mode = built.mode
        provider = built.provider
        extensions = built.extensions
    }

    /// Where the gateway serves the pages that the provider hosts itself.
    package var mountPath: String { "/providers/\(id)" }

    package var document: ProviderDocument { ProviderDocument(id: id, kind: kind, mode: mode) }
}
