import BillingCore
import BillingRouter
import HTTPTypes
import Logging
import Synchronization
import Testing

@testable import BillingServer

@Suite("Logs")
struct LogTests {
    @Test("each request is one line of JSON with what on-call needs") func accessLine() async throws {
        let fixture = Fixture()
        _ = try await fixture.site().ask("/v1/tenants/acme/customers/ada/billing?fresh=true")
        #expect(fixture.log.all.count == 1)
        let entry = try StrictJSON.parse(Array(fixture.log.text.utf8))
        #expect(entry["level"]?.text == "info" && entry["message"]?.text == "request")
        #expect(entry["http.route"]?.text == "/v1/tenants/{tenant}/customers/{customer}/billing")
        #expect(entry["http.status"]?.integer == 200)
        #expect(entry["tenant"]?.text == "acme" && entry["key.id"]?.text == "acme-all")
        #expect(entry["duration.us"]?.integer != nil && entry["trace.id"]?.text?.count == 32)
        #expect(entry["customer"] == nil)
        #expect(entry["time"]?.text?.count == 24)
    }

    @Test("probes are silent at the usual level", arguments: ["/livez", "/readyz"]) func probes(path: String)
        async throws
    {
        let fixture = Fixture()
        let site = PublicSite(
            try fixture.gateway(),
            readiness: fixture.readiness,
            logger: fixture.log.logger(level: .info)
        )
        _ = await site.ask(path, key: nil)
        fixture.readiness.drain()
        _ = await site.ask(path, key: nil)
        #expect(fixture.log.text.isEmpty)
    }

    @Test("no secret reaches a log, whatever happens") func secrets() async throws {
        let fixture = Fixture()
        let site = try fixture.site()
        let marks = ["QUERYMARK", "BODYMARK", "COOKIEMARK", "PATHMARK", "KEYMARK", Fixture.portalSecret, Fixture.key]
        let fields: HTTPFields = [.cookie: "a=COOKIEMARK", .idempotencyKey: "KEYMARK"]
        for code: BillingError.Code? in [nil] + BillingError.Code.allCases.map(Optional.some) {
            fixture.provider.change { $0.error = code.map { BillingError($0, "as the provider put it") } }
            _ = await site.ask(
                .post,
                "/v1/tenants/acme/customers/ada/portal-sessions",
                fields,
                body: #"{"return_path":"/BODYMARK"}"#
            )
            _ = await site.ask(
                .post,
                "/v1/tenants/acme/customers/ada/portal-sessions?QUERYMARK=1",
                fields,
                body: #"{"BODYMARK":1}"#
            )
            _ = await site.ask("/v1/tenants/acme/customers/ada/billing?QUERYMARK", fields)
            _ = await site.ask("/providers/sandbox/p/\(Fixture.portalSecret)?QUERYMARK", fields)
            _ = await site.ask("/PATHMARK", fields)
            _ = await site.ask("/v1/tenants/PATHMARK/plans", key: "tg_KEYMARK", fields)
        }
        #expect(fixture.log.all.count >= 6)
        for mark in marks { #expect(!fixture.log.text.contains(mark)) }
    }

    @Test("a line for a terminal stays a line, whatever is in it") func terminal() {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "x") { _ in
            LineLogHandler(.terminal, level: .info) { line in
                lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            }
        }
        logger[metadataKey: "a"] = "1"
        logger.info("hello", metadata: ["b": "two words", "c": "x\n\u{1B}[31my"])
        logger.debug("unseen")
        let line = lines.withLock { $0 }
        #expect(line.count == 1)
        #expect(line.first?.hasSuffix(" info     hello a=1 b=\"two words\" c=x\u{FFFD}\u{FFFD}[31my\n") == true)
    }
}
