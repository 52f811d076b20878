import BillingCore
import BillingHTTP
import BillingTesting
import HTTPTypes
import Testing

@Suite("Stripe conforms")
struct StripeConformanceTests {
    @Test("the conformance kit", .timeLimit(.minutes(1)), arguments: ProviderConformance.cases)
    func conforms(_ conformanceCase: ConformanceCase) async throws {
        #expect(try await conformanceCase.run(on: StripeSubject()) == .passed)
    }
}

/// Stripe in each scenario of the kit.
private struct StripeSubject: ConformanceSubject {
    private static let malformedURL = "http://billing.stripe.com/p/session/test_planted"

    var secrets: [String] { [StripeBench.key, StripeFixture.portalURL, Self.malformedURL] }

    func arrange(_ scenario: ConformanceScenario) async throws -> ConformanceArrangement {
        let bench = try StripeBench.with(subscriptions(in: scenario))
        let current = "sub_1"
        bench.transport.on(.get, "/v1/subscriptions/\(current)", .json(StripeFixture.subscription(current)))
        if let answer = trouble(in: scenario) {
            for method in [HTTPRequest.Method.get, .post] { bench.transport.on(method, "/*", answer) }
        }
        if scenario == .unknownCustomer {
            // As Stripe does it: the list is empty, the customer is gone, the portal has no such customer.
            bench.transport.on(.get, "/v1/subscriptions", .json(StripeFixture.list([])))
            bench.transport.on(.get, "/v1/customers/cus_1", .json(StripeFixture.deletedCustomer()))
        }
        if scenario == .malformedAnswer {
            bench.transport.on(
                .post,
                "/v1/billing_portal/sessions",
                .json(StripeFixture.portalSession(url: Self.malformedURL))
            )
        }
        return .ready(
            ConformanceSetting(
                provider: bench.provider,
                customer: ProviderCustomer(id: try ProviderCustomerID("cus_1")),
                subscription: scenario == .neverSubscribed ? nil : try SubscriptionID(current),
                otherPrice: try ProviderPriceID("price_2")
            )
        )
    }

    private func subscriptions(in scenario: ConformanceScenario) -> [String] {
        typealias Fixture = StripeFixture
        let (now, day, end) = (Fixture.now, Fixture.day, Fixture.periodEnd)
        let ended = ["ended_at": "\(now - day)", "canceled_at": "\(now - 5 * day)"]
        switch scenario {
        case .trialing:
            let trial = ["trial_start": "\(Fixture.periodStart)", "trial_end": "\(end)"]
            return [Fixture.subscription(status: "trialing", trial)]
        case .cancelScheduledAtPeriodEnd:
            let flag = ["cancel_at": "\(end)", "cancel_at_period_end": "true", "canceled_at": "\(now - day)"]
            return [Fixture.subscription(flag)]
        case .cancelScheduledAtFixedDate: return [Fixture.subscription(["cancel_at": "\(now + 50 * day)"])]
        case .pastDue: return [Fixture.subscription(status: "past_due")]
        case .unpaid: return [Fixture.subscription(status: "unpaid")]
        case .incomplete: return [Fixture.subscription(status: "incomplete")]
        case .pausedService: return [Fixture.subscription(status: "paused")]
        case .pausedCollection:
            return [Fixture.subscription(["pause_collection": #"{"behavior":"void","resumes_at":null}"#])]
        case .ended: return [Fixture.subscription(status: "canceled", ended)]
        case .severalSubscriptions:
            return [
                Fixture.subscription("sub_9", status: "canceled", ended),
                Fixture.subscription("sub_5", status: "unpaid"),
                Fixture.subscription(), Fixture.subscription("sub_0", status: "incomplete_expired"),
            ]
        case .neverSubscribed: return []
        case .unrecognizedStatus: return [Fixture.subscription(status: "hibernating")]
        case .active, .unknownCustomer, .unavailable, .rateLimited, .authenticationFailed, .permissionDenied,
            .malformedAnswer, .hangingAnswer:
            return [Fixture.subscription()]
        }
    }

    private func trouble(in scenario: ConformanceScenario) -> StubAnswer? {
        switch scenario {
        case .unknownCustomer:
            .json(
                StripeFixture.error(code: "resource_missing", param: "customer", message: "No such customer: 'cus_1'"),
                status: .badRequest
            )
        case .unavailable: .json(StripeFixture.error(type: "api_error"), status: .internalServerError)
        case .rateLimited: .json(StripeFixture.error(code: "rate_limit"), status: .tooManyRequests)
        case .authenticationFailed:
            .json(
                StripeFixture.error(message: "Invalid API Key provided: \(StripeBench.key)"),
                status: .unauthorized
            )
        case .permissionDenied:
            .json(
                StripeFixture.error(
                    message: "The provided key '\(StripeBench.key)' does not have the required permissions for this"
                        + " endpoint. Having the 'rak_customer_portal_write' permission would allow it."
                ),
                status: .forbidden
            )
        case .malformedAnswer: .json(#"{"object":"list","data":[{"object":"subscription"}"#)
        case .hangingAnswer: .hang
        default: nil
        }
    }
}
