import BillingCore
import BillingTesting
import Foundation
import GRDB
import HTTPTypes
import Testing

@testable import MockProvider

@Suite(.timeLimit(.minutes(1)))
struct MockStateTests {
    private let side: OperatorSide

    init() throws { side = try OperatorSide() }

    @Test("what is exported and imported again is the same, to the byte, in another world too")
    func roundTrip() async throws {
        try await arrange()
        let exported = await side.send(.get, "/api/state").text
        let other = try OperatorSide()
        for side in [side, other] {
            #expect(await side.call(.put, "/state", exported) == #"200 {"customers":8,"subscriptions":7,"invoices":7}"#)
            #expect(await side.send(.get, "/api/state").text == exported)
        }
        for name in ["ada", "ben", "cho", "dee", "eve", "fin", "gus", "hal"] {
            let snapshots = try await [side, other].asyncMap {
                try await makeProvider($0.world).fetchSubscription(customer(name), makeContext())
            }
            #expect(snapshots[0] == snapshots[1])
        }
        // The next ids and events go on from there.
        let hal = await other.call(.post, "/customers", "{}")
        #expect(await side.call(.post, "/customers", "{}") == hal)
    }

    /// Something of everything that a world can have.
    private func arrange() async throws {
        for (path, body) in [
            ("/clock", #"{"advance":"3d"}"#),
            ("/faults", #"{"operation":"*","kind":"rate-limit","rate":0.25,"seed":7,"retry_after":"2s"}"#),
            ("/faults", #"{"operation":"portal.create","kind":"latency","latency":"1500ms","count":3}"#),
            ("/customers", #"{"id":"hal","name":"Hal \"9000\" ü\\","price":"mock_pro_y","quantity":3,"card":"amex"}"#),
            ("/triggers", #"{"event":"customer.subscription.paused","customer":"gus"}"#),
            ("/clock", #"{"frozen":true}"#),
        ] { #expect(await side.call(.post, path, body).hasPrefix("20")) }
        try await side.world.act { world in
            _ = try world.addTestClock(name: "slow", frozenTime: world.time.world)
            let ada = try #require(try world.currentSubscription(of: ProviderCustomerID("ada")))
            let yearly = try world.price(ProviderPriceID("mock_pro_m"))
            try world.update(ada, by: .portal) { account, now in
                try account.change(to: yearly, quantity: 2, .withNextInvoice, at: now)
                try account.cancelAtPeriodEnd(
                    MockSubscription.CancellationDetails(feedback: .other, comment: "two\nlines"),
                    at: now
                )
            }
        }
    }

    @Test("a short seed is a whole world")
    func seed() async throws {
        #expect(
            await side.call(
                .put,
                "/state",
                """
                {"format":"tollgate-mock","version":1,"customers":[{"id":"hal","name":"Hal","card":"visa"}],
                 "subscriptions":[
                   {"customer":"hal","price":"mock_pro_m","started":"-70d"},
                   {"customer":"hal","price":"mock_pro_y","started":"2026-11-20T00:00:00Z","trial_end":"+12h"}
                 ]}
                """
            ) == #"200 {"customers":1,"subscriptions":2,"invoices":3}"#
        )
        let state = try await side.value("/state")
        #expect(state["customers"].elements.count == 1)
        let monthly = state["subscriptions"][0]
        #expect(monthly["id"] == .text("sub_mock_hal"))
        #expect(monthly["status"] == .text("active"))
        #expect(monthly["started"] == .text("2026-09-15T08:30:00Z"))
        #expect(monthly["period_start"] == .text("2026-11-15T08:30:00Z"))
        #expect(monthly["period_end"] == .text("2026-12-15T08:30:00Z"))
        #expect(monthly["invoice_count"] == .integer(3))
        #expect(state["invoices"].elements.map { $0["id"] } == (1...3).map { .text("in_mock_hal_\($0)") })
        let trial = state["subscriptions"][1]
        #expect(trial["id"] == .text("sub_mock_hal_2"))
        #expect(trial["status"] == .text("trialing"))
        #expect(trial["period_end"] == .text("2026-11-24T20:30:00Z"))
        #expect(state["prices"].elements.count == 3)
    }

    @Test(
        "what a subscription's status brings follows from it",
        arguments: [
            (#""status":"past_due","started":"-3d""#, "next_attempt_at", "2026-11-25T08:30:00Z"),
            (#""status":"past_due","started":"-9d""#, "next_attempt_at", "2026-11-30T08:30:00Z"),
            (#""status":"paused","started":"-3d""#, "paused_at", "2026-11-24T08:30:00Z"),
            (#""started":"-40d","cancel_at":"-1d""#, "ended_at", "2026-11-23T08:30:00Z"),
            (#""started":"-40d","cancel_at":"-1d""#, "status", "canceled"),
            (#""started":"-40d","ended_at":"-2d""#, "status", "canceled"),
            (#""started":"-40d","trial_end":"-33d""#, "period_end", "2026-12-22T08:30:00Z"),
            (#""started":"-40d","cancel_at_period_end":true"#, "reason", "cancellation_requested"),
            (#""started":"-1h","status":"incomplete""#, "status", "incomplete"),
        ]
    )
    func derived(fields: String, name: String, value: String) async throws {
        let body = """
            {"format":"tollgate-mock","version":1,"customers":[{"id":"hal"}],
             "subscriptions":[{"customer":"hal","price":"mock_pro_m",\(fields)}]}
            """
        #expect(await side.call(.put, "/state", body).hasPrefix("200 "))
        #expect(try await side.value("/state")["subscriptions"][0][name] == .text(value))
    }

    @Test(
        "what is wrong with a world is said with its place, and changes nothing",
        arguments: [
            (#""subscriptions":[{"customer":"hal","price":"gold"}]"#, "/subscriptions/0/price"),
            (#""subscriptions":[{"customer":"hat","price":"mock_pro_m"}]"#, "/subscriptions/0/customer"),
            (#""subscriptions":[{"customer":"hal"}]"#, "/subscriptions/0/price"),
            (#""subscriptions":[{"customer":"hal","price":"mock_pro_m","started":"+1d"}]"#, "/subscriptions/0/started"),
            (
                #""subscriptions":[{"customer":"hal","price":"mock_pro_m","started":"soon"}]"#,
                "/subscriptions/0/started"
            ),
            (#""subscriptions":[{"customer":"hal","price":"mock_pro_m","quantity":0}]"#, "/subscriptions/0/quantity"),
            (
                #""subscriptions":[{"customer":"hal","price":"mock_pro_m","status":"trialing"}]"#,
                "/subscriptions/0/trial_end"
            ),
            (
                #""subscriptions":[{"customer":"hal","price":"mock_pro_m","cancel_at":"+1d","cancel_at_period_end":true}]"#,
                "/subscriptions/0/cancel_at"
            ),
            (
                #""subscriptions":[{"id":"s","customer":"hal","price":"mock_pro_m"},{"id":"s","customer":"hal","price":"mock_pro_m"}]"#,
                "/subscriptions/1/id"
            ),
            (#""subscriptions":{}"#, "/subscriptions"), (#""subscriptions":[1]"#, "/subscriptions/0"),
            (#""extra":1"#, "/extra"), (#""clock":{"offset_seconds":"1"}"#, "/clock/offset_seconds"),
            (#""test_clocks":[{}]"#, "/test_clocks/0/id"), (#""prices":[{"id":"x","amount":1}]"#, "/prices/0/interval"),
            (
                #""prices":[{"id":"x","amount":1,"interval":"month","currency":"USD"}]"#,
                "/prices/0/currency"
            ),
            (#""invoices":[{"id":"i","subscription":"sub_x"}]"#, "/invoices/0/subscription"),
            (#""faults":[{"id":1,"operation":"*","kind":"status"}]"#, "/faults/0/status"),
            (#""events":[{"id":"evt_1"}]"#, "/events/0/id"),
        ]
    )
    func problems(fields: String, pointer: String) async throws {
        let before = await side.send(.get, "/api/state").text
        let body = #"{"format":"tollgate-mock","version":1,"customers":[{"id":"hal"}],\#(fields)}"#
        let answer = await side.call(.put, "/state", body)
        #expect(answer.hasPrefix(#"400 {"code":"invalid-request""#))
        #expect(answer.hasSuffix(#""pointer":"\#(pointer)"}"#))
        #expect(await side.send(.get, "/api/state").text == before)
    }

    @Test(
        "what is no such document is refused",
        arguments: [
            ("{}", "/format"), (#"{"format":"x","version":1}"#, "/format"),
            (#"{"format":"tollgate-mock"}"#, "/version"), (#"{"format":"tollgate-mock","version":2}"#, "/version"),
            (#"{"format":"tollgate-mock","version":1,"customers":[{"id":"a"},{"id":"a"}]}"#, "/customers/1/id"),
            (#"{"format":"tollgate-mock","version":1,"customers":[{"id":"a","card":"gold"}]}"#, "/customers/0/card"),
            (
                #"{"format":"tollgate-mock","version":1,"customers":[{"id":"a","card":{"last4":"9999"}}]}"#,
                "/customers/0/card/last4"
            ),
        ]
    )
    func notAState(body: String, pointer: String) async {
        #expect(await side.call(.put, "/state", body).hasSuffix(#""pointer":"\#(pointer)"}"#))
    }

    @Test("an import and a reset end open portal sessions")
    func sessions() async throws {
        for path in ["/state", "/state/reset"] {
            _ = try await makeProvider(side.world).createPortalSession(makeRequest(), makeContext(path))
            let body = path == "/state" ? await side.send(.get, "/api/state").text : "{}"
            #expect(await side.call(path == "/state" ? .put : .post, path, body).hasPrefix("200 "))
            let left = try await side.world.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM portal_sessions") }
            #expect(left == 0)
        }
    }

    @Test("a reset world begins again, ids and clock too")
    func reset() async throws {
        let before = await side.send(.get, "/api/state").text
        try await arrange()
        #expect(
            await side.call(.post, "/state/reset", "{}") == #"200 {"customers":7,"subscriptions":6,"invoices":6}"#
        )
        #expect(await side.send(.get, "/api/state").text == before)
        #expect(await side.call(.post, "/state/reset", #"{"x":1}"#).hasPrefix("400 "))
    }

    @Test("a seed file is what the world begins with, at its first start only, and is never written")
    func seedFile() async throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/seed.json"
        let text = """
            {"format": "tollgate-mock", "version": 1,
             "customers": [{"id": "hal", "card": "visa"}],
             "subscriptions": [{"customer": "hal", "price": "mock_pro_m", "started": "-10d"}]}
            """
        try Data(text.utf8).write(to: URL(filePath: file))
        let factory = ProviderFactory.mock()
        let settings = ProviderSettings(["seed": .text(file), "state": .text(folder.state)])
        let context = ProviderContext(
            instance: try ProviderID("sandbox"),
            environment: .development,
            clock: side.clock
        )
        let provider = try factory.make(settings, context).provider
        let hal = try await provider.fetchSubscription(customer("hal"), makeContext()).current
        #expect(hal?.period?.end == (try instant("2026-12-14T08:30:00Z")))
        #expect(
            await code { _ = try await provider.fetchSubscription(customer("ada"), makeContext()) } == .customerNotFound
        )
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)

        try FileManager.default.removeItem(atPath: file)
        let again = try factory.make(settings, context).provider
        #expect(try await again.fetchSubscription(customer("hal"), makeContext()).current != nil)
    }

    @Test(
        "a seed file that cannot be planted is named, with the place",
        arguments: [
            (nil, "It is not there"), ("{", "This is not JSON at line 1, column 2."),
            (#"{"format":"tollgate-mock","version":1,"customers":[{}]}"#, "at /customers/0/id: `id` is required."),
        ]
    )
    func badSeedFile(text: String?, message: String) async throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/seed.json"
        if let text { try Data(text.utf8).write(to: URL(filePath: file)) }
        let world = MockWorld(
            place: .memory,
            catalogue: MockCatalogue.read(ProviderSettings()).catalogue,
            seeds: .file(file),
            clock: side.clock
        )
        let error = await failure { _ = try await makeProvider(world).fetchSubscription(customer("a"), makeContext()) }
        #expect(error?.code == .providerMisconfigured)
        #expect(error?.message.contains("the seed file \(file) cannot be planted") == true)
        #expect(error?.message.contains(message) == true)
    }
}

extension Array {
    fileprivate func asyncMap<Answer>(_ body: (Element) async throws -> Answer) async rethrows -> [Answer] {
        var answers: [Answer] = []
        for element in self { answers.append(try await body(element)) }
        return answers
    }
}

struct RelativeInstantTests {
    @Test(
        "instants are relative to the start",
        arguments: [
            ("-10d", "2026-11-14T08:30:00Z"), ("+9d", "2026-12-03T08:30:00Z"), ("-1mo3d", "2026-10-21T08:30:00Z"),
            ("+12h30m", "2026-11-24T21:00:00Z"), ("-0d", "2026-11-24T08:30:00Z"), ("+5s", "2026-11-24T08:30:05Z"),
        ]
    )
    func relative(text: String, expected: String) throws {
        let start = try instant("2026-11-24T08:30:00Z")
        #expect(RelativeInstant.date(text, from: start).map(RFC3339.string) == expected)
    }

    @Test("anything else is none", arguments: ["", "-", "10d", "-d", "-10", "-10x", "-1d1mo", "- 1d", "-1000000d"])
    func none(text: String) throws {
        #expect(RelativeInstant.date(text, from: try instant("2026-11-24T08:30:00Z")) == nil)
    }
}
