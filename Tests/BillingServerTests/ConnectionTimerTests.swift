import NIOCore
import NIOEmbedded
import Testing

@testable import BillingServer

@Suite("The timer of a connection")
struct ConnectionTimerTests {
    private let loop = EmbeddedEventLoop()

    /// A timer, and the limits that it has reported.
    private func make() -> (timer: ConnectionTimer, reached: () -> [String]) {
        final class Reached { var limits: [String] = [] }
        let reached = Reached()
        return (ConnectionTimer(on: loop) { reached.limits.append($0) }, { reached.limits })
    }

    @Test("a limit is reached once, when its time is over and not before") func once() {
        let (timer, reached) = make()
        timer.start(.seconds(10), "head")
        loop.advanceTime(by: .milliseconds(9_999))
        #expect(reached() == [])
        loop.advanceTime(by: .milliseconds(1))
        #expect(reached() == ["head"])
        loop.advanceTime(by: .hours(1))
        #expect(reached() == ["head"])
    }

    @Test(
        "a limit takes the place of the one before, whether it ends later or earlier",
        arguments: [(10, 75), (75, 10), (10, 10)]
    ) func replaced(first: Int64, second: Int64) {
        let (timer, reached) = make()
        timer.start(.seconds(first), "first")
        loop.advanceTime(by: .seconds(5))
        timer.start(.seconds(second), "second")
        loop.advanceTime(by: .seconds(second) - .nanoseconds(1))
        #expect(reached() == [])
        loop.advanceTime(by: .nanoseconds(1))
        #expect(reached() == ["second"])
    }

    @Test("a limit that was ended is never reached, and the next one is") func stopped() {
        let (timer, reached) = make()
        timer.start(.seconds(10), "head")
        timer.stop()
        loop.advanceTime(by: .seconds(60))
        #expect(reached() == [])
        timer.start(.seconds(10), "idle")
        loop.advanceTime(by: .seconds(10))
        #expect(reached() == ["idle"])
    }

    @Test("while requests come, each moves it further away") func steady() {
        let (timer, reached) = make()
        for _ in 0..<10_000 {
            timer.start(.seconds(10), "head")
            timer.start(.seconds(15), "request")
            timer.stop()
            timer.start(.seconds(75), "idle")
            loop.advanceTime(by: .seconds(1))
        }
        #expect(reached() == [])
        loop.advanceTime(by: .seconds(74))
        #expect(reached() == ["idle"])
    }

    @Test("no time at all is over at once; a connection that is gone reaches nothing") func ends() {
        let (timer, reached) = make()
        timer.start(.seconds(-3), "request")
        loop.run()
        #expect(reached() == ["request"])
        timer.start(.seconds(1), "head")
        timer.cancel()
        loop.advanceTime(by: .seconds(2))
        #expect(reached() == ["request"])
    }
}
