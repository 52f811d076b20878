import BillingHTTP
import CCurl
import Glibc

/// libcurl's multi handle on an epoll set.
///
/// It belongs to the engine's thread.
final class MultiHandle {
    private let pointer: UnsafeMutableRawPointer
    private let poller: Poller
    /// When libcurl wants to be called although nothing happened.
    private(set) var wakeTime: ContinuousClock.Instant?

    init(_ configuration: CurlTransport.Configuration, _ poller: Poller) throws(HTTPTransportError) {
        guard let pointer = curl_multi_init() else {
            throw HTTPTransportError(.transportUnavailable, mayHaveBeenSent: false, "libcurl has no memory left")
        }
        self.pointer = pointer
        self.poller = poller
        let context = Unmanaged.passUnretained(self).toOpaque()
        let code = [
            tollgate_multi_set_long(pointer, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX)),
            tollgate_multi_set_long(
                pointer,
                CURLMOPT_MAX_HOST_CONNECTIONS,
                max(1, configuration.maximumConnectionsPerHost)
            ),
            tollgate_multi_set_long(pointer, CURLMOPT_MAX_TOTAL_CONNECTIONS, max(1, configuration.maximumConnections)),
            tollgate_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, max(1, configuration.maximumConnections)),
            tollgate_multi_set_callbacks(pointer, context, watchSocket, setTimer),
        ].first { $0 != CURLM_OK }
        if let code { throw Self.failure(code) }
    }

    deinit {
        // It closes the connections, and still reports each of them.
        curl_multi_cleanup(pointer)
    }

    func add(_ handle: EasyHandle) -> CURLMcode {
        curl_multi_add_handle(pointer, handle.pointer)
    }

    func remove(_ handle: EasyHandle) {
        _ = curl_multi_remove_handle(pointer, handle.pointer)
    }

    /// Lets libcurl work on a socket.
    func act(on descriptor: Int32, _ events: UInt32) {
        var mask: Int32 = 0
        if events & EPOLLIN.rawValue != 0 { mask |= CURL_CSELECT_IN }
        if events & EPOLLOUT.rawValue != 0 { mask |= CURL_CSELECT_OUT }
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { mask |= CURL_CSELECT_ERR }
        var running: Int32 = 0
        _ = curl_multi_socket_action(pointer, descriptor, mask, &running)
    }

    /// Lets libcurl do what was due by now.
    func act(at now: ContinuousClock.Instant) {
        guard let time = wakeTime, time <= now else { return }
        wakeTime = nil
        var running: Int32 = 0
        _ = curl_multi_socket_action(pointer, CURL_SOCKET_TIMEOUT, 0, &running)
    }

    /// The next transfer that libcurl is done with.
    func nextCompletion() -> (transfer: Transfer, code: CURLcode)? {
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(pointer, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            guard let transfer = EasyHandle.transfer(of: handle) else { continue }
            return (transfer, message.pointee.data.result)
        }
        return nil
    }

    fileprivate func watch(_ descriptor: Int32, _ what: Int32, isNew: Bool) -> Int32 {
        guard what != CURL_POLL_REMOVE else {
            poller.forget(descriptor)
            return 0
        }
        var interest: UInt32 = 0
        if what & CURL_POLL_IN != 0 { interest |= EPOLLIN.rawValue }
        if what & CURL_POLL_OUT != 0 { interest |= EPOLLOUT.rawValue }
        guard poller.watch(descriptor, interest, isNew: isNew) else { return -1 }
        if isNew { curl_multi_assign(pointer, descriptor, Unmanaged.passUnretained(self).toOpaque()) }
        return 0
    }

    /// Only remembers: libcurl must not be called back from here.
    fileprivate func wake(afterMilliseconds milliseconds: Int) {
        wakeTime = milliseconds < 0 ? nil : .now.advanced(by: .milliseconds(milliseconds))
    }

    static func failure(_ code: CURLMcode) -> HTTPTransportError {
        HTTPTransportError(
            .transportUnavailable,
            mayHaveBeenSent: false,
            String(cString: curl_multi_strerror(code))
        )
    }
}

// Called on the engine's thread only, within the calls above. The context is the multi handle's owner, unretained: it
// outlives the handle, which its `deinit` ends.
private let watchSocket: curl_socket_callback = { _, descriptor, what, context, marker in
    guard let context else { return -1 }
    let owner = Unmanaged<MultiHandle>.fromOpaque(context).takeUnretainedValue()
    return owner.watch(descriptor, what, isNew: marker == nil)
}

private let setTimer: curl_multi_timer_callback = { _, milliseconds, context in
    guard let context else { return -1 }
    Unmanaged<MultiHandle>.fromOpaque(context).takeUnretainedValue().wake(afterMilliseconds: milliseconds)
    return 0
}
