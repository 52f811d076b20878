import BillingCore
import BillingHTTP
import BillingTesting
import HTTPTypes
import Testing

@testable import MockProvider

@Suite("The door's errors, fields and keys", .timeLimit(.minutes(1)))
struct StripeDoorProtocolTests {
    private let bench: StripeDoorBench

    init() throws { bench = try StripeDoorBench() }

    @Test("an answer has Stripe's fields")
    func fields() async throws {
        let read = try await bench.call(.get, "customers/ada", [:], ["Stripe-Version": "2026-03-25.dahlia"])
        #expect(read.field("Content-Type") == "application/json")
        #expect(read.field("Cache-Control") == "no-cache, no-store")
        #expect(read.field("Stripe-Version") == "2026-03-25.dahlia")
        #expect(read.field("Request-Id")?.hasPrefix("req_") == true)
        #expect(read.field("Original-Request") == nil && read.field("Stripe-Should-Retry") == nil)
        #expect(read.field("Access-Control-Allow-Origin") == nil)
        let write = try await bench.post("customers", key: "k-1")
        #expect(write.field("Stripe-Version") == "2026-10-28.endive")
        #expect(write.field("Idempotency-Key") == "k-1")
        #expect(write.field("Original-Request") == write.field("Request-Id"))
        #expect(write.field("Stripe-Should-Retry") == "false")
        #expect(write.field("Idempotent-Replayed") == nil)
        let wrong = try await bench.call(.get, "customers/ada", [:], ["Stripe-Version": "tomorrow"])
        #expect(wrong.status == 400)
    }

    @Test("a repeated key gives the same answer again, and nothing is done twice")
    func replay() async throws {
        let first = try await bench.post("customers", ["name": "Zoe"], key: "k-1")
        let second = try await bench.post("customers", ["name": "Zoe"], key: "k-1")
        #expect(second.text == first.text)
        #expect(second.field("Idempotent-Replayed") == "true")
        #expect(second.field("Original-Request") == first.field("Request-Id"))
        #expect(second.field("Request-Id") != first.field("Request-Id"))
        let other = try await bench.post("customers", ["name": "Yan"], key: "k-1")
        #expect(other.status == 400)
        #expect(other.error == "idempotency_error - -")
        #expect(try await bench.post("products", ["name": "Zoe"], key: "k-1").error == "idempotency_error - -")
        // A day later the key is free again.
        bench.clock.advance(by: .seconds(24 * 3600))
        let third = try await bench.post("customers", ["name": "Yan"], key: "k-1")
        #expect(third.status == 200 && third["id"] != first["id"])
    }

    @Test("a request that failed has changed nothing and may be corrected under its key")
    func failedKey() async throws {
        let form: KeyValuePairs = [
            "customer": "ada", "items[0][price]": "none", "default_payment_method": "pm_card_amex",
        ]
        let before = try await bench.get("customers/ada")
        #expect(try await bench.post("subscriptions", form, key: "k-1").status == 400)
        let late = try await bench.post(
            "customers/ada",
            ["name": "Other", "invoice_settings[default_payment_method]": "pm_card_chargeDeclined"],
            key: "k-1"
        )
        #expect(late.status == 402 && late.field("Stripe-Should-Retry") == "false")
        #expect(try await bench.get("customers/ada").text == before.text)
        #expect(try await bench.post("customers/ada", ["name": "Other"], key: "k-1").status == 200)
        let tooLong = try await bench.post("customers", key: String(repeating: "k", count: 256))
        #expect(tooLong.status == 400)
        #expect(try await bench.post("customers", key: String(repeating: "k", count: 255)).status == 200)
    }

    @Test(
        "what is wrong with a request is named as Stripe names it",
        arguments: [
            ("GET", "customers?foo=1", "", 400, "invalid_request_error parameter_unknown foo"),
            ("GET", "customers?limit=x", "", 400, "invalid_request_error parameter_invalid_integer limit"),
            ("GET", "customers?limit=101", "", 400, "invalid_request_error parameter_invalid_integer limit"),
            ("GET", "customers?starting_after=cus_0", "", 400, "invalid_request_error resource_missing starting_after"),
            ("GET", "customers?starting_after=ada&ending_before=ben", "", 400, "invalid_request_error - -"),
            ("GET", "customers/nobody", "", 404, "invalid_request_error resource_missing id"),
            ("GET", "subscriptions/sub_0", "", 404, "invalid_request_error resource_missing id"),
            ("GET", "subscriptions?status=alive", "", 400, "invalid_request_error - status"),
            ("GET", "subscriptions?customer=nobody", "", 400, "invalid_request_error resource_missing customer"),
            ("GET", "customers/ada?expand[]=email", "", 400, "invalid_request_error - expand"),
            ("GET", "subscriptions?expand[]=customer", "", 400, "invalid_request_error - expand"),
            ("GET", "subscriptions/sub_mock_ada?expand[]=items", "", 400, "invalid_request_error - expand"),
            ("GET", "customers/ada?expand[]=a.b.c.d.e", "", 400, "invalid_request_error - expand"),
            ("GET", "prices/none", "", 404, "invalid_request_error resource_missing price"),
            ("POST", "subscriptions", "", 400, "invalid_request_error parameter_missing customer"),
            ("POST", "subscriptions", "customer=", 400, "invalid_request_error parameter_invalid_empty customer"),
            ("POST", "subscriptions", "customer=ada", 400, "invalid_request_error parameter_missing items"),
            (
                "POST", "subscriptions", "customer=ada&items[0][price]=none", 400,
                "invalid_request_error resource_missing items[0][price]"
            ),
            (
                "POST", "subscriptions", "customer=ada&items[0][price]=mock_pro_m&items[1][price]=mock_pro_y", 400,
                "invalid_request_error - items"
            ),
            (
                "POST", "subscriptions", "customer=ada&items[0][prize]=1", 400,
                "invalid_request_error parameter_unknown items[0][prize]"
            ),
            (
                "POST", "subscriptions", "customer=eve&items[0][price]=mock_pro_m", 400,
                "invalid_request_error resource_missing -"
            ),
            (
                "POST", "subscriptions", "customer=ada&items[0][price]=mock_pro_m&transfer_data[destination]=x", 400,
                "invalid_request_error - transfer_data"
            ),
            (
                "POST", "subscriptions/sub_mock_ada", "cancel_at_period_end=maybe", 400,
                "invalid_request_error - cancel_at_period_end"
            ),
            (
                "POST", "subscriptions/sub_mock_ada", "cancel_at=1&cancel_at_period_end=true", 400,
                "invalid_request_error - cancel_at_period_end"
            ),
            ("POST", "subscriptions/sub_mock_ada", "cancel_at=1", 400, "invalid_request_error - cancel_at"),
            ("POST", "subscriptions/sub_mock_fin", "cancel_at=", 400, "invalid_request_error - -"),
            ("DELETE", "subscriptions/sub_mock_fin", "", 404, "invalid_request_error resource_missing id"),
            (
                "POST", "payment_methods/invalid/attach", "customer=ada", 404,
                "invalid_request_error resource_missing payment_method"
            ),
            ("POST", "payment_methods/pm_card_chargeDeclined/attach", "customer=ada", 402, "card_error card_declined "),
            (
                "POST", "payment_methods/pm_card_chargeDeclinedExpiredCard/attach", "customer=ada", 402,
                "card_error expired_card "
            ),
            ("POST", "customers", "id=ada", 400, "invalid_request_error resource_already_exists id"),
            ("POST", "customers", "email=nobody", 400, "invalid_request_error email_invalid email"),
            ("POST", "customers", "name=%ff", 400, "invalid_request_error - -"),
            ("POST", "customers", "name=%00", 400, "invalid_request_error - -"),
            ("POST", "customers", "name=%4", 400, "invalid_request_error - -"),
            ("POST", "customers", "metadata=x", 400, "invalid_request_error - metadata"),
            ("POST", "customers", "name[a]=x&name=y", 400, "invalid_request_error - -"),
            ("POST", "customers", "name[a]=x", 400, "invalid_request_error - name"),
            ("POST", "customers", "test_clock=clock_0", 400, "invalid_request_error resource_missing test_clock"),
            ("POST", "billing_portal/sessions", "", 400, "invalid_request_error parameter_missing customer"),
            (
                "POST", "billing_portal/sessions", "customer=nobody", 400,
                "invalid_request_error resource_missing customer"
            ),
            (
                "POST", "billing_portal/sessions", "customer=ada&return_url=javascript:alert(1)", 400,
                "invalid_request_error url_invalid return_url"
            ),
            (
                "POST", "billing_portal/sessions", "customer=ada&configuration=bpc_0", 400,
                "invalid_request_error resource_missing configuration"
            ),
            (
                "POST", "billing_portal/sessions", "customer=ada&flow_data[type]=x", 400,
                "invalid_request_error - flow_data[type]"
            ),
            (
                "POST", "billing_portal/sessions",
                "customer=ada&flow_data[type]=subscription_cancel&flow_data[subscription_cancel][subscription]=sub_mock_ben",
                400, "invalid_request_error resource_missing flow_data[subscription_cancel][subscription]"
            ),
        ] as [(String, String, String, Int, String)]
    )
    func errors(method: String, path: String, body: String, status: Int, error: String) async throws {
        let reply = try await bench.send(#require(.init(rawValue: method)), "/v1/" + path, body: body)
        #expect(reply.status == status)
        #expect(reply.error == error)
        #expect(reply["error.message"]?.isEmpty == false)
        #expect(reply.field("Request-Id") != nil)
    }

    @Test("a card's number that is no test card's is never repeated")
    func realNumber() async throws {
        let form: KeyValuePairs = ["type": "card", "card[number]": "4111111111111111"]
        let reply = try await bench.post("payment_methods", form)
        #expect(reply.status == 402)
        #expect(!reply.text.contains("4111"))
    }

    @Test("names nest, lists may have no indexes, the last of two values holds, and bytes are decoded")
    func forms() async throws {
        let body = "name=A+%C3%A4%2B&name=B+%C3%A4%2B&metadata%5Bk%5D=v&&expand[]=test_clock"
        let reply = try await bench.send(.post, "/v1/customers", body: body)
        #expect(reply["name"] == "B ä+")
        #expect(reply["metadata.k"] == "v")
        let many = (0...1000).map { "metadata[\($0)]=x" }.joined(separator: "&")
        #expect(try await bench.send(.post, "/v1/customers", body: many).status == 400)
        let deep = "a" + String(repeating: "[a]", count: 100) + "=x"
        #expect(try await bench.send(.post, "/v1/customers", body: deep).status == 400)
    }

    @Test("texts come back as they were sent, whatever they hold")
    func texts() async throws {
        let name = "\"\\/\n\r\t\u{8}\u{1F}\u{7F}\u{2028}<&>'😀é"
        let created = try await bench.post("customers", ["name": name])
        #expect(created["name"]?.unicodeScalars.elementsEqual(name.unicodeScalars) == true)
    }

    // MARK: - Faults

    @Test(
        "a fault is an answer in Stripe's form",
        arguments: [
            (MockFault.Kind.status(500), 500, "api_error - -"), (.status(503), 503, "api_error - -"),
            (.status(409), 409, "idempotency_error idempotency_key_in_use -"),
            (.status(402), 402, "card_error card_declined -"),
            (.status(403), 403, "invalid_request_error - -"), (.status(401), 401, "invalid_request_error - -"),
            (.rateLimit(retryAfter: .milliseconds(1500)), 429, "invalid_request_error rate_limit -"),
        ]
    )
    func faults(kind: MockFault.Kind, status: Int, error: String) async throws {
        try await bench.trouble(kind)
        let reply = try await bench.post("customers")
        #expect(reply.status == status && reply.error == error)
        #expect(reply.field("Retry-After") == (status == 429 ? "2" : nil))
        #expect((reply.field("Request-Id") == nil) == (status == 401))
    }

    @Test("a fault of one operation strikes that one only")
    func operations() async throws {
        try await bench.trouble(.status(500), .subscriptionFetch)
        #expect(try await bench.get("subscriptions").status == 500)
        #expect(try await bench.get("subscriptions/sub_mock_ada").status == 200)
        try await bench.act { _ = try $0.clearFaults() }
        try await bench.trouble(.status(500), .portalCreate)
        #expect(try await bench.post("billing_portal/sessions", ["customer": "ada"]).status == 500)
        #expect(try await bench.get("subscriptions").status == 200)
    }

    @Test("an answer that is cut off or lost has been done, and the key finds it again")
    func lost() async throws {
        for (kind, key) in [(MockFault.Kind.malformed, "k-1"), (.empty, "k-2"), (.reset, "k-3")] {
            try await bench.trouble(kind)
            let lost = try await bench.post("customers", ["name": key], key: key)
            #expect(lost.response.hangsUp == (kind == .reset))
            if kind == .malformed { #expect(lost.status == 200 && !lost.text.isEmpty && lost["id"] == nil) }
            if kind == .empty { #expect(lost.status == 200 && lost.text.isEmpty) }
            try await bench.act { _ = try $0.clearFaults() }
            let found = try await bench.post("customers", ["name": key], key: key)
            #expect(found.field("Idempotent-Replayed") == "true")
            #expect(found["name"] == key)
        }
    }

    @Test("an answer that never comes ends with the caller, and what was asked for is done")
    func silence() async throws {
        try await bench.trouble(.timeout)
        let bench = bench
        let call = Task { try await bench.post("customers", ["id": "late"]) }
        while try await bench.act({ try MockCustomer.fetch(id: ProviderCustomerID("late"), $0.db) }) == nil {
            try await Task.sleep(for: .milliseconds(5))
        }
        call.cancel()
        #expect(try await call.value.response.hangsUp)
    }
}
