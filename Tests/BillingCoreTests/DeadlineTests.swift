import BillingCore
import Testing

@Suite("A deadline")
struct DeadlineTests {
    @Test("that lies ahead leaves time", arguments: [Duration.seconds(3600), .seconds(86_400)])
    func ahead(duration: Duration) {
        let deadline = Deadline.after(duration)
        #expect(!deadline.hasPassed)
        #expect(deadline.remaining > .zero)
        #expect(deadline.remaining <= duration)
    }

    @Test("that is now or was before has passed, and leaves no time", arguments: [Duration.zero, .seconds(-3600)])
    func passed(duration: Duration) {
        let deadline = Deadline.after(duration)
        #expect(deadline.hasPassed)
        #expect(deadline.remaining == .zero)
    }

    @Test("compares by its moment")
    func order() {
        let now = ContinuousClock.now
        let early = Deadline(at: now)
        let late = Deadline(at: now.advanced(by: .nanoseconds(1)))
        #expect(early < late)
        #expect(min(late, early) == early)
        #expect(Deadline(at: now) == early)
        #expect(early.instant == now)
    }
}
