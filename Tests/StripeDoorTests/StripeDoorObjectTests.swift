import BillingCore
import BillingTesting
import Foundation
import HTTPTypes
import Testing

@testable import MockProvider

@Suite("The door's objects", .timeLimit(.minutes(1)))
struct StripeDoorObjectTests {
    private let bench: StripeDoorBench
    private let day = 86_400

    init() throws { bench = try StripeDoorBench() }

    // MARK: - Customers

    @Test("a customer is made, read, changed, found by e-mail, and gone when deleted")
    func customer() async throws {
        let made = try await bench.post(
            "customers",
            ["name": "Zoe", "email": "zoe@example.com", "metadata[a]": "1", "metadata[b]": "2", "balance": "-500"]
        )
        let id = try #require(made["id"])
        #expect(id.hasPrefix("cus_mock_") && made["object"] == "customer" && made["livemode"] == "false")
        #expect(made["balance"] == "-500" && made.isNull("test_clock"))
        let changed = try await bench.post(
            "customers/\(id)",
            ["name": "", "metadata[a]": "", "metadata[c]": "3", "description": "kept nowhere"]
        )
        #expect(changed.isNull("name") && changed["email"] == "zoe@example.com")
        #expect(changed["metadata.a"] == nil && changed["metadata.b"] == "2" && changed["metadata.c"] == "3")
        #expect(try await bench.post("customers/\(id)", ["metadata": ""])["metadata.b"] == nil)
        #expect(try await bench.get("customers", ["email": "zoe@example.com"]).ids() == [id])
        let deleted = try await bench.delete("customers/\(id)")
        #expect(deleted["deleted"] == "true" && deleted["object"] == "customer")
        let read = try await bench.get("customers/\(id)")
        #expect(read.status == 200 && read.text == deleted.text)
        #expect(try await bench.delete("customers/\(id)").status == 404)
        #expect(try await bench.get("subscriptions", ["customer": id, "status": "all"]).count("data") == 0)
    }

    @Test("lists come in pages, both ways")
    func pages() async throws {
        let all = try await bench.get("customers", ["limit": "100"])
        #expect(all["has_more"] == "false" && all["url"] == "/v1/customers" && all["object"] == "list")
        var found: [String] = []
        while true {
            let cursor: KeyValuePairs = ["limit": "3", "starting_after": found.last ?? ""]
            let page = try await bench.get("customers", cursor)
            found += page.ids()
            if page["has_more"] == "false" { break }
            try #require(page.count("data") == 3 && found.count < 10)
        }
        #expect(found == all.ids() && found.count == 7)
        let back = try await bench.get("customers", ["limit": "2", "ending_before": found[3]])
        #expect(back.ids() == Array(found[1...2]) && back["has_more"] == "true")
        let first = try await bench.get("customers", ["limit": "2", "ending_before": found[1]])
        #expect(first.ids() == [found[0]] && first["has_more"] == "false")
    }

    // MARK: - Cards

    @Test("cards are made, attached, listed and taken away")
    func cards() async throws {
        let made = try await bench.post(
            "payment_methods",
            ["type": "card", "card[number]": "5555 5555 5555 4444", "card[exp_month]": "8", "card[exp_year]": "2034"]
        )
        let id = try #require(made["id"])
        #expect(made.isNull("customer") && made["card.brand"] == "mastercard" && made["card.exp_month"] == "8")
        #expect(try await bench.get("payment_methods/\(id)").text == made.text)
        let attached = try await bench.post("payment_methods/\(id)/attach", ["customer": "eve"])
        #expect(attached["customer"] == "eve" && attached["id"] == id && attached["card.exp_year"] == "2034")
        #expect(try await bench.get("payment_methods", ["customer": "eve", "type": "card"]).ids() == [id])
        #expect(try await bench.get("customers/eve/payment_methods").ids() == [id])
        let expanded = try await bench.get(
            "customers/eve",
            ["expand[]": "invoice_settings.default_payment_method"]
        )
        #expect(expanded["invoice_settings.default_payment_method.card.last4"] == "4444")
        #expect(try await bench.post("payment_methods/\(id)/attach", ["customer": "ada"]).status == 400)
        #expect(try await bench.post("payment_methods/\(id)/detach").isNull("customer"))
        #expect(try await bench.get("customers/eve").isNull("invoice_settings.default_payment_method"))
        let visa = try await bench.post("payment_methods/pm_card_visa/attach", ["customer": "eve"])
        #expect(visa["id"]?.hasPrefix("pm_mock_") == true && visa["card.last4"] == "4242")
        #expect(
            try await bench.post("customers", ["source": "tok_amex"])["invoice_settings.default_payment_method"] != nil
        )
    }

    // MARK: - Subscriptions

    @Test("a subscription has Stripe's shape, with the period on its item")
    func shape() async throws {
        let (customer, id) = try await bench.subscriber(["items[0][quantity]": "3", "metadata[plan]": "x"])
        let read = try await bench.get("subscriptions/\(id)")
        #expect(read["status"] == "active" && read["customer"] == customer && read["livemode"] == "false")
        #expect(read["billing_mode.type"] == "flexible" && read["metadata.plan"] == "x" && read["quantity"] == "3")
        #expect(read["items.data.0.current_period_start"] == "\(bench.now)")
        #expect(read["items.data.0.price.unit_amount"] == "1500" && read["items.data.0.plan.amount"] == "1500")
        #expect(read["items.url"] == "/v1/subscription_items?subscription=\(id)")
        #expect(!read.text.contains("\"current_period_end\": null"))
        for name in ["cancel_at", "canceled_at", "ended_at", "pause_collection", "trial_end", "test_clock"] {
            #expect(read.isNull(name), "\(name)")
        }
        #expect(read["current_period_end"] == nil)
        #expect(read["latest_invoice"]?.hasPrefix("in_") == true)
        let old = try await bench.call(.get, "subscriptions/\(id)", [:], ["Stripe-Version": "2024-06-20"])
        #expect(old["current_period_end"] == read["items.data.0.current_period_end"])
        let items = try await bench.get("subscription_items", ["subscription": id])
        #expect(items["data.0.id"] == read["items.data.0.id"])
    }

    @Test("what is asked for is expanded, at every level")
    func expansion() async throws {
        let (customer, id) = try await bench.subscriber()
        let paths: KeyValuePairs = [
            "expand[0]": "customer", "expand[1]": "latest_invoice.customer", "expand[2]": "items.data.price.product",
            "expand[3]": "default_payment_method", "expand[4]": "pending_setup_intent",
            "expand[5]": "latest_invoice.payments.data.payment",
        ]
        let read = try await bench.get("subscriptions/\(id)", paths)
        #expect(read["customer.id"] == customer && read["latest_invoice.customer.id"] == customer)
        #expect(read["latest_invoice.status"] == "paid" && read["latest_invoice.amount_paid"] == "1500")
        #expect(read["items.data.0.price.product.name"] == "Pro")
        #expect(read["default_payment_method.card.last4"] == "4242")
        let list = try await bench.get(
            "subscriptions",
            ["customer": customer, "expand[]": "data.customer.subscriptions"]
        )
        #expect(list["data.0.customer.subscriptions.data.0.id"] == id)
    }

    @Test(
        "a cancellation at the period's end has the flag and the date, in both billing modes",
        arguments: ["classic", "flexible"]
    )
    func flag(mode: String) async throws {
        let (_, id) = try await bench.subscriber(["billing_mode[type]": mode])
        let planned = try await bench.post(
            "subscriptions/\(id)",
            ["cancel_at_period_end": "true", "cancellation_details[feedback]": "unused"]
        )
        #expect(planned["cancel_at_period_end"] == "true" && planned["status"] == "active")
        #expect(planned["cancel_at"] == planned["items.data.0.current_period_end"])
        #expect(planned["canceled_at"] == "\(bench.now)" && planned.isNull("ended_at"))
        #expect(planned["cancellation_details.reason"] == "cancellation_requested")
        #expect(planned["cancellation_details.feedback"] == "unused")
        let kept = try await bench.post("subscriptions/\(id)", ["cancel_at_period_end": "false"])
        #expect(kept["cancel_at_period_end"] == "false" && kept.isNull("cancel_at") && kept.isNull("canceled_at"))
    }

    @Test("a date of its own stands without the flag, which does not take it back")
    func date() async throws {
        let (_, id) = try await bench.subscriber()
        let end = "\(bench.now + 50 * day)"
        let planned = try await bench.post("subscriptions/\(id)", ["cancel_at": end])
        #expect(planned["cancel_at"] == end && planned["cancel_at_period_end"] == "false")
        #expect(try await bench.post("subscriptions/\(id)", ["cancel_at_period_end": "false"])["cancel_at"] == end)
        #expect(try await bench.post("subscriptions/\(id)", ["cancel_at": ""]).isNull("cancel_at"))
        let least = try await bench.post("subscriptions/\(id)", ["cancel_at": "min_period_end"])
        #expect(least["cancel_at"] == least["items.data.0.current_period_end"])
    }

    @Test("what was cancelled at once keeps the time of the first request, and no plan")
    func cancelNow() async throws {
        let (customer, id) = try await bench.subscriber()
        _ = try await bench.post("subscriptions/\(id)", ["cancel_at_period_end": "true"])
        let requested = "\(bench.now)"
        bench.clock.advance(by: .seconds(100))
        let ended = try await bench.delete("subscriptions/\(id)", ["cancellation_details[comment]": "bye"])
        #expect(ended["status"] == "canceled" && ended["ended_at"] == "\(bench.now)")
        #expect(ended["canceled_at"] == requested && ended.isNull("cancel_at"))
        #expect(ended["cancel_at_period_end"] == "false" && ended["cancellation_details.comment"] == "bye")
        #expect(try await bench.get("subscriptions", ["customer": customer]).ids().isEmpty)
        for status in ["all", "canceled", "ended"] {
            #expect(try await bench.get("subscriptions", ["customer": customer, "status": status]).ids() == [id])
        }
        let renamed = try await bench.post("subscriptions/\(id)", ["metadata[a]": "b"])
        #expect(renamed["metadata.a"] == "b")
    }

    @Test("a version before flexible billing makes classic subscriptions")
    func versions() async throws {
        let customer = try await bench.post("customers", ["payment_method": "pm_card_visa"])
        let made = try await bench.call(
            .post,
            "subscriptions",
            ["customer": customer["id"] ?? "", "items[0][price]": "mock_pro_m"],
            ["Stripe-Version": "2025-06-30.basil"]
        )
        #expect(made["billing_mode.type"] == "classic")
    }

    @Test("the price and the quantity change, with what that costs")
    func change() async throws {
        let (_, id) = try await bench.subscriber()
        let item = try #require(try await bench.get("subscriptions/\(id)")["items.data.0.id"])
        let more = try await bench.post(
            "subscriptions/\(id)",
            ["items[0][id]": item, "items[0][quantity]": "2", "proration_behavior": "always_invoice"]
        )
        #expect(more["quantity"] == "2" && more["items.data.0.id"] == item)
        let invoices = try await bench.get("invoices", ["subscription": id])
        #expect(invoices.count("data") == 2 && invoices["data.0.billing_reason"] == "subscription_update")
        #expect(invoices["data.0.lines.data.0.parent.subscription_item_details.proration"] == "true")
        #expect(invoices["data.0.total"] == "1500")
        let yearly = try await bench.post(
            "subscriptions/\(id)",
            ["items[0][id]": item, "items[0][price]": "mock_pro_y"]
        )
        #expect(yearly["items.data.0.price.recurring.interval"] == "year")
        #expect(try await bench.post("subscriptions/\(id)", ["items[0][price]": "mock_pro_m"]).status == 400)
        #expect(try await bench.post("subscriptions/\(id)", ["items[0][id]": "si_0"]).status == 400)
    }

    @Test("collection pauses and goes on; so does the service")
    func pauses() async throws {
        let (_, id) = try await bench.subscriber()
        let paused = try await bench.post(
            "subscriptions/\(id)",
            ["pause_collection[behavior]": "void", "pause_collection[resumes_at]": "\(bench.now + day)"]
        )
        #expect(paused["status"] == "active" && paused["pause_collection.behavior"] == "void")
        #expect(paused["pause_collection.resumes_at"] == "\(bench.now + day)")
        #expect(try await bench.post("subscriptions/\(id)", ["pause_collection": ""]).isNull("pause_collection"))
        #expect(try await bench.post("subscriptions/\(id)/resume").status == 400)
        let service = try await bench.post("subscriptions/\(id)/pause", ["type": "subscription"])
        #expect(service["status"] == "paused")
        #expect(service["status_details.paused.subscription.type"] == "pause_requested")
        #expect(try await bench.post("subscriptions/\(id)/resume")["status"] == "active")
    }

    @Test("a first payment may wait, be declined, or be refused")
    func payments() async throws {
        let made = try await bench.post("customers", ["payment_method": "pm_card_chargeCustomerFail"])
        let customer = try #require(made["id"])
        func subscribe(_ behaviour: String) async throws -> StripeDoorReply {
            try await bench.post(
                "subscriptions",
                ["customer": customer, "items[0][price]": "mock_pro_m", "payment_behavior": behaviour]
            )
        }
        let refused = try await subscribe("error_if_incomplete")
        #expect(refused.status == 402 && refused["error.decline_code"] == "generic_decline")
        #expect(try await bench.get("subscriptions", ["customer": customer, "status": "all"]).ids().isEmpty)
        #expect(try await subscribe("allow_incomplete")["status"] == "incomplete")
        let waiting = try await subscribe("default_incomplete")
        #expect(waiting["status"] == "incomplete")
        let invoice = try #require(waiting["latest_invoice"])
        #expect(try await bench.get("invoices/\(invoice)")["attempted"] == "false")
        #expect(try await bench.post("invoices/\(invoice)/pay").status == 402)
        let paid = try await bench.post("invoices/\(invoice)/pay", ["payment_method": "pm_card_visa"])
        #expect(paid["status"] == "paid" || paid.status == 200)
        #expect(try await bench.get("subscriptions/\(waiting["id"] ?? "")")["status"] == "active")
        #expect(try await bench.post("invoices/\(invoice)/pay").error == "invalid_request_error invoice_already_paid -")
    }

    @Test("a trial ends when it is told to")
    func trial() async throws {
        let (_, id) = try await bench.subscriber(["trial_period_days": "10"])
        let trial = try await bench.get("subscriptions/\(id)")
        #expect(trial["status"] == "trialing" && trial["trial_end"] == "\(bench.now + 10 * day)")
        let longer = try await bench.post("subscriptions/\(id)", ["trial_end": "\(bench.now + 20 * day)"])
        #expect(longer["trial_end"] == "\(bench.now + 20 * day)")
        let active = try await bench.post("subscriptions/\(id)", ["trial_end": "now"])
        #expect(active["status"] == "active" && active["trial_end"] == "\(bench.now)")
        let preview = try await bench.post("invoices/create_preview", ["subscription": id])
        #expect(preview["total"] == "1500" && preview["billing_reason"] == "subscription_cycle")
    }

    // MARK: - The rest

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
