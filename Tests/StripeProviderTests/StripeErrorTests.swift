import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import HTTPTypes
import Testing

@Suite("Stripe errors")
struct StripeErrorTests {
    private typealias Fixture = StripeFixture

    struct Row: Sendable, CustomStringConvertible {
        let description: String
        let status: Int
        let body: String
        let code: BillingError.Code

        init(_ description: String, _ status: Int, _ body: String, _ code: BillingError.Code) {
            self.description = description
            self.status = status
            self.body = body
            self.code = code
        }
    }

    /// In the order in which they are read.
    static let rows: [Row] = [
        Row("the same key is in use", 409, Fixture.error(code: "idempotency_key_in_use"), .providerUnavailable),
        Row("a lock", 429, Fixture.error(code: "lock_timeout"), .providerRateLimited),
        Row("no such customer", 400, missing("customer"), .customerNotFound),
        Row("no such account", 400, missing("customer_account"), .customerNotFound),
        Row("no such configuration", 400, missing("configuration"), .providerMisconfigured),
        Row(
            "no such subscription in a flow",
            400,
            missing("flow_data[subscription_cancel][subscription]"),
            .flowNotSupported
        ),
        Row(
            "a customer of the other mode",
            404,
            Fixture.error(
                code: "resource_missing",
                param: "customer",
                message:
                    "No such customer: 'cus_1'; a similar object exists in test mode, but a live mode key was used."
            ),
            .providerMisconfigured
        ),
        Row(
            "portal settings never saved",
            400,
            Fixture.error(
                message:
                    "You can't create a portal session in test mode until you save your customer portal settings in"
                    + " test mode at https://dashboard.stripe.com/test/settings/billing/portal."
            ),
            .providerMisconfigured
        ),
        Row(
            "portal settings never saved, newer words",
            400,
            Fixture.error(
                message: "No configuration provided and your test mode default configuration has not been created."
            ),
            .providerMisconfigured
        ),
        Row(
            "a return URL it refuses",
            400,
            Fixture.error(code: "url_invalid", param: "return_url"),
            .returnURLNotAllowed
        ),
        Row("another URL it refuses", 400, Fixture.error(code: "url_invalid", param: "other"), .internal),
        Row("a parameter it does not know", 400, Fixture.error(code: "parameter_unknown", param: "x"), .internal),
        Row("a parameter it lacks", 400, Fixture.error(code: "parameter_missing", param: "customer"), .internal),
        Row(
            "a parameter of a flow it does not know",
            400,
            Fixture.error(code: "parameter_unknown", param: "flow_data[type]"),
            .internal
        ),
        Row("one key for two requests", 400, Fixture.error(type: "idempotency_error"), .internal),
        Row("a refused key", 401, Fixture.error(message: "Invalid API Key provided: sk_test_***"), .providerAuthFailed),
        Row("a refused key, without a body", 401, "", .providerAuthFailed),
        Row("forbidden", 403, Fixture.error(), .providerPermissionDenied),
        Row(
            "a permission that is lacking",
            400,
            Fixture.error(
                message: "The provided key 'rk_test_***' does not have the required permissions for this endpoint."
            ),
            .providerPermissionDenied
        ),
        Row("too many requests", 429, Fixture.error(code: "rate_limit"), .providerRateLimited),
        Row("too many requests, without a body", 429, "", .providerRateLimited),
        Row("too many requests, as it was once said", 400, Fixture.error(code: "rate_limit"), .providerRateLimited),
        Row("a dependency failed", 424, Fixture.error(), .providerUnavailable),
        Row("500", 500, Fixture.error(type: "api_error"), .providerUnavailable),
        Row("502 with a page", 502, "<html><body>502 Bad Gateway</body></html>", .providerUnavailable),
        Row(
            "503 with half an answer",
            503,
            #"{"error":{"code":"resource_missing","param":"cust"#,
            .providerUnavailable
        ),
        Row("504 with nothing", 504, "", .providerUnavailable),
        Row("an error of the API with another status", 402, Fixture.error(type: "api_error"), .providerUnavailable),
        Row(
            "a flow it has something against",
            400,
            Fixture.error(
                param: "flow_data[subscription_cancel][subscription]",
                message: "This subscription is already set to be canceled at period end."
            ),
            .flowNotSupported
        ),
        Row("a card", 402, Fixture.error(type: "card_error", code: "card_declined"), .internal),
        Row("something else missing", 400, missing("items[0][price]"), .internal),
        Row("an id that is not a customer's", 404, missing("id"), .internal),
        Row("any other 404", 404, Fixture.error(), .internal),
        Row("409 of another sort", 409, Fixture.error(), .internal),
        Row("a lock, as a conflict", 409, Fixture.error(code: "lock_timeout"), .providerUnavailable),
        Row("418 with an array, which is not Stripe's", 418, "[1]", .providerBadResponse),
        Row("404 in words that are not Stripe's", 404, #"{"error": "not found"}"#, .providerBadResponse),
        Row("a redirect", 302, "", .providerBadResponse),
        Row("not modified", 304, "", .providerBadResponse),
    ]

    private static func missing(_ param: String) -> String { Fixture.error(code: "resource_missing", param: param) }

    private static func answer(_ row: Row, shouldRetry: String? = nil, retryAfter: String? = nil) -> StubAnswer {
        var fields: HTTPFields = [:]
        if let name = HTTPField.Name("Request-Id") { fields[name] = "req_1" }
        if let name = HTTPField.Name("Stripe-Should-Retry") { fields[name] = shouldRetry }
        fields[.retryAfter] = retryAfter
        return .json(row.body, status: HTTPResponse.Status(code: row.status), fields)
    }

    @Test("each row of the table, for all three calls", arguments: rows)
    func table(_ row: Row) async throws {
        for shouldRetry in [nil, "true", "false", "maybe"] {
            let bench = try StripeBench()
            let answer = Self.answer(row, shouldRetry: shouldRetry, retryAfter: "2")
            for method in [HTTPRequest.Method.get, .post] { bench.transport.on(method, "/*", answer) }
            let customer = ProviderCustomer(id: try ProviderCustomerID("cus_1"))
            for error in [
                try await StripeBench.error { try await bench.portal() },
                try await StripeBench.error { try await bench.snapshot() },
                try await StripeBench.error { try await bench.provider.checkCancellation(customer, bench.context()) },
            ] {
                #expect(error.code == row.code)
                #expect(error.providerRequestID == "req_1")
                #expect(error.retryAfter == .seconds(2))
                let expected = shouldRetry.flatMap(Bool.init) ?? row.code.isRetryable
                #expect(error.retryable == expected)
            }
        }
    }

    @Test("a date in Retry-After counts from the clock")
    func retryAfterDate() async throws {
        let bench = try StripeBench()
        let row = Row("", 429, "", .providerRateLimited)
        bench.transport.on(.get, "/*", Self.answer(row, retryAfter: "Wed, 01 Jul 2026 12:00:09 GMT"))
        #expect(try await StripeBench.error { try await bench.snapshot() }.retryAfter == .seconds(9))
    }

    @Test("Stripe's code, or else its type, goes along")
    func providerCode() async throws {
        for (body, code) in [
            (Fixture.error(type: "api_error", code: "lock_timeout"), "lock_timeout"),
            (Fixture.error(type: "api_error"), "api_error"), ("", nil),
        ] as [(String, String?)] {
            let bench = try StripeBench()
            bench.transport.on(.get, "/*", .json(body, status: .internalServerError))
            #expect(try await StripeBench.error { try await bench.snapshot() }.providerCode == code)
        }
    }

    @Test("a key in the place of a code does not go along")
    func keyAsCode() async throws {
        let bench = try StripeBench()
        bench.transport.on(.get, "/*", .json(Fixture.error(code: StripeBench.key), status: .badRequest))
        let error = try await StripeBench.error { try await bench.snapshot() }
        #expect(error.providerCode == "[secret]")
        #expect(!"\(error)".contains(StripeBench.key))
    }

    @Test(
        "silence is told apart by whether something may have been created",
        arguments: [
            (.timeout, true, .providerTimeout, .outcomeUnknown), (.timeout, false, .providerTimeout, .providerTimeout),
            (.connectionLost, true, .providerUnavailable, .outcomeUnknown),
            (.resolveFailed, false, .providerUnavailable, .providerUnavailable),
            (.tlsFailed, false, .providerTLSError, .providerTLSError),
            (.responseTooLarge, true, .providerBadResponse, .providerBadResponse),
        ] as [(HTTPTransportError.Code, Bool, BillingError.Code, BillingError.Code)]
    )
    func silence(
        _ code: HTTPTransportError.Code,
        _ mayHaveBeenSent: Bool,
        _ read: BillingError.Code,
        _ portal: BillingError.Code
    ) async throws {
        let bench = try StripeBench()
        let failure = StubAnswer.failure(HTTPTransportError(code, mayHaveBeenSent: mayHaveBeenSent, "detail"))
        for method in [HTTPRequest.Method.get, .post] { bench.transport.on(method, "/*", failure) }
        let error = try await StripeBench.error { try await bench.snapshot() }
        #expect(error.code == read)
        #expect(error.cause is HTTPTransportError)
        #expect(try await StripeBench.error { try await bench.portal() }.code == portal)
    }

    @Test("an attempt has a limit of its own", .timeLimit(.minutes(1)))
    func attemptTimeout() async throws {
        let bench = try StripeBench(["timeout": .duration(.milliseconds(100))])
        bench.transport.on(.get, "/*", .hang)
        bench.transport.on(.post, "/*", .hang)
        let start = ContinuousClock.now
        #expect(try await StripeBench.error { try await bench.snapshot() }.code == .providerTimeout)
        #expect(try await StripeBench.error { try await bench.portal() }.code == .outcomeUnknown)
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test(
        "a request id is passed on in its own form only",
        arguments: [("req_7Ab", "req_7Ab" as String?), ("sk_live_LEAK", nil), ("req_1 https://a.example/LEAK", nil)]
    )
    func requestID(_ text: String, _ expected: String?) async throws {
        let bench = try StripeBench()
        let name = try #require(HTTPField.Name("Request-Id"))
        bench.transport.on(.get, "/*", .json(Fixture.error(), status: .badRequest, [name: text]))
        #expect(try await StripeBench.error { try await bench.snapshot() }.providerRequestID == expected)
    }

    @Test("a customer that something in between does not know is not known", arguments: ["not found", "{}", ""])
    func unshapedNotFound(_ body: String) async throws {
        let bench = try StripeBench()
        bench.transport.on(.get, "/v1/subscriptions", .json(Fixture.list([])))
        bench.transport.on(.get, "/v1/customers/cus_1", .json(body, status: .notFound))
        #expect(try await StripeBench.error { try await bench.snapshot() }.code == .customerNotFound)
    }

    @Test(
        "keys and URLs are taken out of messages, and a message stays on one line",
        arguments: [
            ("Invalid API Key provided: sk_test_4eC39HqLyjWDarjtT1zdp7dc", "Invalid API Key provided: [secret]"),
            ("Invalid API Key provided: sk_live_****p7dc.", "Invalid API Key provided: [secret]"),
            ("The key 'rk_live_abc' on account 'acct_1' has no", "The key '[secret]' on account 'acct_1' has no"),
            ("(whsec_abc), pk_live_x", "([secret]), [secret]"),
            ("see https://billing.stripe.com/p/session/x now", "see [url] now"),
            ("'https://app.example.com/?token=1'", "'[url]"),
            ("at https://dashboard.stripe.com/test/settings.", "at https://dashboard.stripe.com/test/settings."),
            ("a=sk_test_AAAA1111,b=sk_live_BBBB2222 task_sk_live_CCCC", "a=[secret],b=[secret] task_[secret]"),
            ("at billing.stripe.com/p/session/test_LEAK", "at [url]"),
            ("see https://docs.stripe.com/x?u=https://a.example/LEAK", "see https://docs.stripe.com/x"),
            ("\(StripeBench.key)x", "[secret]x"), ("a task_1 and a risk_2", "a task_1 and a risk_2"),
            ("two\nlines\u{202E}", "two lines"),
            (String(repeating: "x", count: 600), String(repeating: "x", count: 500) + "…"),
        ]
    )
    func redaction(_ message: String, _ expected: String) async throws {
        let bench = try StripeBench()
        bench.transport.on(.get, "/*", .json(Fixture.error(message: message), status: .badRequest))
        let error = try await StripeBench.error { try await bench.snapshot() }
        #expect(error.message == "Stripe answered 400 (invalid_request_error): \(expected)")
    }
}
