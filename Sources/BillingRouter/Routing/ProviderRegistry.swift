package import BillingCore

/// The kinds of provider that this program has: handed over where it is put together, never a global.
package struct ProviderRegistry: Sendable {
    /// In the order given.
    package let factories: [ProviderFactory]

    package init(_ factories: [ProviderFactory]) { self.factories = factories }

    package subscript(kind: String) -> ProviderFactory? { factories.first { $0.kind.rawValue == kind } }
}
