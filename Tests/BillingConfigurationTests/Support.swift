import BillingCore
import BillingRouter
import Testing

@testable import BillingConfiguration

/// Providers that are none: they have the settings of real ones and rules on them, and nothing behind.
enum FakeProviders {
    static let registry = ProviderRegistry([stripe, mock])

    static let stripe = ProviderFactory(
        kind: kind("stripe"),
        summary: "Stripe",
        settings: [
            Setting("mode", .choice(["live", "test"]), "Whether real money moves."),
            Setting("api_key", .secret, required: true, "A secret or restricted key."),
            Setting("webhook_secret", .secret, reserved: true, "What webhooks are signed with."),
            Setting("account", .text, "A connected account."),
            Setting("api_version", .text, "The version of the API."),
            Setting("timeout", .duration(.milliseconds(100) ... .seconds(60)), "For one attempt."),
            Setting("base_url", .url, "Another host for the same API."),
            Setting(
                "portal",
                .group([
                    Setting("configuration", .text, "A configuration of the portal."),
                    Setting("hosts", .list(.text), "Further hosts of the portal."),
                ]),
                "The customer portal."
            ),
            Setting("ca_file", .path, "Further certificates."),
            Setting("proxy", .text, "A proxy."),
        ],
        check: { settings, _ in
            var problems: [SettingsProblem] = []
            if let key = settings.secret("api_key")?.reveal(), let mode = settings.text("mode"),
                !key.contains("_\(mode)_")
            {
                problems.append(SettingsProblem(["mode"], "the mode is `\(mode)`, but the API key is of the other"))
            }
            if let url = settings.text("base_url"), url.hasPrefix("http://") {
                problems.append(SettingsProblem(["base_url"], "`\(url)` is not `https`", help: "use `https`"))
            }
            for (index, host) in settings.list("portal", "hosts").enumerated() where host.text?.contains("/") == true {
                problems.append(SettingsProblem(["portal", "hosts", String(index)], "a host name is needed"))
            }
            return problems
        },
        make: { settings, _ throws(SettingsProblem) in
            guard settings.secret("api_key") != nil else { throw SettingsProblem(["api_key"], "an API key is needed") }
            return BuiltProvider(provider: FakeProvider(settings: settings), mode: .test)
        }
    )

    static let mock = ProviderFactory(
        kind: kind("mock"),
        summary: "A provider in this process",
        settings: [
            Setting("state", .path, "Where its state is kept."),
            Setting("catalogue", .map(.map(.text)), "Its own prices."),
        ],
        environments: [.development, .staging],
        make: { settings, _ throws(SettingsProblem) in
            BuiltProvider(provider: FakeProvider(settings: settings), mode: .test)
        }
    )

    private static func kind(_ text: String) -> ProviderKind {
        do { return try ProviderKind(text) } catch { fatalError(error.reason) }
    }
}

/// Answers nothing; it is there to be routed to.
struct FakeProvider: BillingProvider {
    let settings: ProviderSettings

    var capabilities: ProviderCapabilities { ProviderCapabilities(portal: nil) }

    func createPortalSession(
        _ request: PortalSessionRequest,
        _ context: CallContext
    ) async throws(BillingError) -> PortalSession { throw BillingError(.portalUnavailable, "none") }

    func fetchSubscription(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> SubscriptionSnapshot { throw BillingError(.customerNotFound, "none") }

    func checkCancellation(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> Cancellation { throw BillingError(.customerNotFound, "none") }
}

func load(
    _ text: String,
    environment: [String: String] = [:],
    secrets: SecretScope = .none
) -> LoadedConfiguration {
    ConfigurationLoader(registry: FakeProviders.registry, environment: environment)
        .load(.bytes(Array(text.utf8), name: "providers.yaml"), secrets: secrets)
}

/// The files at the project's top.
enum Project {
    static let directory = String(#filePath.split(separator: "Tests/BillingConfigurationTests")[0])

    static func file(_ name: String) throws -> String {
        String(decoding: try FileContent(path: directory + name, maximumSize: 1 << 20).bytes, as: UTF8.self)
    }
}
