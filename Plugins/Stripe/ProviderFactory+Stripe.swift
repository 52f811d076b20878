public import BillingCore
public import BillingHTTP

extension ProviderFactory {
    /// Stripe Billing, with the hosted customer portal.
    public static func stripe(transport: any HTTPTransport) -> ProviderFactory {
        guard let kind = try? ProviderKind("stripe") else { preconditionFailure("`stripe` is a provider kind") }
        return ProviderFactory(
            kind: kind,
            summary: "Stripe Billing and its customer portal",
            settings: StripeSettings.schema,
            check: StripeSettings.problems,
            make: { (settings, context) throws(SettingsProblem) in
                let settings = try StripeSettings(settings, context)
                return BuiltProvider(
                    provider: StripeProvider(settings: settings, transport: transport, clock: context.clock),
                    mode: settings.mode
                )
            }
        )
    }
}
