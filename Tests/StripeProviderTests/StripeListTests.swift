import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import HTTPTypes
import Synchronization
import Testing

@Suite("Stripe lists, customers and clocks")
struct StripeListTests {
    private typealias Fixture = StripeFixture

    @Test("the list asks for every status, with the headers of the instance and nothing of the caller's")
    func request() async throws {
        let bench = try StripeBench.with(
            [Fixture.subscription()],
            ["account": .text("acct_1Abc"), "api_version": .text("2025-12-15.clover")]
        )
        _ = try await bench.snapshot()
        let request = try #require(bench.transport.requests.first)
        #expect(bench.transport.requests.count == 1)
        #expect(request.head.scheme == "https")
        #expect(request.head.authority == "api.stripe.com")
        #expect(request.parameters == ["customer": "cus_1", "status": "all", "limit": "100"])
        #expect(request.body.isEmpty)
        #expect(request.head.headerFields[.authorization] == "Bearer \(StripeBench.key)")
        #expect(request.header("Stripe-Version") == "2025-12-15.clover")
        #expect(request.header("Stripe-Account") == "acct_1Abc")
        #expect(request.header("Idempotency-Key") == nil)
        #expect(request.header("traceparent") == nil)
        #expect(request.connection == ConnectionSettings())
    }

    @Test("without settings the version is pinned, and no account is named")
    func defaults() async throws {
        let bench = try StripeBench.with([Fixture.subscription()])
        _ = try await bench.snapshot()
        let request = try #require(bench.transport.requests.first)
        #expect(request.header("Stripe-Version") == "2026-10-28.endive")
        #expect(request.header("Stripe-Account") == nil)
    }

    @Test("another base URL, trust and proxy are used for every request")
    func connection() async throws {
        let bench = try StripeBench.with(
            [Fixture.subscription()],
            [
                "base_url": .text("http://127.0.0.1:12111/stripe/"), "ca_file": .text("/etc/ca.pem"),
                "proxy": .text("http://proxy:3128"),
            ]
        )
        bench.transport.on(.get, "/stripe/v1/subscriptions", .json(Fixture.list([Fixture.subscription()])))
        _ = try await bench.snapshot()
        let request = try #require(bench.transport.requests.first)
        #expect(request.head.scheme == "http")
        #expect(request.head.authority == "127.0.0.1:12111")
        #expect(request.connection == ConnectionSettings(caFile: "/etc/ca.pem", proxy: "http://proxy:3128"))
    }

    @Test("every page is read, each from where the last one ended")
    func pages() async throws {
        let bench = try StripeBench()
        bench.transport.on(.get, "/v1/subscriptions") { request in
            switch request.parameters["starting_after"] {
            case nil:
                .json(Fixture.list([Fixture.subscription("sub_1"), Fixture.subscription("sub_2")], hasMore: true))
            case "sub_2": .json(Fixture.list([Fixture.subscription("sub_3")], hasMore: true))
            case "sub_3": .json(Fixture.list([Fixture.subscription("sub_4", status: "canceled")]))
            default: .failure(HTTPTransportError(.invalidRequest, mayHaveBeenSent: false, "a wrong cursor"))
            }
        }
        let snapshot = try await bench.snapshot()
        #expect(snapshot.subscriptions.map(\.id.rawValue) == ["sub_1", "sub_2", "sub_3", "sub_4"])
        #expect(bench.transport.requests.count == 3)
        #expect(bench.transport.requests.allSatisfy { $0.parameters["customer"] == "cus_1" })
    }

    @Test("a page that brings nothing new is the last one, whatever it says of more")
    func repeated() async throws {
        let bench = try StripeBench()
        let page = Fixture.list([Fixture.subscription("sub_1"), Fixture.subscription("sub_2")], hasMore: true)
        bench.transport.on(.get, "/v1/subscriptions", .json(page))
        #expect(try await bench.snapshot().subscriptions.map(\.id.rawValue) == ["sub_1", "sub_2"])
        #expect(bench.transport.requests.count == 2)
    }

    @Test("a subscription without an id is a bad response, found out soon")
    func withoutID() async throws {
        let bench = try StripeBench()
        let page = Fixture.list([Fixture.subscription(["id": "null"])], hasMore: true)
        bench.transport.on(.get, "/v1/subscriptions", .json(page))
        let error = try await StripeBench.error { try await bench.snapshot() }
        #expect(error.code == .providerBadResponse)
        #expect(bench.transport.requests.count == 1)
    }

    @Test("a list without end is left after a bounded number of pages")
    func endless() async throws {
        let bench = try StripeBench()
        let count = Mutex(0)
        bench.transport.on(.get, "/v1/subscriptions") { _ in
            let number = count.withLock {
                $0 += 1; return $0
            }
            return .json(Fixture.list([Fixture.subscription("sub_\(number)")], hasMore: true))
        }
        let error = try await StripeBench.error { try await bench.snapshot() }
        #expect(error.code == .providerBadResponse)
        #expect(bench.transport.requests.count == 20)
    }

    @Test("a subscription with more items than it shows is read whole")
    func manyItems() async throws {
        let items = Fixture.list([Fixture.item("si_1"), Fixture.item("si_2")], hasMore: true)
        let bench = try StripeBench.with([Fixture.subscription(["items": items])])
        bench.transport.on(.get, "/v1/subscription_items", .json(Fixture.list([Fixture.item("si_3")])))
        #expect(try await bench.only().items.count == 3)
        let parameters = bench.transport.requests.last?.parameters
        #expect(parameters == ["subscription": "sub_1", "limit": "100", "starting_after": "si_2"])
    }

    @Test("a customer is asked for only when the list is empty")
    func customerAsked() async throws {
        let bench = try StripeBench.with([])
        #expect(try await bench.snapshot().subscriptions.isEmpty)
        #expect(bench.transport.requests.map(\.head.path).last == "/v1/customers/cus_1")
        #expect(bench.transport.requests.count == 2)
    }

    @Test("a deleted customer reads as not found")
    func deletedCustomer() async throws {
        let bench = try StripeBench.with([])
        bench.transport.on(.get, "/v1/customers/cus_1", .json(Fixture.deletedCustomer()))
        let error = try await StripeBench.error { try await bench.snapshot() }
        #expect(error.code == .customerNotFound)
        #expect(!error.retryable)
    }

    @Test("a customer that Stripe does not have reads as not found")
    func missingCustomer() async throws {
        let bench = try StripeBench.with([])
        let body = Fixture.error(code: "resource_missing", param: "id", message: "No such customer: 'cus_1'")
        bench.transport.on(.get, "/v1/customers/cus_1", .json(body, status: .notFound))
        let error = try await StripeBench.error { try await bench.snapshot() }
        #expect(error.code == .customerNotFound)
        #expect(error.providerCode == "resource_missing")
    }

    @Test("an answer that is no customer is a bad response", arguments: ["{}", "[]", #"{"id":1}"#])
    func noCustomer(_ body: String) async throws {
        let bench = try StripeBench.with([])
        bench.transport.on(.get, "/v1/customers/cus_1", .json(body))
        #expect(try await StripeBench.error { try await bench.snapshot() }.code == .providerBadResponse)
    }

    @Test("ids with a meaning in URLs are encoded, and those that no encoding helps are refused")
    func strangeIDs() async throws {
        let bench = try StripeBench.with([])
        bench.transport.on(.get, "/v1/customers/*", .json(Fixture.customer()))
        _ = try await bench.snapshot("a/b?c&d=é")
        #expect(bench.transport.requests.first?.parameters["customer"] == "a/b?c&d=é")
        #expect(bench.transport.requests.last?.head.path == "/v1/customers/a%2Fb%3Fc%26d%3D%C3%A9")
        #expect(bench.transport.requests.count == 2)
    }

    @Test("an account that is a customer is asked for as one, and is never called missing")
    func customerAccount() async throws {
        let bench = try StripeBench.with([])
        #expect(try await bench.snapshot("acct_1").subscriptions.isEmpty)
        #expect(bench.transport.requests.count == 1)
        #expect(bench.transport.requests.first?.parameters["customer_account"] == "acct_1")
    }

    @Test("objects of the other mode are a mistake in the settings")
    func otherMode() async throws {
        let bench = try StripeBench.with([Fixture.subscription(["livemode": "true"])])
        #expect(try await StripeBench.error { try await bench.snapshot() }.code == .providerMisconfigured)

        let live = try StripeBench.with(
            [Fixture.subscription()],
            ["api_key": .secret(Secret("sk_live_51AbCd"))]
        )
        #expect(try await StripeBench.error { try await live.snapshot() }.code == .providerMisconfigured)

        let empty = try StripeBench.with([], ["api_key": .secret(Secret("sk_live_51AbCd"))])
        #expect(try await StripeBench.error { try await empty.snapshot() }.code == .providerMisconfigured)
    }

    @Test("the time of a snapshot is the wall clock's")
    func wallClock() async throws {
        let bench = try StripeBench.with([Fixture.subscription()])
        bench.clock.advance(by: .seconds(5))
        #expect(try await bench.snapshot().observedAt == Date(timeIntervalSince1970: Double(Fixture.now + 5)))
    }

    @Test("on a test clock it is that clock's", arguments: [#""clock_1""#, #"{"id":"clock_1","frozen_time":7}"#])
    func testClock(_ reference: String) async throws {
        let bench = try StripeBench.with([
            Fixture.subscription(), Fixture.subscription("sub_2", ["test_clock": reference]),
        ])
        let body = #"{"id":"clock_1","object":"test_helpers.test_clock","frozen_time":1900000000,"status":"ready"}"#
        bench.transport.on(.get, "/v1/test_helpers/test_clocks/clock_1", .json(body))
        #expect(try await bench.snapshot().observedAt == Date(timeIntervalSince1970: 1_900_000_000))
    }

    @Test("a test clock that cannot be read leaves the wall clock")
    func unreadableTestClock() async throws {
        for answer in [StubAnswer.json("{}"), .json(Fixture.error(), status: .notFound)] {
            let bench = try StripeBench.with([Fixture.subscription(["test_clock": #""clock_1""#])])
            bench.transport.on(.get, "/v1/test_helpers/test_clocks/clock_1", answer)
            #expect(try await bench.snapshot().observedAt == bench.clock.now())
        }
    }

    @Test("a live key asks for no test clock")
    func noTestClockInLiveMode() async throws {
        let bench = try StripeBench.with(
            [Fixture.subscription(["livemode": "true", "test_clock": #""clock_1""#])],
            ["api_key": .secret(Secret("sk_live_51AbCd"))]
        )
        _ = try await bench.snapshot()
        #expect(bench.transport.requests.count == 1)
    }

    @Test("20,000 mutated answers give a snapshot or a bad response, never a crash")
    func mutations() async throws {
        let body = Array(Fixture.list([Fixture.subscription(), Fixture.classicSubscription()]).utf8)
        let bench = try StripeBench.with([])
        var random = SystemRandomNumberGenerator()
        let seed = random.next()
        var state = seed
        func next(_ bound: Int) -> Int {
            // A linear congruential generator is random enough to break JSON, and says the same again for its seed.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<20_000 {
            var mutated = body
            for _ in 0...next(3) {
                let at = next(mutated.count)
                switch next(4) {
                case 0: mutated[at] = UInt8(next(256))
                case 1: mutated.remove(at: at)
                case 2: mutated.insert(Array(#"{}[]",:0e-"#.utf8)[next(10)], at: at)
                default:
                    mutated.replaceSubrange(
                        at..<min(mutated.count, at + 9),
                        with: mutated[at..<min(mutated.count, at + 3)]
                    )
                }
            }
            let answer = mutated
            bench.transport.on(.get, "/v1/subscriptions", .response(.init(head: .init(status: .ok), body: answer)))
            do {
                _ = try await bench.snapshot()
            } catch let error as BillingError {
                let allowed: [BillingError.Code] = [.providerBadResponse, .providerMisconfigured, .internal]
                #expect(allowed.contains(error.code), "seed \(seed): \(error.code)")
            }
        }
    }
}
