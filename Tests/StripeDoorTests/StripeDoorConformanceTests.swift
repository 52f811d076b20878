import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import HTTPTypes
import StripeProvider
import Testing

@testable import MockProvider

@Suite("Our own Stripe plug-in, against the door")
struct StripeDoorConformanceTests {
    @Test("the conformance kit", .timeLimit(.minutes(1)), arguments: ProviderConformance.cases)
    func conforms(_ conformanceCase: ConformanceCase) async throws {
        try await conformanceCase.run(on: StripeDoorSubject())
    }

    @Test("a customer who was deleted is not found, and reads so", .timeLimit(.minutes(1)))
    func deletedCustomer() async throws {
        let bench = try StripeDoorBench()
        let (customer, _) = try await bench.subscriber()
        _ = try await bench.delete("customers/\(customer)")
        let provider = try bench.provider()
        await #expect {
            _ = try await provider.fetchSubscription(ProviderCustomer(id: ProviderCustomerID(customer)), .door())
        } throws: { ($0 as? BillingError)?.code == .customerNotFound }
    }

    @Test("what happens on a test clock is told by its time", .timeLimit(.minutes(1)))
    func testClock() async throws {
        let bench = try StripeDoorBench()
        let clock = try await bench.post("test_helpers/test_clocks", ["frozen_time": "1900000000"])
        let customer = try await bench.post(
            "customers",
            ["test_clock": clock["id"] ?? "", "payment_method": "pm_card_visa"]
        )
        let id = try #require(customer["id"])
        _ = try await bench.post("subscriptions", ["customer": id, "items[0][price]": "mock_pro_m"])
        let found = try await bench.provider()
            .fetchSubscription(ProviderCustomer(id: ProviderCustomerID(id)), .door())
        #expect(found.observedAt == Date(timeIntervalSince1970: 1_900_000_000))
        #expect(found.current?.status == .active)
    }
}

/// The door in each scenario of the kit.
private struct StripeDoorSubject: ConformanceSubject {
    let secrets = [StripeDoorBench.key]

    func arrange(_ scenario: ConformanceScenario) async throws -> ConformanceArrangement {
        let bench = try StripeDoorBench()
        switch scenario {
        case .active: return try await ready(bench)
        case .trialing: return try await ready(bench, ["trial_period_days": "9"])
        case .cancelScheduledAtPeriodEnd: return try await ready(bench, ["cancel_at_period_end": "true"])
        case .cancelScheduledAtFixedDate:
            return try await ready(bench, ["cancel_at": "\(bench.now + 50 * 86_400)"])
        case .pastDue:
            let subscriber = try await bench.subscriber(["trial_period_days": "1"])
            _ = try await bench.post(
                "payment_methods/pm_card_chargeCustomerFail/attach",
                ["customer": subscriber.customer]
            )
            _ = try await bench.post("subscriptions/\(subscriber.subscription)", ["trial_end": "now"])
            return try setting(bench, subscriber)
        case .unpaid:
            return try await ready(bench) { $0.subscription.status = .unpaid }
        case .incomplete: return try await ready(bench, ["payment_behavior": "default_incomplete"])
        case .pausedService:
            return try await ready(bench) { account in
                account.subscription.status = .paused
                account.subscription.pausedAt = account.subscription.periodStart
            }
        case .pausedCollection:
            let subscriber = try await bench.subscriber()
            _ = try await bench.post(
                "subscriptions/\(subscriber.subscription)",
                ["pause_collection[behavior]": "void"]
            )
            return try setting(bench, subscriber)
        case .ended:
            let subscriber = try await bench.subscriber()
            _ = try await bench.delete("subscriptions/\(subscriber.subscription)")
            return try setting(bench, subscriber)
        case .severalSubscriptions:
            let ended = try await bench.subscriber()
            _ = try await bench.delete("subscriptions/\(ended.subscription)")
            let form: KeyValuePairs = ["customer": ended.customer, "items[0][price]": "mock_pro_m"]
            let current = try await bench.post("subscriptions", form)
            let later = try await bench.post("subscriptions", form)
            _ = try await bench.delete("subscriptions/\(later["id"] ?? "")")
            return try setting(bench, (ended.customer, current["id"] ?? ""))
        case .neverSubscribed: return try setting(bench, ("eve", nil))
        case .unrecognizedStatus: return .notApplicable(reason: "the mock knows all of its own words")
        case .unknownCustomer: return try setting(bench, ("cus_nobody", nil))
        case .unavailable: return try await struck(bench, .status(503))
        case .rateLimited: return try await struck(bench, .rateLimit(retryAfter: .seconds(7)))
        case .authenticationFailed: return try await struck(bench, .status(401))
        case .permissionDenied: return try await struck(bench, .status(403))
        case .malformedAnswer: return try await struck(bench, .malformed)
        case .hangingAnswer: return try await struck(bench, .timeout)
        }
    }

    private func ready(
        _ bench: StripeDoorBench,
        _ parameters: [String: String] = [:],
        _ edit: (@Sendable (inout MockAccount) -> Void)? = nil
    ) async throws -> ConformanceArrangement {
        let subscriber = try await bench.subscriber(parameters)
        if let edit {
            let id = try SubscriptionID(subscriber.subscription)
            try await bench.act { world in
                _ = try world.update(world.subscription(id), by: .operator) { account, _ in edit(&account) }
            }
        }
        return try setting(bench, subscriber)
    }

    private func struck(_ bench: StripeDoorBench, _ kind: MockFault.Kind) async throws -> ConformanceArrangement {
        let subscriber = try await bench.subscriber()
        try await bench.trouble(kind)
        return try setting(bench, subscriber)
    }

    private func setting(
        _ bench: StripeDoorBench,
        _ subscriber: (customer: String, subscription: String?)
    ) throws -> ConformanceArrangement {
        .ready(
            ConformanceSetting(
                provider: try bench.provider(),
                customer: ProviderCustomer(id: try ProviderCustomerID(subscriber.customer)),
                subscription: try subscriber.subscription.map { text in try SubscriptionID(text) },
                otherPrice: try ProviderPriceID("mock_pro_y")
            )
        )
    }
}

extension StripeDoorBench {
    /// Our own plug-in, with the door for Stripe.
    func provider() throws -> any BillingProvider {
        let settings: [String: SettingValue] = [
            "api_key": .secret(Secret(Self.key)),
            // The door is in this process: only a busy machine makes it slow.
            "timeout": .duration(.seconds(60)),
            "base_url": .text("http://\(Self.authority)\(Self.basePath)/stripe"),
        ]
        let context = ProviderContext(
            instance: try ProviderID("stripe-dev"),
            environment: .development,
            clock: clock
        )
        return try ProviderFactory.stripe(transport: StripeDoorTransport(door: door))
            .make(ProviderSettings(settings), context).provider
    }
}

extension CallContext {
    static func door() throws -> CallContext {
        CallContext(tenant: try TenantID("acme"), deadline: .after(.seconds(30)), idempotencyKey: "key-1")
    }
}

/// Takes requests to the door without a network.
private struct StripeDoorTransport: HTTPTransport {
    let door: StripeDoor

    func send(_ request: OutboundRequest, deadline: Deadline) async throws(HTTPTransportError) -> InboundResponse {
        var head = request.head
        head.path?.removeFirst(StripeDoorBench.basePath.count)
        let page = HostedPageRequest(
            head: head,
            body: request.body,
            basePath: StripeDoorBench.basePath,
            audience: .public,
            isFromLoopback: true
        )
        let response = await withTaskGroup(of: HostedPageResponse?.self) { group in
            group.addTask { [door] in await door.respond(to: page) }
            group.addTask {
                try? await Task.sleep(until: deadline.instant, clock: .continuous)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if Task.isCancelled { throw HTTPTransportError(.cancelled, mayHaveBeenSent: true, "cancelled") }
        guard let response, !response.hangsUp else {
            let code: HTTPTransportError.Code = deadline.hasPassed ? .timeout : .connectionLost
            throw HTTPTransportError(code, mayHaveBeenSent: true, "no answer")
        }
        return InboundResponse(head: response.head, body: response.body)
    }
}
