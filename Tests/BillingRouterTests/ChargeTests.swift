import BillingCore
import BillingTesting
import Foundation
import Testing

@testable import BillingRouter

@Suite("What a subscription costs each time")
struct ChargeTests {
    private func item(
        _ amount: Int?,
        quantity: Int? = 1,
        currency: String = "usd",
        interval: BillingInterval = .month,
        price: String = "price_other"
    ) throws -> SubscriptionItem {
        SubscriptionItem(
            price: try ProviderPriceID(price),
            product: "prod_1",
            priceName: "Legacy",
            quantity: quantity,
            unitAmount: amount.map { Money(amount: $0, currency: currency) },
            interval: interval,
            intervalCount: 1,
            period: Period(start: .days(-10), end: .days(20))
        )
    }

    private func overview(_ items: [SubscriptionItem]) async throws -> BillingOverview {
        let world = try World()
        let trial = Subscription(
            id: try SubscriptionID("sub_1"),
            status: .trialing,
            providerStatus: "trialing",
            items: items,
            trial: Period(start: .days(-10), end: .days(20)),
            cancellation: .none,
            pause: .none,
            startedAt: .days(-40),
            endedAt: nil
        )
        world.provider(says: trial)
        return try await world.overview()
    }

    @Test("one item costs its price as often as there are of it, and that is what a trial's end brings") func one()
        async throws
    {
        let seats = try await overview([try item(1500, quantity: 3, price: "price_pro")])
        #expect(seats.charge?.text == "45.00 USD / month" && seats.plan?.price?.text == "15.00 USD / month")
        #expect(seats.sentences { _ in "D" } == ["Trial ends on D, then 45.00 USD / month."])
        #expect(try await overview([try item(1500, quantity: nil)]).charge == nil)
        #expect(try await overview([try item(nil)]).charge?.amount == nil)
        #expect(try await overview([try item(.max, quantity: 2)]).charge == nil)
    }

    @Test("several items cost their sum, where they are charged together") func several() async throws {
        let both = try await overview([try item(1500), try item(200, quantity: 5)])
        #expect(both.charge?.text == "25.00 USD / month")
        #expect(both.sentences { _ in "D" } == ["Trial ends on D, then 25.00 USD / month."])
        let others = [
            try item(200, currency: "eur"), try item(200, interval: .year), try item(nil), try item(200, quantity: nil),
            try item(.max),
        ]
        for other in others {
            let apart = try await overview([try item(1500), other])
            #expect(apart.charge == nil && apart.sentences { _ in "D" } == ["Trial ends on D."])
        }
    }

    @Test("without a subscription it is the plan's own price") func none() async throws {
        #expect(try await World().overview("user_1").charge == nil)
    }
}
