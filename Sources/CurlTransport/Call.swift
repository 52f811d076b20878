import BillingCore
import BillingHTTP
import Synchronization

/// One call of ``CurlTransport/send(_:deadline:)``, as the caller's task and the engine both know it.
final class Call: Sendable {
    typealias Outcome = Result<RawResponse, HTTPTransportError>
    typealias Continuation = CheckedContinuation<Outcome, Never>

    let request: PreparedRequest
    let deadline: Deadline
    private let phase = Atomic<Phase>(.new)

    init(_ request: PreparedRequest, deadline: Deadline) {
        self.request = request
        self.deadline = deadline
    }

    var isCancelled: Bool { phase.load(ordering: .acquiring) == .cancelled }

    /// Notes that the engine has the call.
    ///
    /// - Returns: false when it was cancelled before; then the engine has yet to be told.
    func markSubmitted() -> Bool {
        phase.compareExchange(expected: .new, desired: .submitted, ordering: .acquiringAndReleasing).exchanged
    }

    /// Notes that nobody waits any more.
    ///
    /// - Returns: true when the engine has the call and must be told.
    func markCancelled() -> Bool {
        phase.exchange(.cancelled, ordering: .acquiringAndReleasing) == .submitted
    }

    private enum Phase: UInt8, AtomicRepresentable {
        case new
        case submitted
        case cancelled
    }
}
