import BillingCore
import Foundation
import HTTPTypes
import Testing

@testable import MockProvider

struct PortalHostileTests {
    @Test(
        "another customer's plans and invoices are not found",
        arguments: ["/plan/sub_mock_cho", "/cancel/sub_mock_cho", "/pause/sub_mock_cho", "/invoices/in_mock_cho_1"]
    )
    func others(path: String) async throws {
        let page = await (try PortalBrowser()).get(path)
        #expect(page.status == 404)
        #expect(page.text.contains("Page not found"))
    }

    @Test("another customer's plans and invoices cannot be changed")
    func changes() async throws {
        let browser = try await PortalBrowser()
        let before = try await browser.subscription("cho")
        for path in [
            "/keep/sub_mock_cho", "/resume/sub_mock_cho", "/plan/sub_mock_cho/confirm", "/cancel/sub_mock_cho/confirm",
            "/pause/sub_mock_cho/confirm", "/invoices/in_mock_dee_2/pay",
        ] {
            #expect(await browser.post(path, ["when": "now", "for": "1", "price": "mock_pro_y"]).status == 404)
        }
        #expect(try await browser.subscription("cho") == before)
        #expect(try await browser.subscription("dee").status == .pastDue)
    }

    @Test(
        "a path that leads nowhere is a page",
        arguments: [
            "/", "/nothing", "/plan", "/plan/", "/plan/x/y", "/overview/", "/invoices/x/y", "/a/b/c/d", "//",
            "/plan/%2e%2e",
        ]
    )
    func nowhere(path: String) async throws {
        let page = await (try PortalBrowser()).get(path)
        #expect(page.status == 404)
        #expect(page.html.contains("Back to the overview"))
    }

    @Test(
        "what cannot be read is a page",
        arguments: [
            "/plan/%", "/plan/%zz", "/plan/%ff", "/plan/a%00b", "?a=%", "?a=%ff", "?a=%00", "?a=1&a=2",
            "/invoices/%c0%80",
        ]
    )
    func malformed(path: String) async throws {
        let page = await (try PortalBrowser()).get(path)
        #expect(page.status == 400)
        #expect(page.text.contains("We could not read that"))
    }

    @Test(
        "a body that is no form is refused",
        arguments: [
            nil, "", "application/json", "text/plain", "multipart/form-data; boundary=x",
            "application/x-www-form-urlencodedx",
        ]
    )
    func notAForm(type: String?) async throws {
        let browser = try await PortalBrowser()
        #expect(await browser.post("/keep/sub_mock_ada", type: type).status == 415)
    }

    @Test("a form's type may have parameters")
    func parameters() async throws {
        let browser = try await PortalBrowser()
        let type = "Application/X-WWW-Form-Urlencoded ; charset=UTF-8"
        #expect(await browser.post("/keep/sub_mock_ada", type: type).status == 303)
    }

    @Test(
        "a form that cannot be read changes nothing",
        arguments: ["name=%", "name=%00", "name=%ff", "name=a&name=b", String(repeating: "a&", count: 41)]
    )
    func malformedForm(raw: String) async throws {
        let browser = try await PortalBrowser()
        #expect(await browser.post("/details", raw: raw).status == 400)
        #expect(try await browser.customer().name == "Ada")
    }

    @Test("a method that a page does not have is refused with those that it has")
    func methods() async throws {
        let browser = try await PortalBrowser()
        let get = await browser.get("/keep/sub_mock_ada")
        #expect(get.status == 405)
        #expect(get.fields[.allow] == "POST")
        #expect(await browser.post("/overview").fields[.allow] == "GET, HEAD")
        #expect(await browser.get("/details", method: .delete).fields[.allow] == "GET, HEAD, POST")
    }

    @Test(
        "wrong values of a form ask again or are refused, and change nothing",
        arguments: [
            ("/cancel/sub_mock_ada/confirm", ["when": "later"]), ("/cancel/sub_mock_ada/confirm", [:]),
            ("/cancel/sub_mock_ada/confirm", ["when": "now", "reason": "nonsense"]),
            ("/cancel/sub_mock_ada/confirm", ["when": "now", "comment": String(repeating: "x", count: 501)]),
            ("/cancel/sub_mock_ada/confirm", ["when": "now"]), ("/pause/sub_mock_ada/confirm", ["for": "4"]),
            ("/pause/sub_mock_ada/confirm", [:]), ("/plan/sub_mock_ada/confirm", ["price": "nonsense"]),
            ("/plan/sub_mock_ada/confirm", ["price": "mock_legacy_m"]),
            ("/plan/sub_mock_ada/confirm", ["price": "mock_pro_y", "quantity": "0"]),
            ("/plan/sub_mock_ada/confirm", ["price": "mock_pro_y", "quantity": "9999999999999999999999"]),
            ("/plan/sub_mock_ada/confirm", ["price": "mock_pro_y", "seen": "x"]),
        ] as [(String, [String: String])]
    )
    func wrongValues(path: String, values: [String: String]) async throws {
        let browser = try await PortalBrowser()
        let before = try await browser.subscription()
        let answer = await browser.post(path, values)
        #expect((400..<500).contains(answer.status))
        #expect(answer.html.contains("<h1>"))
        #expect(try await browser.subscription() == before)
    }

    @Test("whatever arrives, the answer is a page and never a failure")
    func noise() async throws {
        let browser = try await PortalBrowser()
        let words = [
            "plan", "cancel", "sub_mock_ada", "confirm", "%", "..", "invoices", "\u{e9}", "pay", "%2F", "?", "=", "&",
            "'",
        ]
        var state: UInt64 = 7
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        for _ in 0..<300 {
            let path = (0..<next(5)).map { _ in "/" + words[next(words.count)] }.joined()
            let answer =
                next(2) == 0 ? await browser.get(path) : await browser.post(path, raw: words[next(words.count)])
            #expect(answer.status < 500, "\(path)")
        }
    }
}
