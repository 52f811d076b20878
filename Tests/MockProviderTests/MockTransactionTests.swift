import BillingCore
import Foundation
import GRDB
import Testing

@testable import MockProvider

@Suite(.timeLimit(.minutes(1)))
struct MockTransactionTests {
    private let world: MockWorld

    init() throws { world = makeWorld(try makeClock()) }

    @Test("a customer is added, pays, and is deleted with all that is theirs")
    func life() async throws {
        let hal = try ProviderCustomerID("hal")
        try await world.act { world in
            try world.addCustomer(id: hal, name: "Hal", email: "hal@example.com", by: .operator)
            try world.setCard(MockTestCard.all[0], of: hal, by: .operator)
            try world.subscribe(hal, MockTransaction.NewSubscription(price: makePrice(), quantity: 2), by: .operator)
        }
        let provider = makeProvider(world)
        #expect(try await provider.current("hal").status == .active)
        #expect(try await world.act { try MockInvoice.fetch(of: hal, $0.db) }.map(\.amountDue) == [3000])
        _ = try await provider.createPortalSession(makeRequest("hal"), makeContext())
        try await world.act { try $0.deleteCustomer(hal, by: .operator) }
        #expect(await code { _ = try await provider.current("hal") } == .customerNotFound)
        for table in ["cards", "subscriptions", "invoices", "portal_sessions"] {
            #expect(
                try await world.sql {
                    try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table) WHERE customer = 'hal'")
                }
                    == 0
            )
        }
    }

    @Test("ids are the same in every run")
    func ids() async throws {
        func run() async throws -> [String] {
            try await makeWorld(try makeClock()).act { world in
                let customer = try world.addCustomer(by: .operator)
                let card = try world.setCard(MockTestCard.all[0], of: customer.id, by: .operator).card
                let new = MockTransaction.NewSubscription(price: try makePrice())
                let subscription = try world.subscribe(customer.id, new, by: .operator)
                return [customer.id.rawValue, card?.id ?? "", subscription.id.rawValue]
            }
        }
        #expect(try await run() == ["cus_mock_1", "pm_mock_2", "sub_mock_3"])
        #expect(try await run() == ["cus_mock_1", "pm_mock_2", "sub_mock_3"])
    }

    @Test("a subscription whose first payment fails leaves nothing, unless it may be incomplete")
    func firstPayment() async throws {
        let eve = try ProviderCustomerID("eve")
        await #expect(throws: MockFailure.self) {
            try await world.act {
                try $0.subscribe(eve, MockTransaction.NewSubscription(price: makePrice()), by: .api)
            }
        }
        #expect(try await world.act { try MockSubscription.fetch(of: eve, $0.db) }.isEmpty)
        try await world.act {
            let new = MockTransaction.NewSubscription(price: try makePrice(), mayBeIncomplete: true)
            try $0.subscribe(eve, new, by: .api)
        }
        #expect(try await makeProvider(world).current("eve").status == .incomplete)
    }

    @Test("a card that works pays what is open; one that is refused changes nothing", arguments: MockTestCard.all)
    func cards(card: MockTestCard) async throws {
        let dee = try ProviderCustomerID("dee")
        let result = await Result { try await world.act { _ = try $0.setCard(card, of: dee, by: .portal) } }
        let status = try await makeProvider(world).current("dee").status
        switch card.behaviour {
        case .accepted(.succeeds): #expect(status == .active)
        case .accepted(.declines): #expect(status == .pastDue)
        case .refused(let code):
            #expect(status == .pastDue)
            guard case .failure(let failure as MockFailure) = result, case .refused(let refusal) = failure else {
                Issue.record("the card was taken")
                return
            }
            #expect(refusal.code == .cardDeclined(code))
            #expect(!refusal.message.contains(card.number))
            #expect(try await world.act { try $0.customer(dee).card?.last4 } == "0341")
        }
    }

    @Test("no number of a card is ever stored", arguments: MockTestCard.all)
    func numbers(card: MockTestCard) async throws {
        let folder = try TemporaryFolder()
        let world = makeWorld(try makeClock(), .file(folder.state))
        _ = try? await world.act { _ = try $0.setCard(card, of: ProviderCustomerID("ada"), by: .portal) }
        for suffix in ["", "-wal"] {
            let bytes = try Data(contentsOf: URL(filePath: folder.state + suffix))
            #expect(bytes.firstRange(of: Data(card.number.utf8)) == nil)
        }
    }

    @Test(
        "only test numbers are cards",
        arguments: ["4111111111111111", "", "4242", "42424242424242424", "4242424242424242x", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"]
    )
    func unknownNumbers(number: String) { #expect(MockTestCard.named(number) == nil) }

    @Test("a number may be typed with spaces and hyphens")
    func typedNumbers() {
        #expect(MockTestCard.named("4242 4242 4242 4242") == MockTestCard.named("4242-4242-4242-4242"))
        #expect(MockTestCard.named("4242 4242 4242 4242")?.last4 == "4242")
    }

    @Test("another customer's things are not found")
    func owners() async throws {
        let eve = try ProviderCustomerID("eve")
        await #expect(throws: MockFailure.self) {
            try await world.act { _ = try $0.subscription(SubscriptionID("sub_mock_ada"), of: eve) }
        }
        await #expect(throws: MockFailure.self) {
            try await world.act { _ = try $0.invoice("in_mock_ada_1", of: eve) }
        }
    }

    @Test("events are kept to the last ten thousand")
    func events() async throws {
        let count = try await world.act { world in
            let ada = try world.customer(ProviderCustomerID("ada"))
            for number in 0..<10_100 { try world.note(.customerUpdated, ada, by: .operator, "\(number)") }
            return try Int.fetchOne(world.db, sql: "SELECT count(*) FROM events")
        }
        #expect(count == 10_000)
        #expect(try await world.act { try MockEvent.fetch(limit: 1, $0.db) }.first?.summary == "10099")
    }

    @Test("a file of the first version opens with all its customers, who can pay")
    func migration() async throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.path + "/old.sqlite")
        try await queue.write { db in
            for step in MockSchema.steps[..<1] { try db.execute(sql: step) }
            try db.execute(
                sql: """
                    PRAGMA application_id = \(MockSchema.applicationID);
                    PRAGMA user_version = 1;
                    INSERT INTO world VALUES (1, 1790000000, 0);
                    INSERT INTO customers VALUES ('ada'), ('dee'), ('eve');
                    INSERT INTO prices VALUES ('mock_pro_m', 'Pro monthly', 1500, 'usd', 'month', 1);
                    INSERT INTO subscriptions VALUES
                        ('sub_mock_ada', 'ada', 'active', 'mock_pro_m', 1, 1795000000, 1795000000, 1795000000,
                         1797592000, NULL, NULL, 1, NULL, 1795000001, NULL, 1797592000),
                        ('sub_mock_dee', 'dee', 'past_due', 'mock_pro_m', 1, 1795000000, 1795000000, 1795000000,
                         1797592000, NULL, NULL, 0, NULL, NULL, NULL, NULL);
                    """
            )
        }
        try queue.close()
        let world = makeWorld(try makeClock(), .file(folder.path + "/old.sqlite"))
        let provider = makeProvider(world)
        #expect(try await provider.current("ada").cancellation.isScheduled)
        #expect(try await provider.current("dee").status == .pastDue)
        #expect(try await provider.fetchSubscription(customer("eve"), makeContext()).subscriptions.isEmpty)
        let cards = try await world.act { try MockCustomer.fetchAll($0.db).map(\.card?.outcome) }
        #expect(cards == [.succeeds, .declines, nil])
    }
}

extension Result where Failure == any Error, Success: Sendable {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
