public import FoundationEssentials

/// Where the time of day comes from. Injected, so that a whole gateway runs in a test that does not wait.
public protocol WallClock: Sendable {
    func now() -> Date
}

/// The machine's clock.
public struct SystemClock: WallClock {
    public init() {}

    public func now() -> Date { Date() }
}
