import BillingHTTP
import Synchronization

/// What the callers' tasks hand to the engine's thread: the only state they share.
///
/// A call that was accepted is answered by the engine and by nobody else, so it is answered exactly once.
final class Mailbox: Sendable {
    struct Contents {
        var submitted: [(call: Call, continuation: Call.Continuation)] = []
        /// Each was submitted before; it may be finished by now.
        var cancelled: [Call] = []
        var isClosed = false

        var isEmpty: Bool { submitted.isEmpty && cancelled.isEmpty && !isClosed }
    }

    let wakeUp: WakeUp
    private let contents = Mutex(Contents())

    init(_ wakeUp: WakeUp) {
        self.wakeUp = wakeUp
    }

    func submit(_ call: Call, _ continuation: Call.Continuation) {
        let isAccepted = put { $0.submitted.append((call, continuation)) }
        guard isAccepted else {
            return continuation.resume(
                returning: .failure(
                    HTTPTransportError(.transportUnavailable, mayHaveBeenSent: false, "the transport is shut down")
                )
            )
        }
        // A cancellation that came first found nothing to cancel and left this to us.
        if !call.markSubmitted() { _ = put { $0.cancelled.append(call) } }
    }

    func cancel(_ call: Call) {
        if call.markCancelled() { _ = put { $0.cancelled.append(call) } }
    }

    func close() {
        _ = put { $0.isClosed = true }
    }

    /// Exchanges what has gathered for an emptied `contents`, so that both keep their memory.
    ///
    /// Once closed, it stays so.
    func take(_ emptied: inout Contents) {
        contents.withLock {
            swap(&$0, &emptied)
            $0.isClosed = emptied.isClosed
        }
    }

    /// - Returns: false when nobody will read it, because the mailbox is closed.
    private func put(_ change: (inout Contents) -> Void) -> Bool {
        let (isAccepted, isFirst) = contents.withLock {
            guard !$0.isClosed else { return (false, false) }
            let wasEmpty = $0.isEmpty
            change(&$0)
            return (true, wasEmpty)
        }
        // Whoever fills an empty mailbox wakes the engine; the others find it woken already.
        if isFirst { wakeUp.signal() }
        return isAccepted
    }
}
