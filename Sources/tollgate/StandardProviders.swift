import BillingHTTP
import BillingRouter
import CurlTransport
import MockProvider
import StripeProvider

/// The providers of this program. A new one is one line here, and a target in Package.swift.
enum StandardProviders {
    static func registry(transport: any HTTPTransport) -> ProviderRegistry {
        ProviderRegistry([
            .stripe(transport: transport),
            .mock(),
        ])
    }
}
