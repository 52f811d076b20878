import BillingCore
import FoundationEssentials
import Testing

@Suite("Which subscription decides")
struct SubscriptionSnapshotTests {
    /// The best first; those of one line are equally good.
    static let ranks: [[SubscriptionStatus]] = [
        [.active, .trialing],
        [.pastDue, .unpaid, .paused],
        [.scheduled, .incomplete],
        [.unrecognized("novel"), .unrecognized("active")],
        [.ended],
    ]

    struct Pair: Sendable, CustomTestStringConvertible {
        let better: SubscriptionStatus
        let worse: SubscriptionStatus

        var testDescription: String { "\(better) before \(worse)" }
    }

    static let unequal: [Pair] = ranks.indices.flatMap { index in
        ranks[index].flatMap { better in
            ranks[(index + 1)...].joined().map { Pair(better: better, worse: $0) }
        }
    }

    static let equal: [Pair] = ranks.flatMap { rank in
        rank.flatMap { left in rank.map { Pair(better: left, worse: $0) } }
    }

    @Test("every status has its place in the table")
    func tableIsWhole() {
        let names = Set(Self.ranks.joined().map(\.name))
        #expect(names == Set(SubscriptionStatus.samples.map(\.name)))
    }

    @Test("the better status comes first, however late the other one ends", arguments: unequal)
    func statusFirst(pair: Pair) {
        let better = Subscription.sample(pair.better, id: "sub_9", period: Period(start: nil, end: noon))
        let worse = Subscription.sample(pair.worse, id: "sub_1", period: Period(start: nil, end: noon + 86_400))
        for subscriptions in [[better, worse], [worse, better]] {
            #expect(SubscriptionSnapshot(subscriptions: subscriptions, observedAt: noon).current == better)
        }
    }

    @Test("of equally good statuses the latest period end comes first", arguments: equal)
    func thenPeriodEnd(pair: Pair) {
        let later = Subscription.sample(pair.better, id: "sub_9", period: Period(start: nil, end: noon + 1))
        let earlier = Subscription.sample(pair.worse, id: "sub_1", period: Period(start: nil, end: noon))
        for subscriptions in [[later, earlier], [earlier, later]] {
            #expect(SubscriptionSnapshot(subscriptions: subscriptions, observedAt: noon).current == later)
        }
    }

    @Test("of equally good statuses with one period end the id decides", arguments: equal)
    func thenID(pair: Pair) {
        let first = Subscription.sample(pair.better, id: "sub_1", period: Period(start: nil, end: noon))
        let second = Subscription.sample(pair.worse, id: "sub_2", period: Period(start: nil, end: noon))
        for subscriptions in [[first, second], [second, first]] {
            #expect(SubscriptionSnapshot(subscriptions: subscriptions, observedAt: noon).current == first)
        }
    }

    @Test("a subscription without any date comes after one with a date")
    func withoutDates() {
        let dated = Subscription.sample(.active, id: "sub_2", period: Period(start: nil, end: .distantPast + 1))
        let undated = Subscription.sample(.active, id: "sub_1")
        #expect(SubscriptionSnapshot(subscriptions: [undated, dated], observedAt: noon).current == dated)
    }

    @Test("without a period the end of an ended subscription stands for it")
    func endedAt() {
        let later = Subscription.sample(.ended, id: "sub_2", endedAt: noon + 1)
        let earlier = Subscription.sample(.ended, id: "sub_1", endedAt: noon)
        #expect(SubscriptionSnapshot(subscriptions: [earlier, later], observedAt: noon).current == later)
    }

    @Test("all of them are kept, in one order whatever order they come in", arguments: 0..<20)
    func keepsAll(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let subscriptions = SubscriptionStatus.samples.enumerated().map { index, status in
            Subscription.sample(status, id: "sub_\(index)", period: Period(start: nil, end: noon))
        }
        let ranked = SubscriptionSnapshot(subscriptions: subscriptions, observedAt: noon).subscriptions
        let shuffled = SubscriptionSnapshot(subscriptions: subscriptions.shuffled(using: &random), observedAt: noon)
        #expect(shuffled.subscriptions == ranked)
        #expect(
            ranked.map(\.status) == [
                .trialing, .active, .pastDue, .unpaid, .paused, .incomplete, .scheduled, .unrecognized("novel"), .ended,
            ]
        )
    }

    @Test("a customer without subscriptions has no current one")
    func empty() {
        #expect(SubscriptionSnapshot(subscriptions: [], observedAt: noon).current == nil)
    }
}
