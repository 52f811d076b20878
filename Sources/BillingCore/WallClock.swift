public import FoundationEssentials

/// Where the time of day comes from.
///
/// It is injected, so that a whole gateway runs in a test that does not wait.
public protocol WallClock: Sendable {
    /// The time of day.
    func now() -> Date
}

/// The machine's clock.
public struct SystemClock: WallClock {
    /// The machine's clock; all of them tell the same time.
    public init() {}

    /// The time of day, as the machine has it.
    public func now() -> Date { Date() }
}
