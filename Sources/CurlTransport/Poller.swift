import BillingHTTP
import CCurl
import Glibc

/// An eventfd: wakes the engine from another thread.
final class WakeUp: Sendable {
    let descriptor: Int32

    init() throws(HTTPTransportError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if descriptor < 0 { throw .noDescriptor(errno) }
    }

    deinit {
        close(descriptor)
    }

    func signal() {
        // It fails only when the counter is full, and then the engine is awake.
        _ = eventfd_write(descriptor, 1)
    }

    func reset() {
        var count: eventfd_t = 0
        _ = eventfd_read(descriptor, &count)
    }
}

/// An epoll set, and room for what it reports.
final class Poller {
    private let descriptor: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>

    /// The interest in what can be read.
    static let readable = EPOLLIN.rawValue

    init() throws(HTTPTransportError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        if descriptor < 0 { throw .noDescriptor(errno) }
        events = .allocate(capacity: 256)
    }

    deinit {
        events.deallocate()
        close(descriptor)
    }

    /// Watches a descriptor for other events than before, or for the first time.
    ///
    /// - Returns: false when the kernel refuses.
    func watch(_ watched: Int32, _ interest: UInt32, isNew: Bool) -> Bool {
        var event = epoll_event()
        event.events = interest
        event.data.fd = watched
        let first = isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        if epoll_ctl(descriptor, first, watched, &event) == 0 { return true }
        // libcurl does not always say when it closes a socket, and the number is soon another socket's: the kernel
        // knows best which of the two it is.
        guard errno == EEXIST || errno == ENOENT else { return false }
        let second = isNew ? EPOLL_CTL_MOD : EPOLL_CTL_ADD
        return epoll_ctl(descriptor, second, watched, &event) == 0
    }

    /// Forgets a descriptor, which may be closed already.
    func forget(_ watched: Int32) {
        var event = epoll_event()
        _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, watched, &event)
    }

    /// Waits, and reports each descriptor with what happened to it.
    ///
    /// - Parameter milliseconds: -1 for as long as it takes.
    /// - Returns: false when the set cannot be waited for.
    func wait(milliseconds: Int32, _ report: (Int32, UInt32) -> Void) -> Bool {
        let count = epoll_wait(descriptor, events.baseAddress, Int32(events.count), milliseconds)
        guard count >= 0 else { return errno == EINTR }
        for event in events[..<Int(count)] { report(event.data.fd, event.events) }
        return true
    }
}

extension HTTPTransportError {
    fileprivate static func noDescriptor(_ code: Int32) -> HTTPTransportError {
        HTTPTransportError(
            .transportUnavailable,
            mayHaveBeenSent: false,
            "cannot open a descriptor: \(String(cString: strerror(code)))"
        )
    }
}
