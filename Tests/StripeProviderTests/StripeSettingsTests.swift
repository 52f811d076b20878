import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import Testing

import StripeProvider

@Suite("Stripe settings")
struct StripeSettingsTests {
    struct Row: Sendable, CustomStringConvertible {
        let description: String
        var settings: [String: SettingValue]
        var environment = DeploymentEnvironment.development
        /// The paths of the problems.
        let problems: [[String]]
    }

    private static func key(_ text: String) -> SettingValue { .secret(Secret(text)) }
    private static let test = key("sk_test_51AbCd")
    private static let live = key("rk_live_51AbCd")

    static let rows: [Row] = [
        Row(description: "a key alone", settings: ["api_key": test], problems: []),
        Row(description: "a live key alone", settings: ["api_key": live], environment: .production, problems: []),
        Row(description: "no secret has been read", settings: ["mode": .text("live")], problems: []),
        Row(description: "mode and key agree", settings: ["api_key": live, "mode": .text("live")], problems: []),
        Row(
            description: "a test key in live mode",
            settings: ["api_key": test, "mode": .text("live")],
            problems: [["mode"]]
        ),
        Row(
            description: "a live key in test mode",
            settings: ["api_key": live, "mode": .text("test")],
            problems: [["mode"]]
        ),
        Row(description: "a publishable key", settings: ["api_key": key("pk_live_1")], problems: [["api_key"]]),
        Row(description: "some text", settings: ["api_key": key("hunter2")], problems: [["api_key"]]),
        Row(description: "nothing behind the prefix", settings: ["api_key": key("sk_test_")], problems: [["api_key"]]),
        Row(description: "an empty key", settings: ["api_key": key("")], problems: [["api_key"]]),
        Row(description: "a line break", settings: ["api_key": key("sk_test_1\n")], problems: [["api_key"]]),
        Row(
            description: "a header in the key",
            settings: ["api_key": key("sk_test_1\r\nX: y")],
            problems: [["api_key"]]
        ),
        Row(description: "a webhook secret", settings: ["webhook_secret": key("whsec_abc")], problems: []),
        Row(
            description: "another secret for webhooks",
            settings: ["webhook_secret": key("abc")],
            problems: [["webhook_secret"]]
        ),
        Row(
            description: "loopback in development",
            settings: ["api_key": test, "base_url": .text("http://127.0.0.1:12111")],
            problems: []
        ),
        Row(
            description: "loopback in production",
            settings: ["api_key": test, "base_url": .text("http://localhost:12111")],
            environment: .production,
            problems: [["base_url"]]
        ),
        Row(
            description: "https elsewhere with a test key",
            settings: ["api_key": test, "base_url": .text("https://stripe-mock.example")],
            environment: .production,
            problems: []
        ),
        Row(
            description: "https elsewhere with a live key",
            settings: ["api_key": live, "base_url": .text("https://api.stripe.com.evil.example")],
            problems: [["base_url"]]
        ),
        Row(
            description: "another port with a live key",
            settings: ["api_key": live, "base_url": .text("https://api.stripe.com:8443")],
            problems: [["base_url"]]
        ),
        Row(
            description: "http with a live key",
            settings: ["api_key": live, "base_url": .text("http://api.stripe.com")],
            problems: [["base_url"]]
        ),
        Row(
            description: "live mode, no secret read, another host",
            settings: ["mode": .text("live"), "base_url": .text("https://stripe-mock.example")],
            problems: [["base_url"]]
        ),
        Row(
            description: "Stripe's own host with a live key",
            settings: ["api_key": live, "base_url": .text("https://api.stripe.com")],
            environment: .production,
            problems: []
        ),
        Row(
            description: "http elsewhere",
            settings: ["base_url": .text("http://mock.example")],
            problems: [["base_url"]]
        ),
        Row(
            description: "a user name",
            settings: ["base_url": .text("https://u:p@a.example")],
            problems: [["base_url"]]
        ),
        Row(description: "a query", settings: ["base_url": .text("https://a.example?x=1")], problems: [["base_url"]]),
        Row(description: "a proxy", settings: ["proxy": .text("http://proxy:3128")], problems: []),
        Row(
            description: "a proxy with credentials",
            settings: ["proxy": .text("http://u:p@proxy:3128")],
            problems: [["proxy"]]
        ),
        Row(
            description: "a proxy of another scheme",
            settings: ["proxy": .text("socks5://proxy:1080")],
            problems: [["proxy"]]
        ),
        Row(
            description: "a proxy with a path",
            settings: ["proxy": .text("http://proxy:3128/x")],
            problems: [["proxy"]]
        ),
        Row(
            description: "portal hosts",
            settings: ["portal": .map(["hosts": .list([.text("a.example"), .text("A.example"), .text("https://b")])])],
            problems: [["portal", "hosts", "1"], ["portal", "hosts", "2"]]
        ),
        Row(
            description: "several at once",
            settings: [
                "api_key": key("hunter2"), "webhook_secret": key("hunter3"), "base_url": .text("ftp://x"),
                "proxy": .text("x"),
            ],
            problems: [["api_key"], ["webhook_secret"], ["base_url"], ["proxy"]]
        ),
    ]

    private static let factory = ProviderFactory.stripe(transport: StubTransport())

    private static func context(_ environment: DeploymentEnvironment) throws -> ProviderContext {
        ProviderContext(instance: try ProviderID("stripe-eu"), environment: environment, clock: ManualClock())
    }

    @Test("every problem is found, with its path, and no secret is in it", arguments: rows)
    func problems(_ row: Row) throws {
        let settings = ProviderSettings(row.settings)
        let found = Self.factory.check(settings, try Self.context(row.environment))
        #expect(found.map(\.path) == row.problems)
        for problem in found {
            #expect(!problem.message.isEmpty && problem.message.last != ".")
            let text = problem.message + (problem.help ?? "")
            for secret in ["hunter", "51AbCd", "u:p"] { #expect(!text.contains(secret)) }
        }
    }

    @Test("making an instance refuses what the check refuses", arguments: rows)
    func make(_ row: Row) throws {
        let settings = ProviderSettings(row.settings)
        let context = try Self.context(row.environment)
        if let expected = row.problems.first {
            let problem = #expect(throws: SettingsProblem.self) { try Self.factory.make(settings, context) }
            #expect(problem?.path == expected)
        } else if row.settings["api_key"] == nil {
            let problem = #expect(throws: SettingsProblem.self) { try Self.factory.make(settings, context) }
            #expect(problem?.path == ["api_key"])
        } else {
            let built = try Self.factory.make(settings, context)
            #expect(built.mode == (row.settings["api_key"] == Self.live ? .live : .test))
        }
    }

    @Test(
        "the shapes of the settings",
        arguments: [
            ("account", "acct_1Abc", true), ("account", "acct_", false), ("account", "cus_1", false),
            ("account", "acct_1 ", false), ("account", "acct_1\r\nX: y", false),
            ("api_version", "2026-10-28.endive", true),
            ("api_version", "2020-08-27", true), ("api_version", "2026-13-28.endive", false),
            ("api_version", "2026-10-28.", false), ("api_version", "2026-10-28.Endive", false),
            ("api_version", "latest", false), ("api_version", "2026-10-28.a.b", false),
            ("portal.configuration", "bpc_1Mr", true), ("portal.configuration", "pc_1Mr", false),
            ("portal.hosts", "billing.acme.example", true), ("portal.hosts", "Billing.acme.example", false),
            ("portal.hosts", "127.0.0.1", false),
        ]
    )
    func shapes(_ name: String, _ value: String, _ isAccepted: Bool) throws {
        var settings = Self.factory.settings
        var type: SettingType?
        for part in name.split(separator: ".") {
            type = settings.first { $0.name == part }?.type
            if case .group(let inner) = type { settings = inner }
            if case .list(let element) = type { type = element }
        }
        guard case .pattern(let expression, _, let matches) = try #require(type) else {
            Issue.record("\(name) has no pattern")
            return
        }
        #expect(matches(value) == isAccepted)
        // The expression goes into the JSON Schema and may be more lenient, never stricter.
        let matchesExpression = value.range(of: expression, options: .regularExpression) != nil
        if isAccepted { #expect(matchesExpression) }
    }

    @Test("the factory names its kind, and only the key is required")
    func factory() {
        #expect(Self.factory.kind.rawValue == "stripe")
        #expect(Self.factory.environments == Set(DeploymentEnvironment.allCases))
        #expect(Self.factory.settings.filter(\.isRequired).map(\.name) == ["api_key"])
        #expect(Self.factory.settings.filter(\.isReserved).map(\.name) == ["webhook_secret"])
    }
}
