import BillingCore
import BillingHTTP

/// A Stripe instance's settings, checked.
struct StripeSettings: Sendable {
    /// The API version that the requests ask for, so that a newer default of the account changes nothing here.
    static let defaultAPIVersion = "2026-10-28.endive"
    /// Stripe's API: a live key is sent nowhere else.
    static let defaultBaseURL = "https://api.stripe.com"
    /// Where Stripe's own portal is.
    static let portalHost = "billing.stripe.com"

    let mode: ProviderMode
    let apiKey: Secret
    /// A connected account, on whose behalf everything is asked.
    let account: String?
    let apiVersion: String
    /// The limit of one attempt; nil for each method's own.
    let timeout: Duration?
    let baseURL: WebURL
    let portalConfiguration: String?
    /// Where portal URLs may lead.
    ///
    /// Empty: anywhere on https, because Stripe serves custom portal domains too.
    let portalHosts: [String]
    let connection: ConnectionSettings

    /// Reads settings in the right shape.
    ///
    /// - Throws: the first of ``problems(in:_:)``, or that there is no key.
    init(_ settings: ProviderSettings, _ context: ProviderContext) throws(SettingsProblem) {
        if let problem = StripeSettings.problems(in: settings, context).first { throw problem }
        guard let apiKey = settings.secret("api_key"), case .success(let keyMode) = StripeKey.mode(of: apiKey) else {
            throw SettingsProblem(["api_key"], "an API key is needed")
        }
        let base = settings.text("base_url") ?? StripeSettings.defaultBaseURL
        guard let baseURL = try? WebURL(base) else { throw SettingsProblem(["base_url"], "it is not a URL") }
        mode = keyMode
        self.apiKey = apiKey
        account = settings.text("account")
        apiVersion = settings.text("api_version") ?? StripeSettings.defaultAPIVersion
        timeout = settings.duration("timeout")
        self.baseURL = baseURL
        portalConfiguration = settings.text("portal", "configuration")
        portalHosts = settings.list("portal", "hosts").compactMap(\.text)
        connection = ConnectionSettings(caFile: settings.text("ca_file"), proxy: settings.text("proxy"))
    }

    /// The keys of a Stripe instance in `providers.yaml`.
    static let schema: [Setting] = [
        Setting(
            "mode",
            .choice(ProviderMode.allCases.map(\.rawValue)),
            "Whether real money moves; checked against the key. Without it the key decides."
        ),
        Setting("api_key", .secret, required: true, "A secret or restricted key of the account."),
        Setting("webhook_secret", .secret, reserved: true, "The signing secret of the webhook endpoint."),
        Setting(
            "account",
            shape("acct_", meaning: "a connected account, such as acct_1Abc"),
            "A connected account that the key's platform acts for."
        ),
        Setting(
            "api_version",
            .pattern(
                #"^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$"#,
                meaning: "an API version, such as \(defaultAPIVersion)",
                matches: isAPIVersion
            ),
            "The API version to ask for. Default: \(defaultAPIVersion), which this release is tested with."
        ),
        Setting(
            "timeout",
            .duration(.milliseconds(100)...(.seconds(60))),
            "The limit of one attempt. Default: 4s to read, 8s to open the portal."
        ),
        Setting("base_url", .url, "Another address of the API: https, or http on loopback outside production."),
        Setting(
            "portal",
            .group([
                Setting(
                    "configuration",
                    shape("bpc_", meaning: "a portal configuration, such as bpc_1Mr"),
                    "The portal configuration to use. Default: the account's default configuration."
                ),
                Setting(
                    "hosts",
                    .list(
                        .pattern(
                            #"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"#,
                            meaning: "a host name in lower case, such as billing.acme.example",
                            matches: WebURL.isHostName
                        )
                    ),
                    "Hosts that portal URLs may have beside Stripe's own; where it is set, all others are refused."
                ),
            ]),
            "The customer portal."
        ),
        Setting("ca_file", .path, "A PEM file of certificate authorities to trust in place of the system's."),
        Setting("proxy", .url, "A proxy to reach Stripe through, such as http://proxy:3128."),
    ]

    private static func shape(_ prefix: String, meaning: String) -> SettingType {
        .pattern("^\(prefix)[A-Za-z0-9]+$", meaning: meaning) { text in
            text.hasPrefix(prefix) && text.utf8.count > prefix.utf8.count
                && text.dropFirst(prefix.count).utf8.allSatisfy(\.isASCIIAlphanumeric)
        }
    }

    private static func isAPIVersion(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let date = parts.first, RFC3339.date(from: "\(date)T00:00:00Z") != nil, parts.count <= 2 else {
            return false
        }
        return parts.count == 1
            || !parts[1].isEmpty && parts[1].utf8.allSatisfy((UInt8(ascii: "a")...UInt8(ascii: "z")).contains)
    }
}

extension UInt8 {
    var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
