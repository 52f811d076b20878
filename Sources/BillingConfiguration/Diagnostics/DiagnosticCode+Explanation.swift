extension DiagnosticCode {
    /// For `tollgate explain TG2003`.
    package struct Explanation: Sendable {
        /// A few words.
        package let title: String
        /// What it means, and what to do.
        package let meaning: String
        /// A piece of a file that draws it.
        ///
        /// Empty where it is not about what a file says.
        package let wrong: String
        /// The same as it should be.
        package let right: String

        init(_ title: String, _ meaning: String, wrong: String = "", right: String = "") {
            self.title = title
            self.meaning = meaning
            self.wrong = wrong
            self.right = right
        }
    }

    package var explanation: Explanation {
        switch rawValue.dropFirst(2).first {
        case "1": reading
        case "2": shape
        case "3": meaning
        case "4": secrets
        default: warning
        }
    }

    private var reading: Explanation {
        switch self {
        case .fileNotReadable:
            Explanation(
                "The file cannot be read",
                "It does not exist, or the user that the gateway runs as may not read it. A relative path starts at the "
                    + "working directory; one in `include` starts where the main file is."
            )
        case .notAFile:
            Explanation(
                "Not a regular file",
                "A configuration is read from a regular file, or from standard input with `-`. Directories, pipes and "
                    + "devices are refused, because some of them never end."
            )
        case .fileTooLarge:
            Explanation(
                "The file is too large",
                "A configuration has at most 64 MiB a file, which is enough for 250,000 tenants. Spread more over several "
                    + "files with `include`.",
                right: "include: [tenants.d/*.yaml]"
            )
        case .notUTF8:
            Explanation("Not UTF-8 text", "The file is in another encoding, or it is no text at all. Save it as UTF-8.")
        case .controlCharacter:
            Explanation(
                "A control character",
                "YAML allows no control characters but tabs and line ends. Remove it; in quotes, write `\\u0007` or the like."
            )
        case .syntax:
            Explanation(
                "Not YAML",
                "The file breaks the rules of YAML at the place shown. Mostly it is a tab in the indentation, a missing "
                    + "quote or bracket, or a text with `: ` in it that needs quotes. Nothing after it has been checked.",
                wrong: "name: Acme: the company",
                right: "name: \"Acme: the company\""
            )
        case .anchor:
            Explanation(
                "An anchor",
                "Anchors are left out on purpose: with them a small file could stand for a huge one, and no line would say "
                    + "what it means. What tenants share stands in `defaults`.",
                wrong: "acme: &base { timezone: UTC }",
                right: "defaults: { timezone: UTC }"
            )
        case .alias:
            Explanation(
                "An alias",
                "Aliases are left out, as anchors are. Write the value out, or move what tenants share to `defaults`.",
                wrong: "acme: *base",
                right: "acme: { timezone: UTC }"
            )
        case .mergeKey:
            Explanation(
                "A merge key",
                "`<<` is left out, as anchors and aliases are. `defaults` is merged into every tenant.",
                wrong: "acme: { <<: *base, name: Acme }",
                right: "acme: { name: Acme }"
            )
        case .tag:
            Explanation(
                "A tag",
                "Each setting knows what kind of value it has, so that tags would say it twice or wrongly.",
                wrong: "name: !!str 42",
                right: "name: 42"
            )
        case .directive:
            Explanation("A directive", "Lines with `%YAML` or `%TAG` are not used. Remove them.", wrong: "%YAML 1.2")
        case .secondDocument:
            Explanation(
                "A second document",
                "One file is one document. Remove what begins with the second `---`, or move it to a file of its own and "
                    + "name that in `include`.",
                wrong: "version: 1\n---\nversion: 1"
            )
        case .tooDeep:
            Explanation(
                "Nested too deep",
                "Values are nested more than 32 deep. Nothing in a configuration is deeper than a few levels."
            )
        case .duplicateKey:
            Explanation(
                "A key twice",
                "A map has the same key twice. YAML does not say which of them counts, so keep one.",
                wrong: "name: Acme\nname: Acme GmbH",
                right: "name: Acme GmbH"
            )
        case .keyNotText:
            Explanation(
                "A key that is no text",
                "A list, a map or nothing at all stands where a key belongs.",
                wrong: "[a, b]: c",
                right: "\"[a, b]\": c"
            )
        default:
            Explanation("An empty file", "The file has no content, or only comments.", right: "version: 1")
        }
    }

    private var shape: Explanation {
        switch self {
        case .wrongKind:
            Explanation(
                "Another kind of value is needed",
                "A list, a map or a text stands where another of them belongs.",
                wrong: "include: tenants.d/*.yaml",
                right: "include: [tenants.d/*.yaml]"
            )
        case .missingKey:
            Explanation(
                "A key is missing",
                "A setting without which the rest means nothing is not there.",
                wrong: "sandbox: { state: ./state.sqlite }",
                right: "sandbox: { kind: mock, state: ./state.sqlite }"
            )
        case .unknownKey:
            Explanation(
                "An unknown key",
                "There is no such setting at this place. It may be misspelled, or belong elsewhere.",
                wrong: "acme: { retrun_urls: { default_path: /billing } }",
                right: "acme: { return_urls: { default_path: /billing } }"
            )
        case .noValue:
            Explanation(
                "No value",
                "A key has no value, or an empty one. In a tenant, `null` takes a default away; elsewhere remove the key.",
                wrong: "environment:",
                right: "environment: production"
            )
        case .notFlag:
            Explanation(
                "Neither true nor false",
                "A switch is `true` or `false`, without quotes. `yes`, `no`, `on` and `off` are texts.",
                wrong: "lapsed_link: yes",
                right: "lapsed_link: true"
            )
        case .notInteger:
            Explanation(
                "Not a whole number in range",
                "The message names the range.",
                wrong: "version: 2",
                right: "version: 1"
            )
        case .notDecimal:
            Explanation(
                "Not a number",
                "An amount has digits and perhaps a point with more digits: no comma, no currency sign, no exponent.",
                wrong: "amount: 15,00",
                right: "amount: 15.00"
            )
        case .notDuration:
            Explanation(
                "Not a duration in range",
                "A whole number and one of `ms`, `s`, `m`, `h` and `d`, without a space between them.",
                wrong: "paid_grace: 24",
                right: "paid_grace: 24h"
            )
        case .notAChoice:
            Explanation(
                "Not one of the words",
                "The setting takes one of a few words, which the message names.",
                wrong: "environment: prod",
                right: "environment: production"
            )
        case .wrongShape:
            Explanation(
                "The wrong shape",
                "The text does not have the shape that the message names.",
                wrong: "listen: 8080",
                right: "listen: 127.0.0.1:8080"
            )
        case .invalidURL:
            Explanation(
                "Not a URL that every browser reads alike",
                "A URL is absolute, has no user name, no fragment and nothing that two readers could understand differently.",
                wrong: "app_url: app.acme.example",
                right: "app_url: https://app.acme.example"
            )
        case .invalidName:
            Explanation(
                "Not a name",
                "Tenants and instances have names of lower-case letters, digits and hyphens, at most 63 of them. So no two "
                    + "of them differ in case alone.",
                wrong: "tenants: { Acme: {} }",
                right: "tenants: { acme: {} }"
            )
        case .invalidCustomerID:
            Explanation(
                "Not a customer's id",
                "An id has 1 to 255 bytes and no control or invisible characters. Yours cannot be `me`, `.` or `..`, which "
                    + "mean something in a path.",
                wrong: "customers: { me: cus_1 }",
                right: "customers: { user_42: cus_1 }"
            )
        case .invalidKeyHash:
            Explanation(
                "Not the hash of a key",
                "The file has the SHA-256 of a server key, never the key. `tollgate keys create` makes both.",
                wrong: "hash: tg_…",
                right: "hash: \"sha256:…\""
            )
        case .unknownTimeZone:
            Explanation(
                "An unknown time zone",
                "Names are those of the tz database.",
                wrong: "timezone: Europe/Munich",
                right: "timezone: Europe/Berlin"
            )
        case .invalidLogo:
            Explanation(
                "A logo that cannot be used",
                "The file does not exist, has more than 256 KiB, or is no PNG, JPEG, WebP or SVG image. It is read once, at "
                    + "the start; a relative path starts where the configuration is.",
                wrong: "branding: { logo: ./brand/logo.psd }",
                right: "branding: { logo: ./brand/logo.svg }"
            )
        default:
            Explanation(
                "Not an amount in its currency",
                "The amount has more decimal places than the currency has, or it is negative or too large.",
                wrong: "{ amount: 15.50, currency: jpy }",
                right: "{ amount: 1550, currency: jpy }"
            )
        }
    }

    private var meaning: Explanation {
        switch self {
        case .unknownProvider:
            Explanation(
                "No such provider",
                "A tenant, the defaults or a price map name an instance that `providers` does not have.",
                wrong: "providers: { sandbox: { kind: mock } }\ndefaults: { provider: sandbx }",
                right: "defaults: { provider: sandbox }"
            )
        case .noProvider:
            Explanation(
                "A tenant without a provider",
                "Each tenant is served by one instance: set `provider` in the tenant or in `defaults`.",
                wrong: "tenants: { acme: { name: Acme } }",
                right: "tenants: { acme: { name: Acme, provider: sandbox } }"
            )
        case .unknownProviderKind:
            Explanation(
                "No such kind of provider",
                "This program does not have it. `tollgate providers list` shows what it has.",
                wrong: "kind: strip",
                right: "kind: stripe"
            )
        case .providerNotAllowed:
            Explanation(
                "The provider may not run here",
                "Some providers, the mock above all, are not for production. `allow_in` names the environments in which an "
                    + "instance may run.",
                wrong: "environment: production\nproviders: { sandbox: { kind: mock } }",
                right: "environment: staging"
            )
        case .providerSetting:
            Explanation(
                "A provider refuses a setting",
                "The provider has a rule of its own, such as a key that fits the mode. The message says which.",
                wrong: "{ kind: stripe, mode: live, api_key: { env: A_TEST_KEY } }",
                right: "{ kind: stripe, mode: test, api_key: { env: A_TEST_KEY } }"
            )
        case .unknownPrice:
            Explanation(
                "No plan has this price",
                "`price_map` names prices by the keys that they have below `plans`.",
                wrong: "price_map: { sandbox: { pro-montly: mock_pro_m } }",
                right: "price_map: { sandbox: { pro-monthly: mock_pro_m } }"
            )
        case .priceInTwoPlans:
            Explanation(
                "A price in two plans",
                "A subscription's price decides its plan, so a price belongs to one plan only.",
                wrong: "pro: { prices: { monthly: … } }\nteam: { prices: { monthly: … } }",
                right: "pro: { prices: { pro-monthly: … } }\nteam: { prices: { team-monthly: … } }"
            )
        case .providerPriceTwice:
            Explanation(
                "A provider's price twice",
                "Two price keys stand for one price of the provider: nobody could tell which plan a subscription has.",
                wrong: "{ pro-monthly: price_1, pro-yearly: price_1 }",
                right: "{ pro-monthly: price_1, pro-yearly: price_2 }"
            )
        case .defaultPlan:
            Explanation(
                "Not exactly one default plan",
                "Customers without a subscription have the default plan, so there is exactly one where there are plans.",
                wrong: "plans: { free: { name: Starter } }",
                right: "plans: { free: { name: Starter, default: true } }"
            )
        case .urlNotAllowed:
            Explanation(
                "A URL that is not allowed",
                "Browsers are sent there, so it is `https`; `http` is for this machine itself, in development. Return URLs "
                    + "are compared by their exact origin and by path: there are no wildcards.",
                wrong: "allow: [\"https://*.acme.example/\"]",
                right: "allow: [https://app.acme.example/]"
            )
        case .tenantTwice:
            Explanation(
                "A tenant twice",
                "Two files define the same tenant. Nothing says which of them counts, so keep one."
            )
        case .keyTwice:
            Explanation(
                "A server key twice",
                "The same hash is configured twice. A key belongs to one tenant: that is how tenants are kept apart. Make "
                    + "another with `tollgate keys create`."
            )
        case .demoKey:
            Explanation(
                "The published demo key",
                "The key of the example is public, so it opens nothing outside development. Make your own with `tollgate "
                    + "keys create`."
            )
        case .keyNameTwice:
            Explanation(
                "Two keys of one name",
                "The `id` of a key is what logs show, so each key of a tenant has its own.",
                wrong: "[{ id: backend, … }, { id: backend, … }]",
                right: "[{ id: backend, … }, { id: backend-2, … }]"
            )
        case .adminNotLoopback:
            Explanation(
                "The admin listener can be reached by others",
                "Whoever reaches it operates the gateway. It listens on this machine's own addresses only; come from "
                    + "elsewhere through a tunnel.",
                wrong: "admin: { listen: 0.0.0.0:8081 }",
                right: "admin: { listen: 127.0.0.1:8081 }"
            )
        default:
            Explanation(
                "Two listeners at one address",
                "The API and the operators' listener need a port each.",
                wrong: "server: { listen: 127.0.0.1:8080, admin: { listen: 127.0.0.1:8080 } }",
                right: "server: { listen: 127.0.0.1:8080, admin: { listen: 127.0.0.1:8081 } }"
            )
        }
    }

    private var secrets: Explanation {
        switch self {
        case .unsetVariable:
            Explanation(
                "A variable is not set",
                "`${NAME}` stands for an environment variable that there is not.",
                wrong: "app_url: ${APP_URL}",
                right: "app_url: \"${APP_URL:-https://app.acme.example}\""
            )
        case .malformedInterpolation:
            Explanation(
                "Not the name of a variable",
                "`${` is followed by a name, perhaps `:-` and a default, and `}`. A dollar sign itself is `$$`.",
                wrong: "name: ${my name}",
                right: "name: ${MY_NAME}"
            )
        case .interpolatedKey:
            Explanation(
                "A variable in a key",
                "Variables are put into values. Keys are names, and stay as they are.",
                wrong: "tenants: { \"${TENANT}\": {} }",
                right: "tenants: { acme: {} }"
            )
        case .literalSecret:
            Explanation(
                "A secret in the file",
                "A secret never stands in this file; it would travel with every copy of it. Consider one that did as known "
                    + "to others, and make another.",
                wrong: "api_key: …",
                right: "api_key: { env: STRIPE_KEY }"
            )
        case .invalidReference:
            Explanation(
                "Not a reference to a secret",
                "A reference names exactly one place: an environment variable, a file, or a credential of systemd.",
                wrong: "api_key: { env: STRIPE_KEY, file: ./stripe.key }",
                right: "api_key: { file: ./stripe.key }"
            )
        case .secretNotFound:
            Explanation(
                "The secret is not there",
                "The variable is not set, or the file cannot be read. `tollgate config check --skip-secrets` checks "
                    + "everything else where the secrets are not."
            )
        case .secretNotPrivate:
            Explanation(
                "Others may read the secret",
                "The file's permissions let its group or everybody in. `chmod 600` it, and give it to the user that the "
                    + "gateway runs as."
            )
        case .secretEmpty:
            Explanation("The secret is empty", "The variable or the file is there, but there is nothing in it.")
        case .secretTooLarge:
            Explanation("The secret is too large", "No secret has more than 64 KiB: it is probably the wrong file.")
        case .secretNotText:
            Explanation("The secret is no text", "The file is not UTF-8 text: it is probably the wrong one.")
        default:
            Explanation(
                "There are no credentials",
                "`credential` is for services of systemd, which sets `CREDENTIALS_DIRECTORY` for units with "
                    + "`LoadCredential=`. Elsewhere use `file` or `env`."
            )
        }
    }

    private var warning: Explanation {
        switch self {
        case .reservedKey:
            Explanation(
                "Nothing acts on this setting yet",
                "It belongs to the format and is checked, but this version does nothing with it."
            )
        case .unusedProvider:
            Explanation("An unused provider", "No tenant is on this instance. Its secrets are needed all the same.")
        case .unusedPlan:
            Explanation(
                "A plan without prices of a provider",
                "The plan has prices, but `price_map` has none of them for an instance that is in use: no subscription can "
                    + "be on it.",
                wrong: "price_map: {}",
                right: "price_map: { sandbox: { pro-monthly: mock_pro_m } }"
            )
        case .includeMatchesNothing:
            Explanation(
                "No file to include",
                "The pattern matches no file. It starts at the directory of the main file."
            )
        case .noTenants:
            Explanation("No tenants", "The configuration is valid, and serves nobody.", right: "tenants: { acme: {} }")
        case .sharedCustomers:
            Explanation(
                "Customers within a neighbour's reach",
                "With `customer_ids: provider` a server key may name any customer of the provider instance. Another tenant "
                    + "is on the same instance, so its customers are within reach too.",
                wrong: "acme: { provider: eu }\nbeta: { provider: eu, customer_ids: provider }",
                right: "acme: { provider: eu }\nbeta: { provider: eu, customers: { user_1: cus_1 } }"
            )
        default:
            Explanation(
                "A colour that is hard to see",
                "The accent colour has a contrast of less than 3 with white, so that buttons and links are hard to see.",
                wrong: "accent: \"#ffe600\"",
                right: "accent: \"#2456c7\""
            )
        }
    }
}
