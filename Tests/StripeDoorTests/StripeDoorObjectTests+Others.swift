import BillingCore
import BillingTesting
import Foundation
import HTTPTypes
import Testing

@testable import MockProvider

// Invoices, portal sessions and configurations, test clocks, events.
extension StripeDoorObjectTests {
    @Test("prices and products are made, found by lookup key, and put away")
    func catalogue() async throws {
        let price = try await bench.post(
            "prices",
            [
                "currency": "eur", "unit_amount": "990", "recurring[interval]": "month", "product_data[name]": "Basic",
                "lookup_key": "basic",
            ]
        )
        let id = try #require(price["id"])
        #expect(price["unit_amount_decimal"] == "990" && price["recurring.interval_count"] == "1")
        #expect(try await bench.get("prices", ["lookup_keys[]": "basic"]).ids() == [id])
        let product = try #require(price["product"])
        #expect(try await bench.get("products/\(product)")["name"] == "Basic")
        let other: KeyValuePairs = [
            "currency": "eur", "unit_amount": "1", "recurring[interval]": "year", "product": product,
            "lookup_key": "basic",
        ]
        #expect(try await bench.post("prices", other).status == 400)
        #expect(try await bench.post("prices/\(id)", ["active": "false"])["active"] == "false")
        #expect(try await !bench.get("prices", ["active": "true", "limit": "100"]).ids().contains(id))
        #expect(try await bench.get("prices", ["product": product]).ids() == [id])
        let krona = try await bench.post(
            "prices",
            ["currency": "ISK", "unit_amount": "50000", "recurring[interval]": "week", "product": product]
        )
        #expect(krona["unit_amount"] == "50000" && krona["currency"] == "isk")
        #expect(try await bench.post("products/\(product)", ["name": "Bare"])["name"] == "Bare")
        let expanded = try await bench.get("prices/\(id)", ["expand[]": "product"])
        #expect(expanded["product.name"] == "Bare")
    }

    @Test("a portal session leads to the mock's portal, with its flow", arguments: PortalFlow.allCases)
    func portal(flow: PortalFlow) async throws {
        var body = "customer=ada&return_url=https%3A%2F%2Fapp.example%2Fbilling&locale=de"
        if flow != .home { body += "&flow_data[type]=\(flow.rawValue)" }
        if flow.needsSubscription { body += "&flow_data[\(flow.rawValue)][subscription]=sub_mock_ada" }
        if flow == .subscriptionUpdateConfirm {
            body += "&flow_data[\(flow.rawValue)][items][0][id]=si_mock_ada"
            body += "&flow_data[\(flow.rawValue)][items][0][price]=mock_pro_y"
        }
        let session = try await bench.send(.post, "/v1/billing_portal/sessions", body: body)
        #expect(session.status == 200 && session["object"] == "billing_portal.session")
        #expect(session["return_url"] == "https://app.example/billing" && session["locale"] == "de")
        #expect(session["configuration"] == "bpc_mock_default")
        #expect(session["flow.type"] == (flow == .home ? nil : flow.rawValue))
        let url = try #require(session["url"])
        let prefix = "http://127.0.0.1:8080/providers/sandbox/portal/"
        try #require(url.hasPrefix(prefix))
        let token = String(url.dropFirst(prefix.count))
        let stored = try await bench.act { try MockPortalSession.fetch(token: token, $0.db) }
        #expect(stored?.request.flow == flow && stored?.id == session["id"])
        #expect(stored?.request.subscription?.rawValue == (flow.needsSubscription ? "sub_mock_ada" : nil))
        #expect(stored?.request.price?.rawValue == (flow == .subscriptionUpdateConfirm ? "mock_pro_y" : nil))
        let events = try await bench.get("events", ["type": "billing_portal.session.created"])
        #expect(!events.text.contains(token))
    }

    @Test("portal configurations are kept, and hold for the sessions that name them")
    func configurations() async throws {
        let standard = try await bench.get("billing_portal/configurations", ["is_default": "true"])
        #expect(standard.ids() == ["bpc_mock_default"])
        #expect(standard["data.0.features.subscription_cancel.enabled"] == "true")
        let made = try await bench.post(
            "billing_portal/configurations",
            [
                "features[invoice_history][enabled]": "true", "business_profile[headline]": "Acme",
                "default_return_url": "https://app.example/",
            ]
        )
        let id = try #require(made["id"])
        #expect(made["features.invoice_history.enabled"] == "true")
        #expect(made["features.subscription_cancel.enabled"] == "false" && made["is_default"] == "false")
        let session = try await bench.post("billing_portal/sessions", ["customer": "ada", "configuration": id])
        #expect(session["return_url"] == "https://app.example/")
        let off = try await bench.post("billing_portal/configurations/\(id)", ["active": "false"])
        #expect(off["active"] == "false" && off["business_profile.headline"] == "Acme")
        let refused = try await bench.post("billing_portal/sessions", ["customer": "ada", "configuration": id])
        #expect(refused.status == 400)
        #expect(
            try await bench.post("billing_portal/configurations", ["features[flying][enabled]": "true"]).status == 400
        )
    }

    @Test("a test clock moves its customers on, and takes them with it")
    func testClock() async throws {
        let clock = try await bench.post("test_helpers/test_clocks", ["frozen_time": "1900000000", "name": "A"])
        let clockID = try #require(clock["id"])
        #expect(clock["status"] == "ready" && clock["name"] == "A")
        let made = try await bench.post("customers", ["test_clock": clockID, "payment_method": "pm_card_visa"])
        let customer = try #require(made["id"])
        let subscription = try await bench.post(
            "subscriptions",
            ["customer": customer, "items[0][price]": "mock_pro_m"]
        )
        let id = try #require(subscription["id"])
        #expect(subscription["test_clock"] == clockID && subscription["created"] == "1900000000")
        #expect(try await !bench.get("subscriptions", ["limit": "100"]).ids().contains(id))
        #expect(try await bench.get("subscriptions", ["test_clock": clockID]).ids() == [id])
        #expect(try await bench.get("customers", ["test_clock": clockID]).ids() == [customer])
        _ = try await bench.post("subscriptions/\(id)", ["cancel_at_period_end": "true"])
        let end = try #require(subscription["items.data.0.current_period_end"])
        let moved = try await bench.post("test_helpers/test_clocks/\(clockID)/advance", ["frozen_time": end])
        #expect(moved["frozen_time"] == end)
        let ended = try await bench.get("subscriptions/\(id)")
        #expect(ended["status"] == "canceled" && ended["ended_at"] == end)
        let back = try await bench.post("test_helpers/test_clocks/\(clockID)/advance", ["frozen_time": "1"])
        #expect(back.status == 400)
        let far = try await bench.post("test_helpers/test_clocks/\(clockID)/advance", ["frozen_time": "4000000000"])
        #expect(far.status == 400)
        #expect(try await bench.delete("test_helpers/test_clocks/\(clockID)")["deleted"] == "true")
        #expect(try await bench.get("customers/\(customer)")["deleted"] == "true")
        #expect(try await bench.get("test_helpers/test_clocks/\(clockID)").status == 404)
    }

    @Test("events tell what the API did, with what it is about")
    func events() async throws {
        let (customer, id) = try await bench.subscriber()
        let all = try await bench.get("events", ["limit": "100"])
        #expect(all["data.0.data.object.id"] != nil && all["data.0.object"] == "event")
        let made = try await bench.get("events", ["types[]": "customer.subscription.created"])
        #expect(made["data.0.data.object.id"] == id && made["data.0.data.object.status"] == "active")
        #expect(try await bench.get("events", ["type": "invoice.paid"])["data.0.type"] == "invoice.paid")
        let read = try await bench.get("events/\(made["data.0.id"] ?? "")")
        #expect(read["type"] == "customer.subscription.created")
        _ = try await bench.delete("customers/\(customer)")
        let gone = try await bench.get("events", ["limit": "1"])
        #expect(gone["data.0.type"] == "customer.deleted" && gone["data.0.data.object.deleted"] == "true")
        #expect(try await bench.get("events/evt_mock_999999").status == 404)
        #expect(try await bench.get("account")["object"] == "account")
        let actors = try await bench.act { try MockEvent.fetch(limit: 10, $0.db).map(\.actor) }
        #expect(Set(actors) == [.api])
    }
}
