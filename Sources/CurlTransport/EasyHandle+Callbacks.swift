import CCurl
import Glibc

// libcurl calls these on the engine's thread, within the engine's own calls into it. Their context is the transfer,
// which the engine holds from before its handle joins the multi handle until after the handle has been reset; so no
// reference is counted here, and nothing is to be balanced.
extension EasyHandle {
    func setCallbacks(for transfer: Transfer) throws(OptionFailure) {
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        try check(tollgate_set_callbacks(pointer, context, receiveHeader, receiveBody, beforeRequest, openSocket))
    }

    /// The transfer that a handle was prepared for.
    static func transfer(of handle: UnsafeMutableRawPointer) -> Transfer? {
        EasyHandleCallbacks.transfer(tollgate_get_context(handle))
    }
}

private enum EasyHandleCallbacks {
    static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }
}

private let receiveHeader: curl_write_callback = { bytes, size, count, context in
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    let goesOn = EasyHandleCallbacks.transfer(context)?.receive(headerLine: line) ?? false
    // Another count than was given stops the transfer; so does zero, unless zero was given.
    return goesOn ? line.count : line.count &+ 1
}

private let receiveBody: curl_write_callback = { bytes, size, count, context in
    let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
    let goesOn = EasyHandleCallbacks.transfer(context)?.receive(body: part) ?? false
    return goesOn ? part.count : part.count &+ 1
}

/// Called when the connection stands and the request is about to be sent: again for a request that is sent again.
private let beforeRequest: curl_prereq_callback = { context, _, _, _, _ in
    EasyHandleCallbacks.transfer(context)?.begin()
    return Int32(CURL_PREREQFUNC_OK)
}

/// Opens the socket as libcurl would, but so that no child process inherits it.
private let openSocket: curl_opensocket_callback = { context, _, address in
    guard let address = address?.pointee else { return -1 }
    let kind = address.socktype | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.family, kind, address.protocol)
    if descriptor < 0, [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(errno) {
        EasyHandleCallbacks.transfer(context)?.noteExhaustion()
    }
    return descriptor
}
