import BillingCore
import BillingTesting
import Foundation
import HTTPTypes
import Testing

@testable import MockProvider

@Suite("The door's objects", .timeLimit(.minutes(1)))
struct StripeDoorObjectTests {
    let bench: StripeDoorBench
    let day = 86_400

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
}
