import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import HTTPTypes
import Testing

@testable import MockProvider

/// The console's and the API's side of a world of its own.
struct OperatorSide {
    let clock: ManualClock
    let world: MockWorld
    private let pages: MockPages

    init() throws {
        clock = try makeClock()
        world = MockWorld(
            place: .memory,
            catalogue: MockCatalogue.read(ProviderSettings()).catalogue,
            clock: clock,
            patience: .seconds(60)
        )
        pages = MockPages(world: world, instance: try ProviderID("sandbox"), patience: .seconds(60))
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String = "",
        type: String? = "application/json"
    ) async -> HostedPageResponse {
        var head = HTTPRequest(method: method, scheme: "http", authority: "localhost:9091", path: path)
        head.headerFields[.contentType] = body.isEmpty ? nil : type
        return await pages.respond(
            to: HostedPageRequest(
                head: head,
                body: Array(body.utf8),
                basePath: "/providers/sandbox",
                audience: .operator
            )
        )
    }

    /// Status and document on one line.
    func call(_ method: HTTPRequest.Method, _ path: String, _ body: String = "") async -> String {
        let response = await send(method, "/api" + path, body)
        return "\(response.head.status.code) \(response.text)"
    }

    func value(_ path: String) async throws -> JSONValue {
        try JSONValue(await send(.get, "/api" + path).body)
    }
}

extension HostedPageResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension JSONValue {
    subscript(name: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }

    subscript(index: Int) -> JSONValue {
        guard case .list(let elements) = self, elements.indices.contains(index) else { return .null }
        return elements[index]
    }

    var elements: [JSONValue] {
        if case .list(let elements) = self { elements } else { [] }
    }
}

@Suite(.timeLimit(.minutes(1)))
struct OperatorAPITests {
    private let side: OperatorSide

    init() throws { side = try OperatorSide() }

    @Test("a customer is told with card and the subscription that counts")
    func customer() async throws {
        #expect(
            await side.call(.get, "/customers/ada") == """
                200 {"id":"ada","name":"Ada","email":"ada@example.com","created_at":"2026-09-25T08:30:00Z",\
                "payment_method":{"brand":"visa","last4":"4242","expires":"12/2034"},"test_clock":null,\
                "subscription":{"id":"sub_mock_ada","status":"active","price":"mock_pro_m",\
                "price_name":"Pro monthly","quantity":1,"current_period_end":"2026-12-14T08:30:00Z",\
                "cancel_at":null,"trial_end":null,"pause_resumes_at":null}}
                """
        )
        #expect(try await side.value("/customers/eve")["subscription"] == .null)
        #expect(try await side.value("/customers/cho")["subscription"]["cancel_at"] == .text("2026-12-12T08:30:00Z"))
        #expect(try await side.value("/customers")["customers"].elements.count == 7)
    }

    @Test("a customer is added with a card, a plan and a trial, or not at all")
    func addCustomer() async throws {
        let plain = await side.send(.post, "/api/customers", #"{"name":"Hal"}"#)
        #expect(plain.head.status == .created)
        #expect(try JSONValue(plain.body)["id"] == .text("cus_mock_1"))
        #expect(try JSONValue(plain.body)["payment_method"] == .null)

        let paying = await side.send(
            .post,
            "/api/customers",
            #"{"id":"org/7 ü","price":"mock_pro_y","quantity":3,"email":"x@example.com"}"#
        )
        let subscription: JSONValue = try JSONValue(paying.body)["subscription"]
        #expect(subscription["status"] == .text("active"))
        #expect(subscription["quantity"] == .integer(3))
        #expect(try JSONValue(paying.body)["payment_method"]["brand"] == .text("visa"))
        #expect(try await side.value("/customers/org%2F7%20%C3%BC")["id"] == .text("org/7 ü"))

        _ = await side.call(.post, "/customers", #"{"id":"tri","price":"mock_pro_m","trial_days":14,"card":"none"}"#)
        #expect(try await side.value("/customers/tri")["subscription"]["status"] == .text("trialing"))
        #expect(
            try await side.value("/customers/tri")["subscription"]["trial_end"] == .text("2026-12-08T08:30:00Z")
        )
        _ = await side.call(.post, "/customers", #"{"id":"bad","price":"mock_pro_m","card":"declines"}"#)
        #expect(try await side.value("/customers/bad")["subscription"]["status"] == .text("incomplete"))

        let refused = await side.call(.post, "/customers", #"{"id":"no","price":"nothing"}"#)
        #expect(
            refused == #"400 {"code":"invalid-request","detail":"No such price: 'nothing'.","pointer":"/price"}"#
        )
        #expect(await side.call(.get, "/customers/no").hasPrefix("404 "))
        let actors = try await side.value("/events?customer=tri")["events"].elements.map { $0["actor"] }
        #expect(Set(actors) == [.text("operator")])
    }

    @Test("a customer goes with all that is theirs, once")
    func deleteCustomer() async throws {
        #expect(await side.call(.delete, "/customers/ada") == #"200 {"id":"ada","deleted":true}"#)
        #expect(await side.call(.delete, "/customers/ada").hasPrefix("404 "))
        #expect(await side.call(.post, "/customers", #"{"id":"ben"}"#).hasPrefix(#"409 {"code":"conflict""#))
    }

    @Test("the clock moves on and says what that did, and never moves back")
    func clock() async throws {
        #expect(
            await side.call(.get, "/clock") == """
                200 {"now":"2026-11-24T08:30:00Z","wall":"2026-11-24T08:30:00Z","offset_seconds":0,"frozen":false}
                """
        )
        let moved = try JSONValue(await side.send(.post, "/api/clock", #"{"advance":"32d"}"#).body)
        #expect(moved["now"] == .text("2026-12-26T08:30:00Z"))
        #expect(moved["offset_seconds"] == .integer(32 * 86_400))
        let ended = moved["events"].elements.filter { $0["type"] == .text("customer.subscription.deleted") }
        #expect(ended.map { $0["customer"] }.contains(.text("cho")))
        #expect(Set(moved["events"].elements.map { $0["actor"] }) == [.text("clock")])
        #expect(await side.call(.post, "/clock", #"{"set":"2026-12-01T00:00:00Z"}"#).hasPrefix("409 "))
        #expect(await side.call(.post, "/clock", #"{"advance":"36500d"}"#).contains(#""pointer":"/advance""#))
        #expect(await side.call(.post, "/clock", #"{"frozen":true}"#).contains(#""frozen":true"#))
        side.clock.advance(by: days(1))
        #expect(try await side.value("/clock")["now"] == .text("2026-12-26T08:30:00Z"))
        #expect(await side.call(.post, "/clock", #"{"reset":true}"#).contains(#""offset_seconds":0"#))
        #expect(try await side.value("/customers/cho")["subscription"]["status"] == .text("canceled"))
    }

    @Test(
        "what is no change of the clock is refused",
        arguments: [
            "{}", #"{"advance":"1d","reset":true}"#, #"{"advance":"-1d"}"#, #"{"advance":"1 day"}"#,
            #"{"advance":"99999999999999999999d"}"#, #"{"advance":36}"#, #"{"set":"tomorrow"}"#, #"{"reset":false}"#,
            #"{"frozen":1}"#, "[]", "null", #"{"set":"9999-01-01T00:00:00Z"}"#,
        ]
    )
    func badClock(body: String) async throws {
        #expect(await side.call(.post, "/clock", body).hasPrefix(#"400 {"code":"invalid-request""#))
    }

    @Test("a fault is asked for, seen, used up and taken back")
    func faults() async throws {
        #expect(
            await side.call(.post, "/faults", #"{"operation":"portal.create","kind":"timeout"}"#) == """
                201 {"id":1,"operation":"portal.create","kind":"timeout","remaining":1,"rate":null,"seed":null,\
                "status":null,"latency":null,"retry_after":null}
                """
        )
        let late = #"{"operation":"*","kind":"latency","latency":"1500ms","rate":0.5,"seed":7}"#
        #expect(await side.call(.post, "/faults", late).contains(#""latency":"1500ms""#))
        #expect(
            await side.call(.post, "/faults", #"{"operation":"*","kind":"rate-limit","count":3}"#)
                .contains(#""remaining":3,"rate":null,"seed":null,"status":null,"latency":null,"retry_after":"1s""#)
        )
        #expect(try await side.value("/faults")["faults"].elements.count == 3)
        await #expect(throws: BillingError.self) {
            try await makeProvider(side.world).createPortalSession(makeRequest(), makeContext())
        }
        #expect(try await side.value("/faults")["faults"][0]["id"] == .integer(2))
        #expect(await side.call(.delete, "/faults/2") == #"200 {"cleared":1}"#)
        #expect(await side.call(.delete, "/faults/2").hasPrefix("404 "))
        #expect(await side.call(.delete, "/faults") == #"200 {"cleared":1}"#)
    }

    @Test(
        "a fault that makes no sense is refused where it makes none",
        arguments: [
            (#"{"kind":"timeout"}"#, "/operation"), (#"{"operation":"portal.create"}"#, "/kind"),
            (#"{"operation":"x","kind":"timeout"}"#, "/operation"), (#"{"operation":"*","kind":"status"}"#, "/status"),
            (#"{"operation":"*","kind":"status","status":200}"#, "/status"),
            (#"{"operation":"*","kind":"latency"}"#, "/latency"),
            (#"{"operation":"*","kind":"latency","latency":"11m"}"#, "/latency"),
            (#"{"operation":"*","kind":"timeout","latency":"1s"}"#, "/latency"),
            (#"{"operation":"*","kind":"timeout","rate":0}"#, "/rate"),
            (#"{"operation":"*","kind":"timeout","rate":1.5}"#, "/rate"),
            (#"{"operation":"*","kind":"timeout","rate":0.5,"count":1}"#, "/rate"),
            (#"{"operation":"*","kind":"timeout","seed":1}"#, "/seed"),
            (#"{"operation":"*","kind":"timeout","count":0}"#, "/count"),
            (#"{"operation":"*","kind":"timeout","count":1.5}"#, "/count"),
            (#"{"operation":"*","kind":"timeout","extra/~":1}"#, "/extra~1~0"),
        ]
    )
    func badFaults(body: String, pointer: String) async throws {
        let answer = await side.call(.post, "/faults", body)
        #expect(answer.hasPrefix(#"400 {"code":"invalid-request""#))
        #expect(answer.hasSuffix(#""pointer":"\#(pointer)"}"#))
    }

    @Test(
        "a trigger does what its event tells of",
        arguments: [
            ("invoice.payment_failed", "ada", "past_due"), ("customer.subscription.deleted", "ada", "canceled"),
            ("customer.subscription.paused", "ada", "paused"), ("customer.subscription.trial_end", "ben", "active"),
            ("invoice.paid", "dee", "active"),
        ]
    )
    func triggers(event: String, customer: String, status: String) async throws {
        let answer = await side.call(.post, "/triggers", #"{"event":"\#(event)","customer":"\#(customer)"}"#)
        #expect(answer.hasPrefix(#"200 {"events":[{"id":"evt_mock_1""#))
        #expect(try await side.value("/customers/\(customer)")["subscription"]["status"] == .text(status))
    }

    @Test("a pause ends by its trigger, and a trigger that does not fit is a conflict")
    func conflicts() async throws {
        let resumed = #"{"event":"customer.subscription.resumed","customer":"ada"}"#
        #expect(await side.call(.post, "/triggers", resumed).hasPrefix("409 "))
        _ = await side.call(.post, "/triggers", #"{"event":"customer.subscription.paused","customer":"ada"}"#)
        #expect(await side.call(.post, "/triggers", resumed).hasPrefix("200 "))
        for (event, customer, status) in [
            ("invoice.paid", "ada", 409), ("invoice.paid", "eve", 409), ("invoice.paid", "zoe", 404),
            ("invoice.created", "ada", 400),
        ] {
            let answer = await side.call(.post, "/triggers", #"{"event":"\#(event)","customer":"\#(customer)"}"#)
            #expect(answer.hasPrefix("\(status) "))
        }
    }

    @Test("events come newest first, of one customer or all, and only so many")
    func events() async throws {
        for customer in ["ada", "gus"] {
            let body = #"{"event":"customer.subscription.deleted","customer":"\#(customer)"}"#
            _ = await side.call(.post, "/triggers", body)
        }
        #expect(
            try await side.value("/events?limit=1")["events"][0]["object"] == .text("sub_mock_gus")
        )
        #expect(try await side.value("/events?limit=1")["events"].elements.count == 1)
        #expect(try await side.value("/events?customer=ada")["events"].elements.count == 1)
        #expect(try await side.value("/events?customer=nobody")["events"].elements.isEmpty)
        for query in ["limit=0", "limit=x", "limit=1001", "what=1", "limit=1&limit=2", "customer=%zz"] {
            #expect(await side.call(.get, "/events?" + query).hasPrefix("400 "))
        }
    }

    @Test("a body that is not said to be JSON is not read", arguments: [nil, "text/plain", "multipart/form-data"])
    func mediaType(type: String?) async throws {
        let response = await side.send(.post, "/api/clock", #"{"advance":"1d"}"#, type: type)
        #expect(response.head.status == .unsupportedMediaType)
        #expect(try await side.value("/clock")["offset_seconds"] == .integer(0))
        let charset = "Application/JSON; charset=utf-8"
        #expect(await side.send(.post, "/api/clock", #"{"advance":"1d"}"#, type: charset).head.status == .ok)
    }

    @Test("what is not JSON is said to be none, and where")
    func syntax() async throws {
        let answer = await side.call(.post, "/clock", "{\n  \"advance\": 1d\n}")
        #expect(answer.contains("This is not JSON at line 2, column "))
        let deep = String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)
        #expect(await side.call(.post, "/clock", deep).hasPrefix("400 "))
        #expect(
            await side.call(.post, "/clock", #"{"advance":""# + String(repeating: "1", count: 70_000) + #""}"#)
                .contains("at most 65536 bytes")
        )
    }

    @Test("what is not there is not found, and what a path does not do says what it does")
    func paths() async throws {
        for path in [
            "/nothing", "/", "/customers/zoe", "/customers/", "/customers/ada/x", "/faults/x", "/customers/%zz",
        ] {
            #expect(await side.call(.get, path).hasPrefix("40"))
            #expect(await side.send(.get, "/api" + path).head.headerFields[.contentType] == "application/json")
        }
        let response = await side.send(.put, "/api/customers", "{}")
        #expect(response.head.status == .methodNotAllowed)
        #expect(response.head.headerFields[.allow] == "GET, HEAD, POST")
        let head = await side.send(.head, "/api/clock")
        #expect(head.head.status == .ok)
        #expect(head.body.isEmpty)
    }

    @Test("a world that cannot be opened is unavailable")
    func unavailable() async throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.path + "/state"))
        let pages = MockPages(
            world: makeWorld(side.clock, .file(folder.state)),
            instance: try ProviderID("sandbox")
        )
        let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/api/clock")
        let response = await pages.respond(
            to: HostedPageRequest(head: head, body: [], basePath: "/providers/sandbox", audience: .operator)
        )
        #expect(response.head.status == .serviceUnavailable)
        #expect(response.text.hasPrefix(#"{"code":"unavailable""#))
    }
}

struct DurationTextTests {
    @Test(
        "durations are read and written",
        arguments: [("32d", 2_764_800_000), ("12h", 43_200_000), ("90m", 5_400_000), ("30s", 30_000), ("250ms", 250)]
    )
    func durations(text: String, milliseconds: Int) {
        #expect(DurationText.duration(text) == .milliseconds(milliseconds))
        #expect(DurationText.text(.milliseconds(milliseconds)) == text)
    }

    @Test("anything else is none", arguments: ["", "d", "1", "1w", "1.5h", "-1d", "1 d", "1D", "٣d", "36501d"])
    func none(text: String) { #expect(DurationText.duration(text) == nil) }
}
