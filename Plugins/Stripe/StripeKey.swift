import BillingCore

/// What a key's prefix says of it.
enum StripeKey {
    /// Why a text is no key for the gateway.
    struct Problem: Error {
        let message: String
        let help: String
    }

    private static let modes: [(prefix: String, mode: ProviderMode)] = [
        ("sk_live_", .live), ("rk_live_", .live), ("sk_test_", .test), ("rk_test_", .test),
    ]

    static func mode(of key: Secret) -> Result<ProviderMode, Problem> {
        let text = key.reveal()
        guard text.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }) else {
            return .failure(
                Problem(
                    message: "the API key has characters that no key has",
                    help: "look for spaces, quotes or line breaks around it"
                )
            )
        }
        if text.hasPrefix("pk_") {
            return .failure(
                Problem(
                    message: "the API key is a publishable key, which cannot read subscriptions",
                    help: "use the secret key or a restricted key of the account"
                )
            )
        }
        guard let known = modes.first(where: { text.hasPrefix($0.prefix) && text.utf8.count > $0.prefix.utf8.count })
        else {
            return .failure(
                Problem(
                    message: "the value is not a secret or restricted key of Stripe",
                    help: "such a key starts with sk_live_, rk_live_, sk_test_ or rk_test_"
                )
            )
        }
        return .success(known.mode)
    }
}
