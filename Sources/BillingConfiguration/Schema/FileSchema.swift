import BillingCore
import BillingRouter

/// The table of all keys of `providers.yaml`: what the validator checks and what the JSON Schema says.
struct FileSchema: Sendable {
    let registry: ProviderRegistry
    /// The main file.
    let file: Group
    /// A file that the main one includes.
    let included: Group
    /// By kind.
    let providers: [String: Group]

    init(registry: ProviderRegistry) {
        self.registry = registry
        let tenant = FileSchema.tenant()
        file = Group("this file", FileSchema.top(tenant: tenant))
        included = Group("an included file", [FileSchema.tenants(tenant)])
        providers = Dictionary(
            registry.factories.map { factory in
                let own = factory.settings.filter { setting in !FileSchema.entry.contains { $0.name == setting.name } }
                let noun = "a provider of kind `\(factory.kind)`"
                return (factory.kind.rawValue, Group(noun, FileSchema.entry + own.map(Key.init)))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// What every provider's entry has.
    static let entry = [
        Key("kind", .text, required: true, "Which sort of provider it is."),
        Key(
            "allow_in",
            .list(.choice(DeploymentEnvironment.allCases.map(\.rawValue))),
            "The environments in which it may run."
        ),
    ]

    // MARK: -

    private static func top(tenant: Group) -> [Key] {
        [
            Key("version", .integer(1...1), required: true, "The version of this format."),
            Key(
                "environment",
                .choice(DeploymentEnvironment.allCases.map(\.rawValue)),
                "What the gateway is run for; `production`, the strictest, unless set."
            ),
            Key("server", .group(server), "Where the gateway listens and is reached."),
            Key("include", .list(.path), "Files with further tenants; `*` and `?` stand for what varies."),
            Key("defaults", .group(defaults(tenant)), "Merged into every tenant: maps merge, lists replace."),
            Key("providers", .map(.provider, keys: .identifier), "The instances of providers, by a name of your own."),
            Key("plans", plans(isOverride: false), "What customers choose from."),
            Key("price_map", priceMap, "By instance: your price keys and the provider's own prices."),
            tenants(tenant),
        ]
    }

    private static func tenants(_ tenant: Group) -> Key {
        Key("tenants", .map(.group(tenant), keys: .identifier), "Who is billed through this gateway.")
    }

    private static var server: Group {
        Group(
            "`server`",
            [
                Key("public_url", .webURL, "Where browsers reach the gateway; derived from `listen` unless set."),
                Key("listen", listen, "Host and port of the API and the pages."),
                Key(
                    "admin",
                    .group(
                        Group(
                            "`admin`",
                            [
                                Key(
                                    "listen",
                                    listen,
                                    "Host and port for operators: this machine's own addresses only."
                                ),
                                Key(
                                    "token",
                                    .secret,
                                    reserved: true,
                                    "What operators from elsewhere authenticate with."
                                ),
                            ]
                        )
                    ),
                    "The listener for operators."
                ),
                Key(
                    "trusted_proxies",
                    .list(
                        .pattern(
                            "^[0-9a-fA-F.:]+(/[0-9]{1,3})?$",
                            meaning: "an address or a network such as `10.0.0.0/8`",
                            matches: { NetworkAddress.isNetwork($0) }
                        )
                    ),
                    reserved: true,
                    "Whose `Forwarded` fields are believed."
                ),
            ]
        )
    }

    private static var listen: SettingType {
        .pattern(
            "^(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5}$",
            meaning: "a host and a port such as `127.0.0.1:8080`",
            matches: { ListenAddress($0) != nil }
        )
    }

    // MARK: Tenants

    /// What belongs to one tenant alone is no default.
    private static func defaults(_ tenant: Group) -> Group {
        Group(
            "`defaults`",
            tenant.keys.compactMap { key in
                switch key.name {
                case "name", "customers", "plans", "price_map": nil
                case "auth": Key("auth", .group(Group("`auth`", authentication)), key.summary)
                default: key
                }
            }
        )
    }

    private static func tenant() -> Group {
        Group(
            "a tenant",
            [
                Key("name", .text, "What people call it; its id unless set."),
                Key("provider", .text, "The instance that serves it."),
                Key("app_url", .webURL, "The tenant's application."),
                Key("return_urls", .group(returnURLs), "Where a portal may lead back to."),
                Key("choose_plan_url", .webURL, "Where customers without a subscription choose one."),
                Key("locale", locale, "How dates and amounts are written; as `1 Dec 2026` and `15.00 USD` unless set."),
                Key("timezone", timezone, "For the dates that people read; `UTC` unless set."),
                Key(
                    "paid_grace",
                    .duration(.zero ... .seconds(366 * 86_400)),
                    "How long access outlives a payment; `24h`."
                ),
                Key("paid_policy", .choice(Access.Policy.allCases.map(\.rawValue)), "How \"paid\" is read; `status`."),
                Key("portal", .group(portal), "What customers see of the provider's portal."),
                Key("freshness", .group(freshness), "How long the provider's answers are good for."),
                Key(
                    "limits",
                    .group([
                        Setting("requests_per_minute", .integer(1...1_000_000), "Requests of one tenant in a minute.")
                    ]),
                    reserved: true,
                    "How much one tenant may ask."
                ),
                Key("branding", .group(branding), "How the pages look."),
                Key(
                    "auth",
                    .group(
                        Group(
                            "`auth`",
                            authentication + [Key("api_keys", .list(.group(apiKey)), "The tenant's server keys.")]
                        )
                    ),
                    "Who may ask."
                ),
                Key("customers", .map(.leaf(.text), keys: .any), "Your customer ids and the provider's."),
                Key(
                    "customer_ids",
                    .choice(Tenant.CustomerIDs.allCases.map(\.rawValue)),
                    "Whether server keys may name the provider's ids; `own` unless set."
                ),
                Key(
                    "embed",
                    .group([Setting("allowed_origins", .list(.url), "Origins of pages that may show the widget.")]),
                    reserved: true,
                    "The widget in the tenant's own pages."
                ),
                Key("plans", plans(isOverride: true), "Merged into the plans above."),
                Key("price_map", priceMap, "Merged into the map above."),
            ],
            isTenant: true
        )
    }

    private static var returnURLs: Group {
        Group(
            "`return_urls`",
            [
                Key(
                    "default_path",
                    .pattern("^/([^/]|$)", meaning: "a path that starts with one `/`", matches: ReturnURLs.isPath),
                    "A path of the application; `/dashboard/billing` unless set."
                ),
                Key("allow", .list(.webURL), "Origins and path prefixes; the application's origin unless set."),
            ]
        )
    }

    private static var timezone: SettingType {
        .pattern(
            "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$",
            meaning: "a time zone such as `Europe/Berlin`",
            matches: { TimeZones.isName($0) }
        )
    }

    private static var locale: SettingType {
        .pattern(
            "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
            meaning: "a language tag such as `de-DE`",
            matches: PortalOrder.isLocale
        )
    }

    private static var portal: Group {
        Group(
            "`portal`",
            [
                Key(
                    "visibility",
                    .choice(Tenant.PortalPolicy.Visibility.allCases.map(\.rawValue)),
                    "Who sees the portal; `paid` unless set."
                ),
                Key("lapsed_link", .flag, "Whether customers whose subscription ended still see it; `true`."),
                Key(
                    "flows",
                    .list(.choice(PortalFlow.allCases.map(\.rawValue))),
                    "What a portal may open with; all of them."
                ),
            ]
        )
    }

    private static var freshness: Group {
        let range = Duration.zero ... .seconds(30 * 86_400)
        return Group(
            "`freshness`",
            [
                Key(
                    "fresh_for",
                    .duration(.zero ... .seconds(86_400)),
                    "How long an answer is good; `60s` unless set."
                ),
                Key(
                    "stale_while_revalidate",
                    .duration(range),
                    reserved: true,
                    "How long an old one is shown meanwhile."
                ),
                Key(
                    "stale_if_error",
                    .duration(range),
                    reserved: true,
                    "How long an old one is shown when there is no other."
                ),
            ]
        )
    }

    private static var branding: Group {
        Group(
            "`branding`",
            [
                Key("logo", .path, "A PNG, JPEG, WebP or SVG file of at most 256 KiB; relative to this file."),
                Key(
                    "accent",
                    .pattern(
                        "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
                        meaning: "a colour such as `\"#2456c7\"`",
                        matches: { Colour($0) != nil }
                    ),
                    "The colour of buttons and links."
                ),
                Key("support_url", .webURL, "Where customers get help."),
            ]
        )
    }

    private static var authentication: [Key] {
        [
            Key(
                "login_url",
                .pattern(
                    "^https?://",
                    meaning: "a URL, with `{return_to}` where the way back goes",
                    matches: { LoginURL.url($0) != nil }
                ),
                "Where people log in; `{return_to}` is replaced by the page that they wanted."
            ),
            Key(
                "jwt",
                .group([
                    Setting("issuer", .url, required: true, "Who signs the tokens."),
                    Setting("audience", .text, "Whom they are for."),
                    Setting("jwks_url", .url, "Where the issuer's keys are."),
                    Setting("claims", .map(.text), "Which claims have the customer and the roles."),
                ]),
                reserved: true,
                "Tokens of the tenant's own log-in."
            ),
            Key("manage_roles", .list(.text), reserved: true, "Roles that may change a subscription."),
        ]
    }

    private static var apiKey: Group {
        Group(
            "a server key",
            [
                Key("id", .text, required: true, "Its name, for logs."),
                Key("hash", .keyHash, required: true, "`sha256:…`, or a reference to a place that has it."),
                Key(
                    "scopes",
                    .list(.choice(APIKey.Scope.allCases.map(\.rawValue))),
                    required: true,
                    "What it is good for."
                ),
            ]
        )
    }

    // MARK: Catalogue

    /// - Parameter isOverride: what is not said stays as it is.
    private static func plans(isOverride: Bool) -> Shape {
        let price = Group(
            "a price",
            [
                Key(
                    "interval",
                    .choice(BillingInterval.allCases.map(\.rawValue)),
                    required: !isOverride,
                    "How often it is charged."
                ),
                Key("interval_count", .integer(1...36), "Every how many intervals; 1 unless set."),
                Key("amount", .decimal, required: !isOverride, "In major units, such as 15.00."),
                Key(
                    "currency",
                    .pattern(
                        "^[A-Za-z]{3}$",
                        meaning: "a currency of three letters such as `usd`",
                        matches: Catalogue.isCurrency
                    ),
                    required: !isOverride,
                    "ISO 4217."
                ),
            ]
        )
        let plan = Group(
            "a plan",
            [
                Key("name", .text, required: !isOverride, "What customers read."),
                Key("description", .text, "A line below it."),
                Key("default", .flag, "Whether customers without a subscription have it."),
                Key("prices", .map(.group(price), keys: .catalogue), "By price keys of your own."),
            ]
        )
        return .map(.group(plan), keys: .catalogue)
    }

    private static var priceMap: Shape {
        .map(.map(.leaf(.text), keys: .catalogue), keys: .identifier)
    }
}
