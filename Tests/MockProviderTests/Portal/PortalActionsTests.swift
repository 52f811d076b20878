import BillingCore
import BillingTesting
import Foundation
import GRDB
import HTTPTypes
import Testing

@testable import MockProvider

struct PortalActionsTests {
    @Test("cancelling at the period's end keeps reason and comment, and can be taken back")
    func cancel() async throws {
        let browser = try await PortalBrowser()
        let confirm = await browser.get(
            "/cancel/sub_mock_ada/confirm?when=period_end&reason=too_expensive&comment=Too+much%0D%0Afor+me"
        )
        #expect(confirm.text.contains("You keep access until 14 Dec 2026"))
        #expect(try await browser.subscription().plannedEnd == nil)
        let done = try await browser.send(confirm, to: "/cancel/sub_mock_ada/confirm")
        #expect(done.title == "Plan will be canceled · Billing · Acme")
        #expect(done.text.contains("Your plan will be canceled on 14 Dec 2026. You keep access until then."))
        let canceled = try await browser.subscription()
        #expect(canceled.plannedEnd == .at(canceled.periodEnd))
        #expect(canceled.cancellation.feedback == .tooExpensive)
        #expect(canceled.cancellation.comment == "Too much\nfor me")

        let kept = try await browser.send(done, to: "/keep/sub_mock_ada")
        #expect(kept.text.contains("Your plan goes on."))
        #expect(try await browser.subscription().plannedEnd == nil)
    }

    @Test("cancelling now ends it")
    func cancelNow() async throws {
        let browser = try await PortalBrowser()
        let confirm = await browser.get("/cancel/sub_mock_ada/confirm?when=now")
        let done = try await browser.send(confirm, to: "/cancel/sub_mock_ada/confirm")
        #expect(done.text.contains("Your plan is canceled."))
        #expect(try await browser.subscription().status == .canceled)
    }

    @Test("the sum that a change shows is the sum that is charged")
    func changePlan() async throws {
        let browser = try await PortalBrowser()
        #expect(await browser.get("/plan/sub_mock_ada").text.contains("144.00 USD / year"))
        let confirm = await browser.get("/plan/sub_mock_ada/confirm?price=mock_pro_y")
        #expect(confirm.text.contains("Unused time on 1 × Pro monthly"))
        let total = try #require(confirm.text.firstMatch(of: /Total.*?([0-9.]+ USD)/)?.output.1)
        #expect(try await browser.subscription().price.id.rawValue == "mock_pro_m")
        let done = try await browser.send(confirm, to: "/plan/sub_mock_ada/confirm")
        #expect(done.text.contains("You are now on the Pro yearly plan."))
        let invoice = try await browser.world.act { world in
            try #require(try MockInvoice.fetch(of: ProviderCustomerID("ada"), world.db).first)
        }
        #expect("\(Money(amount: invoice.amountDue, currency: "usd"))" == total)
        #expect(invoice.status == .paid)
    }

    @Test("a plan that is going to end is kept before it is changed: nobody pays for time after the end")
    func changeAfterCancellation() async throws {
        let browser = try await PortalBrowser()
        let change = await browser.get("/plan/sub_mock_ada/confirm?price=mock_pro_y")
        let confirm = await browser.get("/cancel/sub_mock_ada/confirm?when=period_end")
        let done = try await browser.send(confirm, to: "/cancel/sub_mock_ada/confirm")
        #expect(!done.text.contains("Change plan"))
        let before = try await browser.subscription()
        #expect(await browser.post("/plan/sub_mock_ada/confirm", change.hidden).status == 409)
        let page = await browser.get("/plan/sub_mock_ada")
        #expect(page.text.contains("keep it first"))
        #expect(try await browser.subscription() == before)
    }

    @Test("what was paid too much is shown, on the invoice and with the plan")
    func credit() async throws {
        let browser = try await PortalBrowser()
        for price in ["mock_pro_y", "mock_pro_m"] {
            let confirm = await browser.get("/plan/sub_mock_ada/confirm?price=\(price)")
            _ = try await browser.send(confirm, to: "/plan/sub_mock_ada/confirm")
        }
        let credit = try await browser.world.act { try $0.customer(ProviderCustomerID("ada")).credit }
        let amount = Money(amount: credit, currency: "usd").description
        #expect(credit > 0)
        #expect(await browser.get("/overview").text.contains("\(amount), for your next invoices"))
        #expect(await browser.get("/invoices/in_mock_ada_3").text.contains("Kept for later invoices"))
    }

    @Test("who only looks on writes once a minute, and the session lives on")
    func touches() async throws {
        let browser = try await PortalBrowser()
        func expiry() async throws -> Int? {
            try await browser.world.sql { try Int.fetchOne($0, sql: "SELECT expires_at FROM portal_sessions") }
        }
        _ = await browser.get("/overview")
        let first = try await expiry()
        browser.clock.advance(by: .seconds(59))
        _ = await browser.get("/overview")
        #expect(try await expiry() == first)
        browser.clock.advance(by: .seconds(2))
        _ = await browser.get("/overview")
        #expect(try await expiry() == first.map { $0 + 61 })
    }

    @Test("who cannot pay the difference keeps the old plan")
    func changeDeclined() async throws {
        let browser = try await PortalBrowser()
        #expect(await browser.post("/payment-method", ["number": "4000 0000 0000 0341"]).status == 303)
        let confirm = await browser.get("/plan/sub_mock_ada/confirm?price=mock_pro_y")
        let answer = await browser.post("/plan/sub_mock_ada/confirm", confirm.hidden)
        #expect(answer.status == 402)
        #expect(answer.text.contains("Your card was declined. Your plan was not changed."))
        let subscription = try await browser.subscription()
        #expect(subscription.price.id.rawValue == "mock_pro_m")
        #expect(subscription.status == .active)
    }

    @Test("choosing the plan one has, or none, asks again", arguments: ["", "?price=mock_pro_m", "?price=nonsense"])
    func noChoice(query: String) async throws {
        let page = await (try PortalBrowser()).get("/plan/sub_mock_ada/confirm\(query)")
        #expect(page.status == 422)
        #expect(page.title == "Error: Change plan · Acme")
    }

    @Test("a pause has an end or none", arguments: [("1", "2026-12-24T08:30:00Z"), ("until_resumed", nil)])
    func pause(length: String, end: String?) async throws {
        let browser = try await PortalBrowser()
        let confirm = await browser.get("/pause/sub_mock_ada/confirm?for=\(length)")
        let done = try await browser.send(confirm, to: "/pause/sub_mock_ada/confirm")
        #expect(done.text.contains("Your plan is paused."))
        let paused = try await browser.subscription()
        #expect(paused.status == .paused)
        #expect(try paused.resumesAt == end.map(instant))
        let resumed = try await browser.send(done, to: "/resume/sub_mock_ada")
        #expect(resumed.text.contains("Your plan goes on."))
        #expect(try await browser.subscription().status == .active)
    }

    @Test(
        "a test card is taken, as people write it",
        arguments: ["5555555555554444", "5555 5555 5555 4444", "5555-5555-5555-4444"]
    )
    func card(number: String) async throws {
        let browser = try await PortalBrowser()
        let answer = await browser.post("/payment-method", ["number": number])
        #expect(answer.status == 303)
        let done = await browser.get(try answer.location(in: browser))
        #expect(done.text.contains("Your payment method is now Mastercard ending in 4444."))
        #expect(try await browser.customer().card?.last4 == "4444")
    }

    @Test(
        "any other number is refused, kept nowhere and repeated nowhere",
        arguments: ["4111 1111 1111 1111", "4111111111111111", "6011000990139424", "", "4242", "<script>", "４２４２"]
    )
    func otherCard(number: String) async throws {
        let folder = try TemporaryFolder()
        let clock = try makeClock()
        let browser = try await PortalBrowser(in: (makeWorld(clock, .file(folder.state)), clock))
        let answer = await browser.post("/payment-method", ["number": number])
        #expect(answer.status == 422)
        #expect(answer.text.contains("Enter one of the test card numbers"))
        #expect(answer.html.contains("name=\"number\" type=\"text\" value=\"\""))
        if number.count > 4 { #expect(!answer.html.contains(number)) }
        #expect(try await browser.customer().card?.last4 == "4242")
        guard number.hasPrefix("4111") else { return }
        let files = FileManager.default.enumerator(atPath: folder.path)
        while let name = files?.nextObject() as? String {
            let path = folder.path + "/" + name
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            #expect(data.range(of: Data(number.utf8)) == nil, "\(name)")
        }
    }

    @Test(
        "a card that is refused says why, and changes nothing",
        arguments: [
            ("4000000000009995", "insufficient funds"), ("4000000000000069", "expired"),
            ("4000000000000002", "declined"),
        ]
    )
    func refusedCard(number: String, why: String) async throws {
        let browser = try await PortalBrowser()
        let answer = await browser.post("/payment-method", ["number": number])
        #expect(answer.status == 422)
        #expect(answer.text.contains(why))
        #expect(!answer.html.contains("value=\"\(number)\""))
        #expect(try await browser.customer().card?.last4 == "4242")
    }

    @Test("a new card pays what is open")
    func recover() async throws {
        let browser = try await PortalBrowser(makeRequest("dee"))
        #expect(await browser.post("/payment-method", ["number": "4242424242424242"]).status == 303)
        #expect(try await browser.subscription("dee").status == .active)
        #expect(!(await browser.get("/invoices").text.contains("Open")))
    }

    @Test("paying with a card that is declined leaves all as it is, however often it is tried")
    func payDeclined() async throws {
        let browser = try await PortalBrowser(makeRequest("dee"))
        let before = try await browser.subscription("dee")
        for _ in 0..<6 {
            let answer = await browser.post("/invoices/in_mock_dee_2/pay")
            #expect(answer.status == 402)
            #expect(answer.text.contains("Your card was declined."))
        }
        #expect(try await browser.subscription("dee") == before)
    }

    @Test("details are kept without the space around them, and can be taken away")
    func details() async throws {
        let browser = try await PortalBrowser()
        #expect(await browser.post("/details", ["name": "  Ada <b> ", "email": "a@b.example"]).status == 303)
        #expect(try await browser.customer().name == "Ada <b>")
        #expect(await browser.get().html.contains("Ada &lt;b&gt;"))
        #expect(await browser.post("/details", [:]).status == 303)
        #expect(try await browser.customer().email == nil)
    }

    @Test(
        "details that cannot be are shown again with what is wrong",
        arguments: [
            ["name": String(repeating: "x", count: 101)], ["name": "a\u{1}b"], ["email": "ada"], ["email": "@b"],
            ["email": "a b@c"], ["email": "a@b@c"], ["email": String(repeating: "x", count: 250) + "@b.example"],
        ]
    )
    func badDetails(values: [String: String]) async throws {
        let browser = try await PortalBrowser()
        let before = try await browser.customer()
        let answer = await browser.post("/details", values)
        #expect(answer.status == 422)
        #expect(answer.html.contains("aria-invalid=\"true\""))
        #expect(try await browser.customer() == before)
    }

    @Test("a form that is sent twice does once what it says")
    func twice() async throws {
        let browser = try await PortalBrowser()
        for (path, query) in [
            ("/plan/sub_mock_ada/confirm", "?price=mock_pro_y"), ("/pause/sub_mock_ada/confirm", "?for=1"),
            ("/resume/sub_mock_ada", nil), ("/cancel/sub_mock_ada/confirm", "?when=period_end"),
            ("/keep/sub_mock_ada", nil), ("/cancel/sub_mock_ada/confirm", "?when=now"),
        ] as [(String, String?)] {
            let values = query == nil ? [:] : await browser.get(path + (query ?? "")).hidden
            let first = await browser.post(path, values)
            let after = try await browser.subscription()
            let second = await browser.post(path, values)
            #expect(first.status == 303, "\(path)")
            #expect(second.status == 303, "\(path)")
            #expect(first.fields[.location] == second.fields[.location])
            #expect(try await browser.subscription() == after)
        }
    }

    @Test("a form that was left open while something changed is answered with how things are")
    func stale() async throws {
        let browser = try await PortalBrowser()
        for path in [
            "/cancel/sub_mock_ada/confirm?when=now", "/pause/sub_mock_ada/confirm?for=1",
            "/plan/sub_mock_ada/confirm?price=mock_pro_y",
        ] {
            let open = await browser.get(path)
            try await browser.world.moveClock(days(31))
            let before = try await browser.subscription()
            let answer = await browser.post(String(path.prefix { $0 != "?" }), open.hidden)
            #expect(answer.status == 409)
            #expect(answer.text.contains("Something has changed since you opened that page."))
            #expect(try await browser.subscription() == before)
        }
    }

    @Test("after a flow the way back stands out")
    func afterFlow() async throws {
        let browser = try await PortalBrowser(makeRequest("ada", .paymentMethodUpdate))
        let answer = await browser.post("/payment-method", ["number": "4242424242424242"])
        let done = await browser.get(try answer.location(in: browser))
        #expect(
            done.html.contains(
                "<a class=\"button primary\" href=\"https://app.acme.example/billing\">Return to Acme</a>"
            )
        )
    }
}
