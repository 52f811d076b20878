import BillingCore
import BillingHTTP
import FoundationEssentials

/// Stripe Billing and its customer portal.
struct StripeProvider: BillingProvider {
    let capabilities: ProviderCapabilities
    let settings: StripeSettings
    let api: StripeAPI

    init(settings: StripeSettings, transport: any HTTPTransport, clock: any WallClock) {
        self.settings = settings
        api = StripeAPI(settings: settings, transport: transport, clock: clock)
        let ownOrigins = settings.portalHosts.map { "https://\($0)" }.filter {
            $0 != "https://" + StripeSettings.portalHost
        }
        capabilities = ProviderCapabilities(
            portal: ProviderCapabilities.Portal(
                flows: Set(PortalFlow.allCases),
                honoursReturnURL: true,
                origins: ["https://" + StripeSettings.portalHost] + ownOrigins
                    // A stand-in on this machine serves its own portal.
                    + (settings.baseURL.isLoopback ? [settings.baseURL.origin] : [])
            )
        )
    }

    func checkCancellation(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> Cancellation {
        Cancellation(derivedFrom: try await fetchSubscription(customer, context))
    }

    /// Stripe marks each object with the mode it belongs to; one of the other mode is a mistake in somebody's settings.
    func checkMode<Object>(_ livemode: Bool?, _ answer: StripeAnswer<Object>) throws(BillingError) {
        guard let livemode, livemode != (settings.mode == .live) else { return }
        let other = livemode ? "live" : "test"
        throw answer.error(
            .providerMisconfigured,
            "Stripe answered in \(other) mode to a \(settings.mode.rawValue) key"
        )
    }
}
