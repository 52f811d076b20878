import FoundationEssentials

/// The two times of a world.
struct MockTime: Sendable {
    /// People's time, by which portal sessions live.
    let wall: Date
    /// The world's time, by which everything is billed: the wall clock moved on by an offset, or a frozen instant.
    let world: Date
    /// Whether the world's time stands still.
    let isFrozen: Bool

    /// How far the world is ahead.
    var offset: Duration { .seconds(world.stored - wall.stored) }
}
