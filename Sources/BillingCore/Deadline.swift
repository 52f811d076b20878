/// The moment after which nobody waits for an answer. On a clock that no one can set back.
public struct Deadline: Hashable, Sendable, Comparable {
    public let instant: ContinuousClock.Instant

    public init(at instant: ContinuousClock.Instant) { self.instant = instant }

    public static func after(_ duration: Duration) -> Deadline { Deadline(at: .now.advanced(by: duration)) }

    /// How much time is left; zero when it has passed.
    public var remaining: Duration { max(.zero, ContinuousClock.now.duration(to: instant)) }

    public var hasPassed: Bool { ContinuousClock.now >= instant }

    public static func < (left: Deadline, right: Deadline) -> Bool { left.instant < right.instant }
}
