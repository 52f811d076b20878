import BillingCore
import BillingHTTP
import CCurl

/// The thread's work: it waits for sockets and for the mailbox, and lets libcurl do the rest.
///
/// Everything here but ``start(_:)`` runs on that one thread.
final class Engine {
    private let mailbox: Mailbox
    private let poller: Poller
    private let multi: MultiHandle
    private let maximumIdleHandles: Int
    private var inbox = Mailbox.Contents()
    private var transfers: [ObjectIdentifier: Transfer] = [:]
    private var idleHandles: [EasyHandle] = []
    /// No transfer's deadline is earlier.
    ///
    /// It may be that of one that is gone.
    private var earliestDeadline: ContinuousClock.Instant?

    /// Starts an engine that runs until its mailbox is closed.
    static func start(_ configuration: CurlTransport.Configuration) throws(HTTPTransportError) -> Mailbox {
        try CurlLibrary.initialize()
        let mailbox = Mailbox(try WakeUp())
        let engine = try Engine(configuration, mailbox)
        try EngineThread.start(engine)
        return mailbox
    }

    private init(_ configuration: CurlTransport.Configuration, _ mailbox: Mailbox) throws(HTTPTransportError) {
        self.mailbox = mailbox
        poller = try Poller()
        multi = try MultiHandle(configuration, poller)
        maximumIdleHandles = max(1, configuration.maximumConnections)
        guard poller.watch(mailbox.wakeUp.descriptor, Poller.readable, isNew: true) else {
            throw HTTPTransportError(.transportUnavailable, mayHaveBeenSent: false, "the system has no memory left")
        }
    }

    func run() {
        repeat {
            let isSound = poller.wait(milliseconds: patience()) { descriptor, events in
                if descriptor == mailbox.wakeUp.descriptor {
                    mailbox.wakeUp.reset()
                } else {
                    multi.act(on: descriptor, events)
                }
            }
            if !isSound { mailbox.close() }
            readMailbox()
            multi.act(at: .now)
            finishCompleted()
            finishOverdue()
        } while !inbox.isClosed
        for transfer in Array(transfers.values) {
            end(transfer, .transportUnavailable, "the transport was shut down")
        }
    }

    /// How long nothing needs to be done unless something happens, in milliseconds; -1 for ever.
    private func patience() -> Int32 {
        let times = [multi.wakeTime, earliestDeadline].compactMap(\.self)
        guard let next = times.min() else { return -1 }
        let (seconds, attoseconds) = ContinuousClock.now.duration(to: next).components
        if seconds < 0 || attoseconds < 0 { return 0 }
        // Rounded up, or the last millisecond would be spent in waking up in vain.
        return Int32(min(seconds, 3600)) * 1000 + Int32(attoseconds / 1_000_000_000_000_000) + 1
    }

    private func readMailbox() {
        inbox.submitted.removeAll(keepingCapacity: true)
        inbox.cancelled.removeAll(keepingCapacity: true)
        mailbox.take(&inbox)
        for (call, continuation) in inbox.submitted { begin(call, continuation) }
        for call in inbox.cancelled {
            guard let transfer = transfers[ObjectIdentifier(call)] else { continue }
            end(transfer, .cancelled, "the task was cancelled")
        }
    }

    private func begin(_ call: Call, _ continuation: Call.Continuation) {
        func fail(_ code: HTTPTransportError.Code, _ detail: String) {
            continuation.resume(returning: .failure(HTTPTransportError(code, mayHaveBeenSent: false, detail)))
        }
        if call.isCancelled { return fail(.cancelled, "the task was cancelled") }
        if call.deadline.hasPassed { return fail(.timeout, "the deadline passed before the request was sent") }
        guard let handle = idleHandles.popLast() ?? EasyHandle() else {
            return fail(.transportUnavailable, "libcurl has no memory left")
        }
        let transfer = Transfer(call, continuation, handle)
        do {
            try handle.prepare(call.request, for: transfer)
        } catch {
            return fail(.transportUnavailable, String(cString: curl_easy_strerror(error.code)))
        }
        let code = multi.add(handle)
        guard code == CURLM_OK else { return fail(.transportUnavailable, String(cString: curl_multi_strerror(code))) }
        transfers[ObjectIdentifier(call)] = transfer
        earliestDeadline = min(earliestDeadline ?? call.deadline.instant, call.deadline.instant)
    }

    private func finishCompleted() {
        while let (transfer, code) = multi.nextCompletion() {
            if code == CURLE_OK {
                let response = RawResponse(status: transfer.handle.status, head: transfer.head, body: transfer.body)
                end(transfer, .success(response))
            } else {
                let failure = CurlFailure(
                    code: code,
                    hasBegun: transfer.hasBegun,
                    usesProxy: transfer.call.request.connection.proxy != nil,
                    message: transfer.handle.failureMessage,
                    refusal: transfer.refusal
                )
                end(transfer, .failure(failure.error))
            }
        }
    }

    /// libcurl's own time limit is not used: it does not hold for a transfer that waits for a connection.
    private func finishOverdue() {
        let now = ContinuousClock.now
        guard let earliest = earliestDeadline, earliest <= now else { return }
        for transfer in transfers.values.filter({ $0.call.deadline.instant <= now }) {
            let detail = transfer.hasBegun ? "no whole answer came in time" : "no connection was made in time"
            end(transfer, .timeout, detail)
        }
        earliestDeadline = transfers.values.lazy.map(\.call.deadline.instant).min()
    }

    private func end(_ transfer: Transfer, _ code: HTTPTransportError.Code, _ detail: String) {
        end(transfer, .failure(HTTPTransportError(code, mayHaveBeenSent: transfer.hasBegun, detail)))
    }

    /// The one place where a transfer ends, whether libcurl is done with it or not.
    private func end(_ transfer: Transfer, _ outcome: Call.Outcome) {
        guard transfers.removeValue(forKey: ObjectIdentifier(transfer.call)) != nil else { return }
        multi.remove(transfer.handle)
        transfer.handle.reset()
        if idleHandles.count < maximumIdleHandles { idleHandles.append(transfer.handle) }
        transfer.continuation.resume(returning: outcome)
    }
}
