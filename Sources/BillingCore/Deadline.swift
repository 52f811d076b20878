/// The moment after which nobody waits for an answer.
///
/// It lies on a clock that no one can set back, and that goes on while the machine sleeps.
public struct Deadline: Hashable, Sendable, Comparable {
    /// The moment itself.
    public let instant: ContinuousClock.Instant

    /// A deadline at a given moment.
    public init(at instant: ContinuousClock.Instant) { self.instant = instant }

    /// A deadline that far from now.
    public static func after(_ duration: Duration) -> Deadline { Deadline(at: .now.advanced(by: duration)) }

    /// How much time is left; zero when it has passed.
    public var remaining: Duration { max(.zero, ContinuousClock.now.duration(to: instant)) }

    /// Whether nobody waits any more.
    public var hasPassed: Bool { ContinuousClock.now >= instant }

    /// The earlier deadline is the lesser one: `min` gives the one to keep.
    public static func < (left: Deadline, right: Deadline) -> Bool { left.instant < right.instant }
}
