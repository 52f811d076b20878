import BillingRouter
import Testing

@testable import BillingConfiguration

@Suite("Every code, at its place")
struct DiagnosticCodeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let code: DiagnosticCode
        let marked: Marked
        let variables: [String: String]

        init(_ code: DiagnosticCode, _ marked: String, variables: [String: String] = [:]) {
            self.code = code
            self.marked = Marked(marked)
            self.variables = variables
        }

        var testDescription: String { "\(code.rawValue): \(marked.text)" }
    }

    /// A beginning to which a tenant, or more, is added.
    static let base = """
        version: 1
        environment: development
        providers: { sandbox: { kind: mock } }
        defaults: { provider: sandbox }

        """

    static func tenant(_ body: String) -> String { base + "tenants:\n  acme: { \(body) }\n" }

    static func plans(_ body: String, tenant: String = "") -> String {
        base + "\(body)\ntenants: { acme: { \(tenant) } }\n"
    }

    static let pro = "{ name: Pro, default: true, prices: { pro: { interval: month, amount: 15, currency: usd } } }"

    static let reading: [Case] = [
        Case(.notUTF8, "version: 1\nname: §\u{FFFE}§"),
        Case(.controlCharacter, "version: 1\nx: §\u{7}§"),
        Case(.controlCharacter, "version: 1\nx: ä§\u{0}§"),
        Case(.syntax, "version: 1\nserver: { listen: a§:§ b }"),
        Case(.syntax, "version: 1\n§\t§environment: production"),
        Case(.syntax, "version: 1\nname: §\"§never closed\nx: y\n"),
        Case(.syntax, "version: 1\nname: §@§acme\n"),
        Case(.anchor, base + "tenants: { acme: §&a {§ name: Acme } }"),
        Case(.alias, base + "tenants: { acme: §*a§ }"),
        Case(.mergeKey, base + "tenants: { acme: { §<<§: *a } }"),
        Case(.tag, base + "tenants: { acme: { name: §!!str 42§ } }"),
        Case(.directive, "§%YAML 1.2\n---§\n" + base + "tenants: { acme: {} }"),
        Case(.secondDocument, base + "tenants: { acme: {} }\n§---§\nversion: 1"),
        Case(.tooDeep, "x: " + String(repeating: "[", count: 31) + "§[§" + String(repeating: "]", count: 32)),
        Case(.duplicateKey, base + "tenants:\n  acme: {}\n  §acme§: { name: Acme }"),
        Case(.duplicateKey, base + "tenants: { acme: {} }\n§\"version\"§: 2"),
        Case(.keyNotText, base + "tenants: { acme: {} }\n§[§a, b]: c"),
        Case(.keyNotText, base + "tenants: { acme: {} }\n?§§\n: c"),
        Case(.emptyFile, "§§# nothing but a comment\n"),
    ]

    static let shapes: [Case] = [
        Case(.wrongKind, base + "include: §tenants.yaml§\ntenants: { acme: {} }"),
        Case(.wrongKind, "§hello§"),
        Case(.wrongKind, base + "tenants: §[acme]§"),
        Case(.wrongKind, tenant("name: §[Acme]§")),
        Case(
            .missingKey,
            "§e§nvironment: staging\nproviders: { sandbox: { kind: mock } }\ndefaults: { provider: sandbox }\ntenants: { acme: {} }"
        ),
        Case(.missingKey, "version: 1\nproviders: { §pay§: { mode: test } }\ntenants: { acme: { provider: pay } }"),
        Case(.missingKey, "version: 1\nproviders: { §pay§: { kind: stripe } }\ntenants: { acme: { provider: pay } }"),
        Case(.missingKey, tenant("auth: { api_keys: [§{ id: a, scopes: [] }§] }")),
        Case(.missingKey, plans("plans: { free: { name: Free, default: true } }", tenant: "plans: { §own§: {} }")),
        Case(
            .missingKey,
            plans(
                "plans: { free: { name: Free, default: true } }",
                tenant: "plans: { own: { name: O, prices: { §o§: { interval: month, currency: usd } } } }"
            )
        ),
        Case(.unknownKey, tenant("§retrun_urls§: {}")),
        Case(.unknownKey, base + "§teants§: {}\ntenants: { acme: {} }"),
        Case(.unknownKey, base.replacing("kind: mock", with: "kind: mock, §stat§: x") + "tenants: { acme: {} }"),
        Case(
            .unknownKey,
            base.replacing("provider: sandbox }", with: "provider: sandbox, §customers§: {} }")
                + "tenants: { acme: {} }"
        ),
        Case(.noValue, base.replacing("environment: development", with: "§environment§:") + "tenants: {}"),
        Case(.noValue, tenant("portal: { flows: [§~§] }")),
        Case(.noValue, tenant("name: §\"\"§")),
        Case(.notFlag, tenant("portal: { lapsed_link: §yes§ }")),
        Case(.notFlag, tenant("portal: { lapsed_link: §\"true\"§ }")),
        Case(.notInteger, "version: §2§\ntenants: {}"),
        Case(.notDecimal, plans("plans: { pro: \(pro.replacing("amount: 15", with: "amount: §\"15,00\"§")) }")),
        Case(.notDuration, tenant("paid_grace: §24§")),
        Case(.notDuration, tenant("freshness: { fresh_for: §2d§ }")),
        Case(.notAChoice, tenant("customer_ids: §owne§")),
        Case(.notAChoice, tenant("portal: { flows: [home, §hom§] }")),
        Case(.wrongShape, base + "server: { listen: §8080§ }\ntenants: { acme: {} }"),
        Case(.wrongShape, base + "server: { admin: { listen: §\"localhost:99999\"§ } }\ntenants: { acme: {} }"),
        Case(.wrongShape, tenant("return_urls: { default_path: §billing§ }")),
        Case(.wrongShape, plans("plans: { pro: \(pro.replacing("usd", with: "§dollar§")) }")),
        Case(.invalidURL, tenant("app_url: §app.acme.example§")),
        Case(.invalidURL, tenant("app_url: §\"https://a@b.example\"§")),
        Case(.invalidURL, base + "server: { public_url: §\"https://a.example/#x\"§ }\ntenants: { acme: {} }"),
        Case(
            .invalidURL,
            "version: 1\nproviders: { pay: { kind: stripe, api_key: { env: K }, base_url: §stripe§ } }\ntenants: { acme: { provider: pay } }"
        ),
        Case(.invalidName, base + "tenants: { §Acme§: {} }"),
        Case(.invalidName, "version: 1\nproviders: { §Pay§: { kind: stripe, api_key: { env: K } } }\ntenants: {}"),
        Case(.invalidName, plans("plans: { §a b§: { name: A, default: true } }")),
        Case(.invalidCustomerID, tenant("customers: { §me§: cus_1 }")),
        Case(.invalidCustomerID, tenant("customers: { user_1: §\"cus\\t1\"§ }")),
        Case(.invalidKeyHash, tenant("auth: { api_keys: [{ id: a, hash: §md5:00§, scopes: [] }] }")),
        Case(.invalidLogo, tenant("branding: { logo: §./nowhere.svg§ }")),
        Case(.invalidLogo, tenant("branding: { logo: §/dev/null§ }")),
        Case(.wrongShape, tenant("locale: §german please§")),
        Case(.wrongShape, tenant("auth: { login_url: §\"https://{return_to}.example/\"§ }")),
        Case(.unknownTimeZone, tenant("timezone: §Europe/Munich§")),
        Case(
            .invalidAmount,
            plans(
                "plans: { pro: \(pro.replacing("15, currency: usd", with: "§15.001§, currency: usd")) }\nprice_map: { sandbox: { pro: p } }"
            )
        ),
        Case(
            .invalidAmount,
            plans(
                "plans: { pro: \(pro.replacing("15, currency: usd", with: "§15.5§, currency: jpy")) }\nprice_map: { sandbox: { pro: p } }"
            )
        ),
        Case(
            .invalidAmount,
            plans(
                "plans: { pro: \(pro.replacing("15, currency: usd", with: "§-1§, currency: usd")) }\nprice_map: { sandbox: { pro: p } }"
            )
        ),
    ]

    static let hash = "\"sha256:" + String(repeating: "0a", count: 32) + "\""

    static let meanings: [Case] = [
        Case(.unknownProvider, base + "tenants: { acme: { provider: §sandbx§ } }"),
        Case(
            .unknownProvider,
            base.replacing("provider: sandbox", with: "provider: §other§") + "tenants: { a: {}, b: {} }"
        ),
        Case(
            .unknownProvider,
            plans("plans: { pro: \(pro) }\nprice_map: { §other§: { pro: p }, sandbox: { pro: p } }")
        ),
        Case(.noProvider, "version: 1\ntenants: { §acme§: {} }"),
        Case(.noProvider, base + "tenants: { §acme§: { provider: ~ } }"),
        Case(
            .unknownProviderKind,
            "version: 1\nproviders: { pay: { kind: §strip§, key: x } }\ntenants: { acme: { provider: pay } }"
        ),
        Case(
            .providerNotAllowed,
            base.replacing("development", with: "production").replacing("mock", with: "§mock§")
                + "tenants: { acme: {} }"
        ),
        Case(
            .providerNotAllowed,
            base.replacing("kind: mock", with: "kind: §mock§, allow_in: [staging]") + "tenants: { acme: {} }"
        ),
        Case(
            .providerSetting,
            "version: 1\nproviders: { pay: { kind: stripe, api_key: { env: K }, base_url: §http://a.example§ } }\ntenants: { acme: { provider: pay } }"
        ),
        Case(
            .providerSetting,
            "version: 1\nproviders: { pay: { kind: stripe, api_key: { env: K }, portal: { hosts: [a.example, §b/c§] } } }\ntenants: { acme: { provider: pay } }"
        ),
        Case(.unknownPrice, plans("plans: { pro: \(pro) }\nprice_map: { sandbox: { pro: p, §prp§: q } }")),
        Case(
            .unknownPrice,
            plans(
                "plans: { pro: \(pro) }\nprice_map: { sandbox: { pro: p } }",
                tenant: "price_map: { sandbox: { §x§: q } }"
            )
        ),
        Case(
            .priceInTwoPlans,
            plans(
                "plans: { pro: \(pro), team: { name: T, prices: { §pro§: { interval: year, amount: 1, currency: usd } } } }\nprice_map: { sandbox: { pro: p } }"
            )
        ),
        Case(
            .priceInTwoPlans,
            plans(
                "plans: { pro: \(pro) }\nprice_map: { sandbox: { pro: p } }",
                tenant: "plans: { own: { name: O, prices: { §pro§: { interval: year, amount: 1, currency: usd } } } }"
            )
        ),
        Case(
            .providerPriceTwice,
            plans(
                "plans: { pro: \(pro), team: { name: T, prices: { team: { interval: year, amount: 1, currency: usd } } } }\nprice_map: { sandbox: { pro: p, team: §p§ } }"
            )
        ),
        Case(.defaultPlan, plans("§plans§: { free: { name: Free } }")),
        Case(.defaultPlan, plans("plans: { free: { name: F, default: true }, more: { name: M, default: §true§ } }")),
        Case(
            .defaultPlan,
            plans("plans: { free: { name: F, default: true } }", tenant: "plans: { own: { name: O, default: §true§ } }")
        ),
        Case(
            .defaultPlan,
            plans("plans: { free: { name: F, default: true } }", tenant: "§plans§: { free: { default: false } }")
        ),
        Case(.urlNotAllowed, tenant("auth: { login_url: §\"http://acme.example/?next={return_to}\"§ }")),
        Case(.urlNotAllowed, tenant("branding: { support_url: §\"http://acme.example/help\"§ }")),
        Case(.urlNotAllowed, tenant("app_url: §http://app.acme.example§")),
        Case(.urlNotAllowed, tenant("return_urls: { allow: [§\"https://*.acme.example/\"§] }")),
        Case(.urlNotAllowed, tenant("return_urls: { allow: [§\"https://a.example/?x=1\"§] }")),
        Case(
            .urlNotAllowed,
            "version: 1\nproviders: { pay: { kind: stripe, api_key: { env: K } } }\ntenants: { acme: { provider: pay, app_url: §\"http://localhost:3000\"§ } }"
        ),
        Case(.urlNotAllowed, "version: 1\nserver: { public_url: §\"http://a.example\"§ }\ntenants: {}"),
        Case(.urlNotAllowed, base + "server: { public_url: §\"https://a.example/?q\"§ }\ntenants: { acme: {} }"),
        Case(
            .keyTwice,
            base
                + "tenants:\n  a: { auth: { api_keys: [{ id: k, hash: \(hash), scopes: [] }] } }\n  b: { auth: { api_keys: [{ id: k, hash: §\(hash)§, scopes: [] }] } }"
        ),
        Case(
            .demoKey,
            "version: 1\nenvironment: staging\nproviders: { sandbox: { kind: mock } }\ntenants: { acme: { provider: sandbox, auth: { api_keys: [{ id: k, hash: §\"\(ServerKeys.demoDigest?.description ?? "")\"§, scopes: [] }] } } }"
        ),
        Case(
            .keyNameTwice,
            tenant(
                "auth: { api_keys: [{ id: k, hash: \(hash), scopes: [] }, { id: §k§, hash: \(hash.replacing("0a", with: "0b")), scopes: [] }] }"
            )
        ),
        Case(.adminNotLoopback, base + "server: { admin: { listen: §\"0.0.0.0:8081\"§ } }\ntenants: { acme: {} }"),
        Case(.sameAddress, base + "server: { listen: §\"127.0.0.1:8081\"§ }\ntenants: { acme: {} }"),
    ]

    static let references: [Case] = [
        Case(.unsetVariable, tenant("name: §\"${NOBODY}\"§")),
        Case(.unsetVariable, tenant("app_url: §\"https://${HOST}/\"§")),
        Case(.malformedInterpolation, tenant("name: §\"${a b}\"§")),
        Case(.malformedInterpolation, tenant("name: §\"${A\"§")),
        Case(.malformedInterpolation, tenant("name: §\"${A:=b}\"§")),
        Case(.interpolatedKey, base + "tenants: { §\"${NAME}\"§: {} }", variables: ["NAME": "acme"]),
        Case(
            .literalSecret,
            "version: 1\nproviders: { pay: { kind: stripe, api_key: §hunter2§ } }\ntenants: { acme: { provider: pay } }"
        ),
        Case(
            .literalSecret,
            "version: 1\nproviders: { pay: { kind: stripe, api_key: §\"${K}\"§ } }\ntenants: { acme: { provider: pay } }",
            variables: ["K": "x"]
        ),
        Case(
            .invalidReference,
            "version: 1\nproviders: { pay: { kind: stripe, §api_key§: {} } }\ntenants: { acme: { provider: pay } }"
        ),
        Case(
            .invalidReference,
            "version: 1\nproviders: { pay: { kind: stripe, §api_key§: { env: A, file: b } } }\ntenants: { acme: { provider: pay } }"
        ),
        Case(
            .invalidReference,
            "version: 1\nproviders: { pay: { kind: stripe, api_key: { env: §not-a-name§ } } }\ntenants: { acme: { provider: pay } }"
        ),
        Case(
            .unknownKey,
            "version: 1\nproviders: { pay: { kind: stripe, api_key: { §vault§: x } } }\ntenants: { acme: { provider: pay } }"
        ),
    ]

    static let warnings: [Case] = [
        Case(.reservedKey, tenant("§embed§: { allowed_origins: [https://a.example] }")),
        Case(.reservedKey, tenant("freshness: { §stale_if_error§: 24h }")),
        Case(.reservedKey, base + "server: { §trusted_proxies§: [10.0.0.0/8] }\ntenants: { acme: {} }"),
        Case(
            .reservedKey,
            "version: 1\nproviders: { pay: { kind: stripe, api_key: { env: K }, §webhook_secret§: { env: W } } }\ntenants: { acme: { provider: pay } }"
        ),
        Case(
            .unusedProvider,
            base.replacing("sandbox: {", with: "§other§: { kind: mock }, sandbox: {") + "tenants: { acme: {} }"
        ),
        Case(.unusedPlan, plans("plans: { §pro§: \(pro) }")),
        Case(.includeMatchesNothing, base + "include: [§none.d/*.yaml§]\ntenants: { acme: {} }"),
        Case(.noTenants, base + "§tenants§: {}"),
        Case(.sharedCustomers, base + "tenants: { acme: {}, beta: { §customer_ids§: provider } }"),
        Case(.noTenants, "§v§ersion: 1"),
    ]

    @Test(
        "one mistake is one diagnostic, at its line and column",
        arguments: reading + shapes + meanings + references + warnings
    )
    func place(_ example: Case) {
        var bytes = Array(example.marked.text.utf8)
        if example.code == .notUTF8 { bytes = bytes.dropLast(3) + [0xFF] }
        let loaded = ConfigurationLoader(registry: FakeProviders.registry, environment: example.variables)
            .load(.bytes(bytes, name: "providers.yaml"))
        let rendered = loaded.report.render(.human)
        #expect(loaded.diagnostics.map(\.code) == [example.code], "\(rendered)")
        guard let diagnostic = loaded.diagnostics.first else { return }
        #expect(diagnostic.line == example.marked.line, "\(rendered)")
        #expect(diagnostic.column == example.marked.column, "\(rendered)")
        if !example.marked.text.contains("%YAML") {
            #expect(diagnostic.length == max(1, example.marked.length), "\(rendered)")
        }
        #expect(diagnostic.severity == (example.code.rawValue.hasPrefix("TG9") ? .warning : .error))
        #expect((loaded.configuration == nil) == (diagnostic.severity == .error))
    }

    /// Those that depend on files, secrets or a second warning; each has a test of its own.
    static let elsewhere: Set<DiagnosticCode> = [
        .fileNotReadable, .notAFile, .fileTooLarge, .tenantTwice, .secretNotFound, .secretNotPrivate, .secretEmpty,
        .secretTooLarge, .secretNotText, .noCredentialsDirectory, .lowContrast,
    ]

    @Test("no code is without a test")
    func coverage() {
        let covered = Set((Self.reading + Self.shapes + Self.meanings + Self.references + Self.warnings).map(\.code))
        #expect(covered.union(Self.elsewhere) == Set(DiagnosticCode.allCases))
        #expect(covered.isDisjoint(with: Self.elsewhere))
    }

    @Test("every code has an explanation of its own", arguments: DiagnosticCode.allCases)
    func explanation(_ code: DiagnosticCode) {
        let explanation = code.explanation
        #expect(!explanation.title.isEmpty && explanation.meaning.hasSuffix("."))
        #expect(DiagnosticCode.allCases.count { $0.explanation.title == explanation.title } == 1)
    }
}
