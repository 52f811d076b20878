import BillingRouter
import FoundationEssentials
import Testing

@testable import BillingConfiguration

@Suite("Reports")
struct ReportTests {
    private static let faulty = """
        version: 1
        environment: development
        providers: { sandbox: { kind: mock } }
        defaults: { provider: sandbox, paid_grace: 24 }
        tenants:
          acme:
            retrun_urls:
              allow: []
            customer_ids: theirs
          Beta: {}
          gamma: { provider: sandbx }
        """

    @Test("five mistakes are five diagnostics at their lines")
    func fiveMistakes() {
        let diagnostics = load(Self.faulty).diagnostics
        #expect(diagnostics.map(\.line) == [4, 7, 9, 10, 11])
        #expect(diagnostics.map(\.code) == [.notDuration, .unknownKey, .notAChoice, .invalidName, .unknownProvider])
        #expect(diagnostics.last?.help == "did you mean `sandbox`?")
        #expect(diagnostics[3].help == "write `beta`")
    }

    @Test("the human form underlines the place")
    func human() {
        let padding = String(repeating: "# comment\n", count: 24)
        let text = padding + DiagnosticCodeTests.base + "tenants:\n  acme:\n    retrun_urls:\n      default_path: /x\n"
        #expect(
            load(text).report.render(.human) == """
                error[TG2003]: unknown key `retrun_urls`
                  --> providers.yaml:31:5
                   |
                31 |     retrun_urls:
                   |     ^^^^^^^^^^^ not a setting of a tenant
                   = help: did you mean `return_urls`?
                providers.yaml: 1 error

                """
        )
        #expect(load(text).report.render(.human, isColoured: true).contains("\u{1B}[1;31merror[TG2003]\u{1B}[0m"))
    }

    @Test("tabs and wide characters are underlined where a terminal shows them")
    func widths() {
        let text = DiagnosticCodeTests.base + "tenants: { acme: { name: 日本,\tnam: x } }\n"
        let lines = load(text).report.render(.human).split(separator: "\n")
        #expect(lines[3] == "5 | tenants: { acme: { name: 日本,    nam: … } }")
        #expect(lines[4].hasPrefix("  |                                   ^^^ not"))
        #expect(load(text).diagnostics[0].column == 30)
    }

    @Test("a line of a megabyte is shown in part")
    func longLine() {
        let long = String(repeating: "ab ", count: 400_000)
        let text =
            DiagnosticCodeTests.base
            + "tenants: { acme: { name: \"\(long)\", nam: x, app_url: \"https://\(long)\" } }\n"
        let report = load(text).report.render(.human)
        #expect(report.utf8.count < 2_000)
        #expect(report.contains("nam: …"))
        #expect(report.contains("^^^ not a setting of a tenant"))
    }

    @Test("a terminal gets no control characters of a file")
    func controls() {
        let report = load(DiagnosticCodeTests.base + "tenants: { acme: { \"\\e[31m\": x, 'a\u{202E}b': y } }").report
            .render(.human)
        #expect(!report.contains("\u{1B}"))
        #expect(!report.contains("\u{202E}"))
    }

    @Test("CRLF and a byte order mark change no place")
    func lineEnds() {
        let text = "\u{FEFF}" + Self.faulty.replacing("\n", with: "\r\n")
        #expect(load(text).diagnostics.map(\.line) == [4, 7, 9, 10, 11])
        #expect(load(text).diagnostics.map(\.column) == load(Self.faulty).diagnostics.map(\.column))
        #expect(load("\u{FEFF}versio: 1").diagnostics.map(\.column).contains(1))
    }

    @Test("JSON has every field, and SARIF is one run with its rules")
    func machines() throws {
        let report = load(Self.faulty).report
        let json = report.render(.json)
        #expect(json.contains("\"errors\": 5"))
        #expect(json.contains("\"code\": \"TG2003\""))
        #expect(json.contains("\"line\": 7"))
        let sarif = report.render(.sarif)
        #expect(sarif.contains("\"version\": \"2.1.0\""))
        #expect(sarif.contains("\"ruleId\": \"TG2003\""))
        #expect(sarif.contains("\"startLine\": 7"))
        struct Document: Decodable {}
        for text in [json, sarif, load("version: 1").report.render(.sarif)] {
            _ = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
        }
    }

    @Test("workflow commands name file, line and code")
    func github() {
        #expect(
            load(Self.faulty).report.render(.github).split(separator: "\n")[1]
                == "::error file=providers.yaml,line=7,col=5,endColumn=16,title=TG2003::unknown key `retrun_urls`; "
                + "not a setting of a tenant; did you mean `return_urls`?"
        )
    }

    @Test("a hopeless file lists a thousand errors and counts the rest")
    func manyErrors() {
        let lines = (0..<3000).map { "  t\($0): { nam: x }\n" }.joined()
        let loaded = load(DiagnosticCodeTests.base + "tenants:\n" + lines)
        #expect(loaded.diagnostics.count == 1000)
        #expect(loaded.omitted == 2000)
        #expect(loaded.report.summary == "providers.yaml: 1000 errors, and 2000 more that are not listed")
    }

    @Test("a key that nothing acts on is warned of once, however many tenants have it")
    func reserved() {
        let lines = (0..<50).map { "  t\($0): { limits: { requests_per_minute: 5 } }\n" }.joined()
        #expect(load(DiagnosticCodeTests.base + "tenants:\n" + lines).diagnostics.map(\.code) == [.reservedKey])
    }

    @Test("an accent colour that is hard to see draws a warning")
    func contrast() {
        let text = DiagnosticCodeTests.tenant("branding: { accent: \"#ffe600\" }")
        #expect(load(text).diagnostics.map(\.code) == [.lowContrast])
        #expect(load(text.replacing("ffe600", with: "2456c7")).diagnostics.map(\.code) == [])
    }
}
