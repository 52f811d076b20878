import BillingCore
import BillingTesting
import Foundation
import GRDB
import Testing

@testable import MockProvider

struct MockPortalTests {
    private let clock: ManualClock
    private let world: MockWorld
    private let provider: MockProvider

    init() throws {
        clock = try makeClock()
        world = makeWorld(clock)
        provider = makeProvider(world)
    }

    @Test("the portal has every flow, leads back, and is hosted by the gateway")
    func capabilities() throws {
        let portal = try #require(provider.capabilities.portal)
        #expect(portal.flows == Set(PortalFlow.allCases))
        #expect(portal.honoursReturnURL)
        #expect(portal.origins.isEmpty)
    }

    @Test("a session is a secret path that waits five minutes")
    func session() async throws {
        let session = try await provider.createPortalSession(makeRequest(), makeContext())
        let path = try #require(session.path)
        #expect(path.wholeMatch(of: /\/portal\/[0-9a-f]{64}/) != nil)
        #expect(session.kind == .session)
        #expect(session.expiresAt.map(RFC3339.string) == "2026-11-24T08:35:00Z")
        #expect(session.returnURLHonoured)
        #expect(session.flow == .home)
        #expect(!"\(session)".contains(path.suffix(20)))
    }

    @Test("ids follow from tenant and key, tokens from nothing")
    func ids() async throws {
        let first = try await provider.createPortalSession(makeRequest(), makeContext("a"))
        let other = makeProvider(makeWorld(clock))
        let again = try await other.createPortalSession(makeRequest(), makeContext("a"))
        #expect(first.id == again.id)
        #expect(first.id == "mps_ab9edf99ed3c64bf6f0f5656e27a2324")
        #expect(first.path != again.path)
        let beta = try await provider.createPortalSession(makeRequest(), makeContext("a", tenant: "beta"))
        let second = try await provider.createPortalSession(makeRequest(), makeContext("b"))
        #expect(Set([first.id, beta.id, second.id]).count == 3)
        #expect(Set([first.path, beta.path, second.path]).count == 3)
    }

    @Test("the same key with the same parameters gives the same session")
    func idempotent() async throws {
        let first = try await provider.createPortalSession(makeRequest(), makeContext("k"))
        clock.advance(by: .seconds(3600))
        let again = try await provider.createPortalSession(makeRequest(), makeContext("k"))
        #expect(again.id == first.id)
        #expect(again.path == first.path)
        #expect(again.expiresAt == first.expiresAt)
    }

    @Test("a hundred calls with one key at once make one session")
    func concurrentlyIdempotent() async throws {
        let provider = provider
        let paths = try await withThrowingTaskGroup { group in
            for _ in 0..<100 {
                group.addTask { try await provider.createPortalSession(makeRequest(), makeContext("k")).path }
            }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(paths.count == 1)
        #expect(try await world.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM portal_sessions") } == 1)
    }

    @Test("the same key with other parameters is a mistake of the gateway's")
    func reusedKey() async throws {
        _ = try await provider.createPortalSession(makeRequest(), makeContext("k"))
        for request in [
            try makeRequest("ben"), try makeRequest("ada", .customerUpdate),
            try makeRequest(returnURL: "https://app.acme.example/other"), try makeRequest("nobody"),
        ] {
            let error = await failure { _ = try await provider.createPortalSession(request, makeContext("k")) }
            #expect(error?.code == .internal)
            #expect(error?.providerCode == "idempotency_error")
        }
    }

    @Test("a key is forgotten after a day, with its session")
    func forgotten() async throws {
        let first = try await provider.createPortalSession(makeRequest(), makeContext("k"))
        clock.advance(by: days(1) + .seconds(1))
        _ = try await provider.createPortalSession(makeRequest(), makeContext("other"))
        let again = try await provider.createPortalSession(makeRequest(), makeContext("k"))
        #expect(again.id == first.id)
        #expect(again.path != first.path)
        #expect(try await world.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM portal_sessions") } == 2)
    }

    @Test("everybody has a home, whatever became of the subscription", arguments: MockSeeds.customers)
    func home(name: String) async throws {
        let session = try await provider.createPortalSession(makeRequest(name), makeContext())
        #expect(session.path != nil)
    }

    @Test("a flow on a subscription opens for one that runs", arguments: PortalFlow.allCases)
    func flows(flow: PortalFlow) async throws {
        let request = try makeRequest("dee", flow, subscription: "sub_mock_dee", price: "mock_pro_y")
        #expect(try await provider.createPortalSession(request, makeContext()).flow == flow)
    }

    @Test(
        "a flow on a subscription is refused where there is none that runs",
        arguments: PortalFlow.allCases.filter(\.needsSubscription),
        [("ada", nil), ("ada", "sub_mock_none"), ("ada", "sub_mock_ben"), ("fin", "sub_mock_fin"), ("eve", "sub_x")]
    )
    func refusedFlows(flow: PortalFlow, whose: (String, String?)) async throws {
        let request = try makeRequest(whose.0, flow, subscription: whose.1, price: "mock_pro_y")
        #expect(await code { _ = try await provider.createPortalSession(request, makeContext()) } == .flowNotSupported)
        #expect(try await world.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM portal_sessions") } == 0)
    }

    @Test("a subscription that has ended since by itself is refused too")
    func endedMeanwhile() async throws {
        let request = try makeRequest("cho", .subscriptionUpdate, subscription: "sub_mock_cho")
        #expect(try await provider.createPortalSession(request, makeContext("a")).path != nil)
        clock.advance(by: days(32))
        #expect(
            await code { _ = try await provider.createPortalSession(request, makeContext("b")) } == .flowNotSupported
        )
    }

    @Test(
        "a change to confirm names a price of the catalogue, or a quantity",
        arguments: [
            ("mock_pro_y", nil, nil), ("mock_pro_y", 2, nil), (nil, 2, nil), ("mock_gone", nil, .flowNotSupported),
            (nil, nil, .flowNotSupported), (nil, 0, .flowNotSupported),
        ] as [(String?, Int?, BillingError.Code?)]
    )
    func confirm(price: String?, quantity: Int?, expected: BillingError.Code?) async throws {
        let request = try makeRequest(
            "ada",
            .subscriptionUpdateConfirm,
            subscription: "sub_mock_ada",
            price: price,
            quantity: quantity
        )
        #expect(await code { _ = try await provider.createPortalSession(request, makeContext()) } == expected)
    }

    @Test(
        "a return URL is an absolute web address",
        arguments: [
            ("https://app.acme.example/billing?x=1", nil), ("http://localhost:3000/", nil), ("HTTPS://a.example", nil),
            ("javascript:alert(1)", .returnURLNotAllowed), ("/billing", .returnURLNotAllowed),
            ("//app.example/", .returnURLNotAllowed), ("https://", .returnURLNotAllowed), ("", .returnURLNotAllowed),
            ("https:///x", .returnURLNotAllowed), ("https://a.example/\n", .returnURLNotAllowed),
            (" https://a.example/", .returnURLNotAllowed), ("data:text/html,x", .returnURLNotAllowed),
        ] as [(String, BillingError.Code?)]
    )
    func returnURL(url: String, expected: BillingError.Code?) async throws {
        let request = try makeRequest(returnURL: url)
        #expect(await code { _ = try await provider.createPortalSession(request, makeContext()) } == expected)
    }
}
