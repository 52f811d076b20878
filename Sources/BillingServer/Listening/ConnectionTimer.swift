import NIOCore

/// The moment at which a connection is given up, if nothing happens before.
///
/// It moves several times in each request, and nearly never comes. So to move it further away only notes it; what is
/// scheduled on the event loop looks again when it fires. (To cancel something there costs a search through all that
/// is scheduled, for every connection.)
final class ConnectionTimer {
    private let loop: any EventLoop
    private let onExpiry: (_ limit: String) -> Void
    /// Nil while no limit runs.
    private var due: (at: NIODeadline, limit: String)?
    private var scheduled: (at: NIODeadline, task: Scheduled<Void>)?

    /// - Parameters:
    ///   - loop: whoever uses the timer is on it.
    ///   - onExpiry: what to do when a limit was reached, by its name.
    init(on loop: any EventLoop, onExpiry: @escaping (_ limit: String) -> Void) {
        self.loop = loop
        self.onExpiry = onExpiry
    }

    /// Begins a limit, in place of the one that runs.
    func start(_ duration: Duration, _ limit: String) {
        let at = loop.now + TimeAmount(max(duration, .zero))
        due = (at, limit)
        if let scheduled {
            if scheduled.at <= at { return }
            scheduled.task.cancel()
        }
        schedule(at)
    }

    /// Ends the limit that runs.
    func stop() { due = nil }

    /// Ends everything: the connection is gone.
    func cancel() {
        due = nil
        scheduled?.task.cancel()
        scheduled = nil
    }

    private func schedule(_ at: NIODeadline) {
        let task = loop.assumeIsolated().scheduleTask(deadline: at) { [weak self] in
            guard let self else { return }
            fire()
        }
        scheduled = (at, task)
    }

    private func fire() {
        scheduled = nil
        guard let due else { return }
        guard due.at <= loop.now else {
            schedule(due.at)
            return
        }
        self.due = nil
        onExpiry(due.limit)
    }
}
