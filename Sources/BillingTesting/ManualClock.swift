public import BillingCore
public import FoundationEssentials
import Synchronization

/// A clock that stands still until a test moves it.
public final class ManualClock: WallClock {
    private let time: Mutex<Date>

    /// Starts at the given time; without one at 2026-07-01T12:00:00Z, which means nothing.
    public init(_ start: Date = Date(timeIntervalSince1970: 1_782_907_200)) {
        time = Mutex(start)
    }

    /// The time it was put to last.
    public func now() -> Date { time.withLock { $0 } }

    /// Moves the clock on, or back by a negative duration.
    public func advance(by duration: Duration) {
        time.withLock { $0 = $0.addingTimeInterval(duration.seconds) }
    }

    /// Puts the clock to a time.
    public func set(to date: Date) {
        time.withLock { $0 = date }
    }
}
