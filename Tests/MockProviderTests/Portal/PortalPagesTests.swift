import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import GRDB
import HTTPTypes
import Testing

@testable import MockProvider

struct PortalPagesTests {
    @Test(
        "the overview says how the plan stands, and what can be done",
        arguments: [
            (
                "ada", "Your plan renews on 14 Dec 2026 for 15.00 USD / month.",
                ["Change plan", "Pause plan", "Cancel plan"]
            ),
            ("ben", "Your trial ends on 3 Dec 2026, then 15.00 USD / month.", ["Change plan", "Cancel plan"]),
            ("cho", "Your plan will be canceled on 12 Dec 2026. You keep access", ["Keep my plan", "Cancel now"]),
            ("dee", "We could not take your last payment. We try again on", ["Update payment method", "Pay now"]),
            ("eve", "You have no plan now", ["Return to Acme"]),
            ("fin", "Your plan ended on 4 Nov 2026.", ["Return to Acme"]),
            ("gus", "Your plan renews on 18 Dec 2026 for 9.00 USD / month.", ["Change plan"]),
        ]
    )
    func overview(name: String, sentence: String, actions: [String]) async throws {
        let page = await (try PortalBrowser(makeRequest(name))).get()
        #expect(page.status == 200)
        #expect(page.text.contains(sentence))
        for action in actions { #expect(page.html.contains(">\(action)")) }
    }

    @Test("what is paused, unpaid or incomplete says so")
    func otherStates() async throws {
        let browser = try await PortalBrowser()
        for (status, sentence) in [
            ("paused", "Your plan is paused until you resume it."), ("unpaid", "have stopped trying"),
            ("incomplete", "The first payment is still open."),
        ] {
            try await browser.world.sql {
                try $0.execute(sql: "UPDATE subscriptions SET status = ?", arguments: [status])
            }
            #expect(await browser.get().text.contains(sentence))
        }
    }

    @Test(
        "a flow opens on its page",
        arguments: [
            (PortalFlow.home, nil), (.paymentMethodUpdate, "/payment-method"), (.customerUpdate, "/details"),
            (.subscriptionCancel, "/cancel/sub_mock_ada"), (.subscriptionUpdate, "/plan/sub_mock_ada"),
            (.subscriptionPause, "/pause/sub_mock_ada"),
            (.subscriptionUpdateConfirm, "/plan/sub_mock_ada/confirm?price=mock_pro_y"),
        ]
    )
    func flows(flow: PortalFlow, path: String?) async throws {
        let browser = try await PortalBrowser(
            makeRequest(
                "ada",
                flow,
                subscription: flow.needsSubscription ? "sub_mock_ada" : nil,
                price: flow == .subscriptionUpdateConfirm ? "mock_pro_y" : nil
            )
        )
        let start = await browser.get()
        guard let path else {
            #expect(start.status == 200)
            return
        }
        #expect(start.status == 303)
        #expect(try start.location(in: browser) == path)
        #expect(await browser.get(path).status == 200)
    }

    @Test("a change of the quantity alone can be confirmed too")
    func quantity() async throws {
        let browser = try await PortalBrowser(
            makeRequest("ada", .subscriptionUpdateConfirm, subscription: "sub_mock_ada", quantity: 3)
        )
        let page = await browser.get(try await browser.get().location(in: browser))
        #expect(page.status == 200)
        #expect(page.text.contains("45.00 USD / month"))
        _ = try await browser.send(page, to: "/plan/sub_mock_ada/confirm")
        #expect(try await browser.subscription().quantity == 3)
    }

    @Test("a page about a plan that ended shows how things are")
    func endedFlow() async throws {
        let browser = try await PortalBrowser()
        try await browser.world.sql {
            try $0.execute(sql: "UPDATE subscriptions SET status = 'canceled', ended_at = period_start")
        }
        let page = await browser.get("/cancel/sub_mock_ada")
        #expect(page.status == 200)
        #expect(page.text.contains("This plan has ended."))
        #expect(page.text.contains("Your plan ended on 14 Nov 2026."))
    }

    @Test("an invoice shows what it is for, and an open one can be paid")
    func invoices() async throws {
        let browser = try await PortalBrowser(makeRequest("dee"))
        let list = await browser.get("/invoices")
        #expect(list.html.contains("/invoices/in_mock_dee_2\">MOCK-DEE-0002</a>"))
        let open = await browser.get("/invoices/in_mock_dee_2")
        #expect(open.title == "Open · Invoice MOCK-DEE-0002 · Acme")
        #expect(open.text.contains("Pay 15.00 USD"))
        let paid = await browser.get("/invoices/in_mock_dee_1")
        #expect(paid.text.contains("1 × Pro monthly"))
        #expect(!paid.text.contains("Pay 15.00 USD"))
    }

    @Test("the world's time is shown where it is not the wall clock's")
    func clock() async throws {
        let browser = try await PortalBrowser()
        #expect(!(await browser.get().text.contains("The mock’s clock")))
        try await browser.world.moveClock(days(32))
        #expect(await browser.get().text.contains("The mock’s clock: 26 Dec 2026"))
    }

    @Test("every page leads back to the tenant, and says that no money moves")
    func everyPage() async throws {
        let browser = try await PortalBrowser()
        for path in [
            "", "/overview", "/plan/sub_mock_ada", "/plan/sub_mock_ada/confirm?price=mock_pro_y",
            "/cancel/sub_mock_ada",
            "/cancel/sub_mock_ada/confirm?when=now", "/pause/sub_mock_ada", "/pause/sub_mock_ada/confirm?for=2",
            "/payment-method", "/invoices", "/invoices/in_mock_ada_1", "/details", "/nothing",
        ] {
            let page = await browser.get(path)
            #expect(page.status == (path == "/nothing" ? 404 : 200), "\(path)")
            #expect(page.html.contains("href=\"https://app.acme.example/billing\""))
            #expect(page.text.contains("Mock provider: no real money moves"))
        }
    }

    @Test("an expired session says so and leads back; an unknown link leads nowhere")
    func expired() async throws {
        let browser = try await PortalBrowser()
        browser.clock.advance(by: .seconds(300))
        let page = await browser.get("/invoices")
        #expect(page.status == 410)
        #expect(page.text.contains("This page has expired"))
        #expect(page.html.contains("class=\"button primary\" href=\"https://app.acme.example/billing\""))
        #expect(!page.text.contains("15.00"))
        let other = try await PortalBrowser()
        let unknown = await PortalBrowser.Answer(
            other.pages.respond(
                to: .init(
                    head: .init(method: .get, scheme: "https", authority: "a", path: "/portal/0123"),
                    body: [],
                    basePath: PortalBrowser.base,
                    audience: .public
                )
            )
        )
        #expect(unknown.status == 404)
        #expect(unknown.text.contains("This link does not work"))
        #expect(!unknown.html.contains("acme"))
    }

    @Test("a notice is shown only where it is true", arguments: PortalDeedWords.all)
    func forged(deed: String) async throws {
        let browser = try await PortalBrowser()
        let page = await browser.get("/overview?done=\(deed)")
        #expect(page.status == 200)
        for sentence in ["will be canceled", "is canceled", "is paused"] { #expect(!page.text.contains(sentence)) }
    }
}

enum PortalDeedWords {
    static let all = ["canceled", "ended", "paused", "nonsense", "", "%3Cb%3E"]
}
