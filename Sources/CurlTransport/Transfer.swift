import BillingHTTP

/// A call that libcurl is working on.
///
/// It belongs to the engine's thread.
final class Transfer {
    /// Of all header lines of an answer together, interim answers included.
    static let maximumHeaderBytes = 64 << 10

    let call: Call
    let continuation: Call.Continuation
    let handle: EasyHandle
    /// Whether libcurl got as far as sending: the connection stands, TLS included.
    private(set) var hasBegun = false
    /// Why a callback stopped the transfer, or what kept it from a socket.
    private(set) var refusal: HTTPTransportError.Code?
    private(set) var head: [UInt8] = []
    private(set) var body: [UInt8] = []
    private var headerBytes = 0
    private var isHeadComplete = false

    init(_ call: Call, _ continuation: Call.Continuation, _ handle: EasyHandle) {
        self.call = call
        self.continuation = continuation
        self.handle = handle
        head.reserveCapacity(1024)
    }

    /// libcurl is about to send the request.
    func begin() {
        hasBegun = true
    }

    /// The system has no descriptor or memory left for a socket.
    func noteExhaustion() {
        refusal = .transportUnavailable
    }

    /// Takes one line of the head, or of the trailer.
    ///
    /// - Returns: false to stop the transfer.
    func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            refusal = .responseTooLarge
            return false
        }
        if line.starts(with: "HTTP/".utf8) {
            // Each interim answer has a head of its own; the last head is the answer's. A trailer has no status line.
            head.removeAll(keepingCapacity: true)
            isHeadComplete = false
        } else if isHeadComplete {
            return true
        }
        isHeadComplete = line.count <= 2
        head.append(contentsOf: line)
        return true
    }

    /// Takes the next bytes of the body.
    ///
    /// - Returns: false to stop the transfer.
    func receive(body bytes: UnsafeRawBufferPointer) -> Bool {
        let limit = call.request.maximumResponseBytes
        guard bytes.count <= limit - body.count else {
            refusal = .responseTooLarge
            return false
        }
        if body.isEmpty {
            // What the other side announces is only a hint: memory is taken for what comes.
            let announced = handle.contentLength ?? 0
            body.reserveCapacity(max(bytes.count, min(announced, limit, 1 << 20)))
        }
        body.append(contentsOf: bytes)
        return true
    }
}
