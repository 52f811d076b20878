import BillingCore
import BillingHTTP
import Foundation
import HTTPTypes
import PageKit
import Testing

@testable import MockProvider

@Suite(.timeLimit(.minutes(1)))
struct ConsoleTests {
    private let side: OperatorSide

    init() throws { side = try OperatorSide() }

    static let pages = [
        "/", "/customers/ada", "/customers/ben", "/customers/cho", "/customers/dee", "/customers/eve", "/customers/fin",
        "/customers/ada/deletion", "/clock", "/clock?done=clock&after=0", "/faults", "/events", "/events?customer=ada",
        "/state", "/state/beginning",
    ]

    @Test("every page says which instance, environment and time, and that no real money moves", arguments: pages)
    func banner(path: String) async throws {
        let page = await side.send(.get, path)
        #expect(page.head.status == .ok)
        #expect(
            page.text.contains(
                "Mock provider sandbox, development: no real money moves. It is 24 Nov 2026, 08:30 UTC in this world."
            )
        )
        #expect(page.head.headerFields[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
        #expect(page.head.headerFields[.setCookie] == nil)
        let head = await side.send(.head, path)
        #expect(head.head == page.head)
        #expect(head.body.isEmpty)
    }

    @Test(
        "what is not there is a page of the console",
        arguments: [
            "/nothing", "/customers/zoe", "/customers/zoe/deletion", "/customers", "/clock/x", "/state/x",
            "/customers/%zz",
        ]
    )
    func notFound(path: String) async {
        let page = await side.send(.get, path)
        #expect(page.head.status == .notFound)
        #expect(page.text.contains("Mock provider sandbox"))
    }

    @Test("a path has the methods that it has")
    func methods() async {
        for (method, path, allow) in [
            (HTTPRequest.Method.post, "/", "GET, HEAD"), (.put, "/clock", "GET, HEAD"), (.get, "/clock/move", "POST"),
            (.get, "/customers/ada/cancel-now", "POST"), (.delete, "/state/reset", "POST"),
        ] {
            let page = await side.send(method, path)
            #expect(page.head.status == .methodNotAllowed)
            #expect(page.head.headerFields[.allow] == allow)
        }
        #expect(await side.send(.post, "/clock/move", "{}").head.status == .unsupportedMediaType)
        #expect(await post("/clock/move", "advance=%zz").head.status == .badRequest)
    }

    @Test("a customer is added once, however often the form is sent")
    func addCustomer() async throws {
        let form = "id=&name=Hal+%3Cb%3E&email=&price=mock_pro_m&quantity=2&trial_days=&card=&proposed=cus_mock_1"
        let done = await post("/customers/add", form)
        #expect(done.head.status == .seeOther)
        let path = try #require(done.head.headerFields[.location])
        #expect(path == "/providers/sandbox/customers/cus_mock_1?done=added")
        let page = await side.send(.get, "/customers/cus_mock_1?done=added")
        #expect(page.text.contains("The customer was added."))
        #expect(page.text.contains("Hal &lt;b&gt;"))
        #expect(page.text.contains("2 × Pro monthly"))
        let again = await post("/customers/add", form)
        #expect(again.head.status == .conflict)
        #expect(try await side.value("/customers")["customers"].elements.count == 8)
    }

    @Test("a form that cannot be comes back with its error and what was typed")
    func errors() async throws {
        let page = await post("/customers/add", "id=x&name=Typed&price=mock_pro_m&quantity=many&proposed=cus_mock_1")
        #expect(page.head.status.code == 422)
        #expect(page.text.contains("Quantity is a whole number."))
        #expect(page.text.contains("value=\"Typed\""))
        #expect(page.text.contains("value=\"many\""))
        let clock = await post("/clock/move", "custom=soon")
        #expect(clock.head.status.code == 422)
        #expect(clock.text.contains("value=\"soon\""))
        for contradiction in ["frozen=maybe", "reset=1&set=x", "frozen=yes&reset=yes"] {
            let refused = await post("/clock/move", contradiction)
            #expect(refused.head.status.code >= 400, "\(contradiction)")
        }
        let fault = await post("/faults/add", "operation=*&kind=status&status=200")
        #expect(fault.head.status.code == 422)
        #expect(fault.text.contains("Status is between 400 and 599."))
        let state = await post("/state/import", "document=%7B%22format%22%3A1%7D")
        #expect(state.head.status.code == 422)
        #expect(state.text.contains("Nothing was changed"))
    }

    @Test(
        "every button does what it says, and says no the second time",
        arguments: [
            ("ada", "cancel-now", "canceled"), ("ada", "pause", "paused"), ("ben", "end-trial", "active"),
            ("ada", "fail-payment", "past_due"), ("dee", "pay", "active"),
        ]
    )
    func buttons(name: String, action: String, status: String) async throws {
        let path = "/customers/\(name)/\(action)"
        #expect(await post(path, "subscription=sub_mock_\(name)").head.status == .seeOther)
        #expect(try await side.value("/customers/\(name)")["subscription"]["status"] == .text(status))
        #expect(await post(path, "subscription=sub_mock_\(name)").head.status == .conflict)
    }

    @Test("a cancellation is planned, taken back, and a plan changed")
    func subscription() async throws {
        let subscription = "subscription=sub_mock_ada"
        #expect(await post("/customers/ada/cancel-at-end", subscription).head.status == .seeOther)
        #expect(try await side.value("/customers/ada")["subscription"]["cancel_at"] != .null)
        #expect(await side.send(.get, "/customers/ada").text.contains("Keep"))
        #expect(await post("/customers/ada/keep", subscription).head.status == .seeOther)
        #expect(try await side.value("/customers/ada")["subscription"]["cancel_at"] == .null)
        let change = subscription + "&price=mock_pro_m&quantity=5"
        #expect(await post("/customers/ada/change", change).head.status == .seeOther)
        #expect(await post("/customers/ada/change", change).head.status == .conflict)
        #expect(await post("/customers/ada/card", "card=declines").head.status == .seeOther)
        #expect(await side.send(.get, "/customers/ada").text.contains("Visa ending in 0341, declines"))
        #expect(await post("/customers/ben/pause", subscription).head.status == .notFound)
    }

    @Test("an advance that is sent twice is one, and its page says what happened")
    func clock() async throws {
        let form = "advance=32d&from=2026-11-24T08%3A30%3A00Z"
        let done = await post("/clock/move", form)
        #expect(done.head.headerFields[.location] == "/providers/sandbox/clock?done=clock&after=0")
        let page = await side.send(.get, "/clock?done=clock&after=0")
        #expect(page.text.contains("customer.subscription.deleted"))
        _ = await post("/clock/move", form)
        #expect(try await side.value("/clock")["offset_seconds"] == .integer(32 * 86_400))
        #expect(await post("/clock/move", "frozen=yes").head.status == .seeOther)
        #expect(await side.send(.get, "/").text.contains("and the clock is frozen"))
        #expect(await post("/clock/move", "set=2026-01-01T00:00:00Z").head.status == .conflict)
        #expect(await post("/clock/move", "reset=yes").head.status == .seeOther)
    }

    @Test("a fault is added once, seen, and cleared")
    func faults() async throws {
        let form = "operation=portal.create&kind=latency&latency=3s&count=2&counter=0"
        #expect(await post("/faults/add", form).head.status == .seeOther)
        #expect(await post("/faults/add", form).head.status == .conflict)
        let page = await side.send(.get, "/faults")
        #expect(page.text.contains("The answer is 3s late"))
        #expect(page.text.contains("2 times"))
        #expect(await post("/faults/clear", "id=1").head.status == .seeOther)
        #expect(await side.send(.get, "/faults").text.contains("No faults"))
    }

    @Test("the world is downloaded, imported and reset")
    func state() async throws {
        let export = await side.send(.get, "/state/export")
        #expect(export.head.headerFields[.contentDisposition] == "attachment; filename=\"sandbox-world.json\"")
        #expect(await post("/customers/ada/delete", "").head.status == .seeOther)
        let form = "document=" + PercentEncoding.encode(export.text)
        #expect(await post("/state/import", form).head.status == .seeOther)
        #expect(await side.send(.get, "/state/export").text == export.text)
        #expect(await post("/customers/ada/delete", "").head.status == .seeOther)
        #expect(await post("/state/reset", "").head.status == .seeOther)
        #expect(await side.send(.get, "/state/export").text == export.text)
    }

    @Test("no page shows a way into a portal")
    func secrets() async throws {
        let session = try await makeProvider(side.world).createPortalSession(makeRequest(), makeContext())
        let token = try #require(session.path).split(separator: "/").last.map(String.init) ?? "-"
        for path in ConsoleTests.pages + ["/state/export"] {
            #expect(!(await side.send(.get, path).text.contains(token)))
        }
    }

    private func post(_ path: String, _ form: String) async -> HostedPageResponse {
        await side.send(.post, path, form.isEmpty ? "sent=" : form, type: "application/x-www-form-urlencoded")
    }
}
