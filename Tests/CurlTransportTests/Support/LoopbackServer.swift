import Foundation
import Synchronization

/// Accepts connections on 127.0.0.1 and lets a script talk to each, on a thread of its own.
final class LoopbackServer: Sendable {
    let port: Int
    private let listener: Int32
    private let log: Log

    /// What has happened so far.
    final class Log: Sendable {
        fileprivate let state = Mutex((connections: 0, requests: [ReceivedRequest]()))
    }

    /// - Parameter script: the connection is closed when it returns.
    init(_ script: @escaping @Sendable (LoopbackConnection) -> Void) throws {
        let (listener, port) = try Self.listen(backlog: 512)
        let log = Log()
        self.port = port
        self.listener = listener
        self.log = log
        Thread.detachNewThread {
            while true {
                let descriptor = accept4(listener, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
                if descriptor < 0 { break }
                let number = log.state.withLock {
                    $0.connections += 1
                    return $0.connections
                }
                let connection = LoopbackConnection(descriptor, number: number) { request in
                    log.state.withLock { $0.requests.append(request) }
                }
                Thread.detachNewThread {
                    script(connection)
                    connection.end()
                }
            }
            close(listener)
        }
    }

    /// Answers every request on every connection in the same way.
    convenience init(answering answer: @escaping @Sendable (ReceivedRequest) -> String) throws {
        try self.init { connection in
            while let request = connection.readRequest() { connection.write(answer(request)) }
        }
    }

    deinit {
        // Wakes the accepting thread, which closes it.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    var connections: Int { log.state.withLock(\.connections) }
    var requests: [ReceivedRequest] { log.state.withLock(\.requests) }

    /// A socket that listens, and its port.
    static func listen(backlog: Int32) throws -> (descriptor: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && Glibc.listen(listener, backlog) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// A socket connected, or on its way, to a local port.
    static func connect(to port: Int, flags: Int32 = 0) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue) | flags, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
}

/// A request as it came over the wire.
struct ReceivedRequest: Sendable {
    let line: String
    let fields: [String]
    let body: [UInt8]

    func field(_ name: String) -> String? {
        let prefix = name.lowercased() + ":"
        return fields.first { $0.lowercased().hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count)).trimmingCharacters(in: .whitespaces) }
    }
}

/// One accepted connection; only its thread uses it.
struct LoopbackConnection: Sendable {
    let descriptor: Int32
    let number: Int
    private let note: @Sendable (ReceivedRequest) -> Void

    init(_ descriptor: Int32, number: Int, note: @escaping @Sendable (ReceivedRequest) -> Void) {
        self.descriptor = descriptor
        self.number = number
        self.note = note
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        // An answer in several pieces must not wait for the client's acknowledgement.
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// - Returns: nil at the end of the connection, or after half a minute of silence.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// One request; requests are not pipelined.
    func readRequest() -> ReceivedRequest? {
        var bytes: [UInt8] = []
        let end = Array("\r\n\r\n".utf8)
        var head: [String]?
        var bodyStart = 0
        while true {
            guard let more = read() else { return nil }
            let searchStart = max(0, bytes.count - 3)
            bytes += more
            if head == nil, let range = Data(bytes[searchStart...]).range(of: Data(end)) {
                bodyStart = searchStart + range.upperBound
                let text = String(decoding: bytes[..<(bodyStart - 4)], as: UTF8.self)
                head = text.components(separatedBy: "\r\n")
            }
            guard let head else { continue }
            let request = ReceivedRequest(
                line: head[0],
                fields: Array(head.dropFirst()),
                body: Array(bytes[bodyStart...])
            )
            if request.body.count >= Int(request.field("Content-Length") ?? "0") ?? 0 {
                note(request)
                return request
            }
        }
    }

    func write(_ text: String) { write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL.rawValue))
            }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes the end of the connection a reset.
    func resetAtEnd() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Whether the other side ended the connection within half a minute.
    func waitForEnd() -> Bool {
        while true {
            var byte: UInt8 = 0
            let count = recv(descriptor, &byte, 1, 0)
            if count == 0 { return true }
            if count < 0 { return errno == ECONNRESET }
        }
    }

    /// Passes bytes on to a local port and back, until either side ends.
    func forward(to port: Int) {
        let onward = LoopbackConnection(LoopbackServer.connect(to: port), number: number, note: { _ in })
        Thread.detachNewThread {
            while let bytes = onward.read() { write(bytes) }
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
        while let bytes = read() { onward.write(bytes) }
        shutdown(onward.descriptor, Int32(SHUT_RDWR))
    }

    fileprivate func end() { close(descriptor) }
}

/// The simplest whole answer.
func ok(_ body: String = "ok", _ fields: String...) -> String {
    let lines = ["HTTP/1.1 200 OK", "Content-Length: \(body.utf8.count)"] + fields
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}
