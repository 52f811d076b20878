import BillingCore
import FoundationEssentials
import Synchronization

/// Whether this node wants traffic, and since when it runs.
package final class Readiness: Sendable {
    private let draining = Atomic(false)
    private let started = ContinuousClock.now

    package init() {}

    /// Set once the node is about to stop: it answers what comes, but asks to be sent nothing more.
    package var isDraining: Bool { draining.load(ordering: .relaxed) }

    package func drain() { draining.store(true, ordering: .relaxed) }

    /// Whole seconds since the start.
    var uptime: Int { Int(started.duration(to: .now).seconds) }
}
