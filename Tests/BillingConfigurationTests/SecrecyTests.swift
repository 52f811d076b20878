import BillingCore
import BillingRouter
import Testing

@testable import BillingConfiguration

@Suite("Secrets stay out of everything that is shown")
struct SecrecyTests {
    static let planted = "PlAnTeD-Xq7Zt-secret"

    static let texts: [String] = [
        "version: 1\nproviders: { pay: { kind: stripe, api_key: §, mode: foo } }\ntenants: { a: { provider: pay } }",
        "version: 1\nproviders: { pay: { kind: stripe, api_key: [§], mode: foo } }",
        "version: 1\nproviders: { pay: { kind: stripe, api_key: { value: § }, mode: foo } }",
        "version: 1\nproviders: { pay: { kind: stripe, api_key: { env: § }, mode: foo } }",
        "version: 1\nproviders: { pay: { kind: stripe, api_kay: §, mode: foo } }",
        "version: 1\nproviders: { pay: { kind: strip, api_key: § } }",
        "version: 1\nproviders: { pay: { knd: stripe, api_key: § } }",
        "version: 1\nproviders: { pay: { kind: stripe, api_key: |\n    §\n  , mode: foo } }",
        "version: 1\nproviders:\n  pay:\n    kind: stripe\n    api_key: |\n      §\n    mode: foo",
        "version: 1\nproviders: { pay: § }",
        "version: 1\nproviders: [§]",
        "version: 1\nproviders: { pay: { kind: stripe, api_key: §: x } }",
        "version: 1\nproviders:\n  pay:\n    api_key: §: x\n",
        "version: 1\nproviders:\n  pay:\n    api_key: \"§\n",
        "version: 1\napi_key: §\nenvironment: x",
        "version: 1\nversion: §\n",
        "version: 1\nenvironment: staging\nenvironment: { a: § }\n",
        "version: 1\ntenants: { a: { auth: { api_keys: [{ id: k, hash: §, scopes: [nothing] }] } } }",
        "version: 1\nproviders: { pay: { kind: stripe, api_key: { env: K }, webhook_secret: §, mode: foo } }",
        "version: 1\nserver: { admin: { token: §, listen: x } }",
    ]

    @Test("a literal secret is refused without an echo, wherever it stands", arguments: texts)
    func literals(_ text: String) {
        let loaded = load(text.replacing("§", with: Self.planted))
        #expect(loaded.configuration == nil)
        for format in DiagnosticReport.Format.allCases {
            #expect(!loaded.report.render(format).contains("Xq7Zt"), "\(loaded.report.render(format))")
        }
    }

    @Test("what has the form of a key is hidden in every message and every line")
    func forms() {
        for secret in [
            "sk_live_51AbCdEfGh", "rk_test_0123456789", "whsec_abcdefgh", "tg_" + String(repeating: "ab", count: 32),
        ] {
            for text in [
                "x: \(secret)", "\(secret): 1", "version: 1\nenvironment: \(secret)", "version: 1 # \(secret)\nfoo: 1",
            ] {
                let report = load(text).report
                for format in DiagnosticReport.Format.allCases {
                    #expect(!report.render(format).contains(secret.dropFirst(4)), "\(report.render(format))")
                }
            }
        }
    }

    @Test("the value of a variable is never shown")
    func variables() {
        let texts = [
            DiagnosticCodeTests.base.replacing("development", with: "${V}"),
            DiagnosticCodeTests.tenant("app_url: \"http://${V}.example\""),
            DiagnosticCodeTests.tenant("provider: \"${V}\""),
            DiagnosticCodeTests.tenant("timezone: \"Europe/${V}\""),
            DiagnosticCodeTests.tenant("customer_ids: \"${V}\""),
            DiagnosticCodeTests.plans("plans: { pro: \(DiagnosticCodeTests.pro.replacing("15", with: "\"${V}\"")) }"),
            "version: 1\nproviders: { pay: { kind: \"${V}\" } }",
            "version: 1\nproviders: { pay: { kind: stripe, api_key: { env: \"${V}\" }, base_url: \"http://${V}\" } }",
            DiagnosticCodeTests.base.replacing("version: 1", with: "version: 1\ninclude: [\"${V}/*.yaml\"]")
                + "tenants: { a: {} }",
        ]
        for text in texts {
            let loaded = load(text, environment: ["V": "planted"], secrets: .all)
            #expect(!loaded.diagnostics.isEmpty, "\(text)")
            for format in DiagnosticReport.Format.allCases {
                #expect(!loaded.report.render(format).contains("planted"), "\(loaded.report.render(format))")
            }
        }
    }

    @Test("a secret that a provider refuses is not in what it says")
    func resolved() throws {
        let text =
            "version: 1\nproviders: { pay: { kind: stripe, mode: live, api_key: { env: K } } }\ntenants: { a: { provider: pay } }"
        let environment = ["K": "sk_test_\(Self.planted)"]
        let loaded = load(text, environment: environment, secrets: .all)
        #expect(loaded.diagnostics.map(\.code) == [.providerSetting])
        #expect(loaded.diagnostics[0].column == 41)
        #expect(!loaded.report.render(.human).contains("Xq7Zt"))
        let good = try #require(load(text.replacing("live", with: "test"), environment: environment).configuration)
        let table = try good.makeRoutingTable(secrets: .all)
        var dumped = ""
        dump(table, to: &dumped)
        #expect(!dumped.contains("Xq7Zt"))
    }

    @Test("`config show` has references and variables as they are written")
    func show() throws {
        let text = """
            version: 1
            providers:
              pay: { kind: stripe, api_key: { env: KEY }, proxy: "http://me:\(Self.planted)@proxy:3128" }
            tenants:
              acme: { provider: pay, name: "${NAME}" }
            """
        let variables = ["KEY": "sk_test_\(Self.planted)", "NAME": "planted"]
        let configuration = try #require(load(text, environment: variables, secrets: .all).configuration)
        let acme = try TenantID("acme")
        for shown in [configuration.effectiveSettings(), try #require(configuration.effectiveSettings(of: acme))] {
            for format in EffectiveSettings.Format.allCases {
                for showsOrigin in [false, true] {
                    let text = shown.render(format, showsOrigin: showsOrigin)
                    #expect(!text.lowercased().contains("planted"), "\(text)")
                    #expect(text.contains("KEY"))
                    #expect(text.contains("${NAME}"))
                }
            }
        }
    }
}
