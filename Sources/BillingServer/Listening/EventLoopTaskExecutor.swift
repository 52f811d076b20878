import NIOCore

/// Runs tasks on an event loop: those of a connection run where its socket is.
///
/// An answer from memory crosses no thread then, and wakes none. What a task does between two suspensions holds up the
/// loop's other connections, so handlers wait by suspending, never by blocking.
final class EventLoopTaskExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
