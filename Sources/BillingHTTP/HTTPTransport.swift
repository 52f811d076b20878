public import BillingCore
public import HTTPTypes

/// Sends HTTP requests to providers: the one way out of the gateway.
///
/// An implementation verifies certificates, follows no redirect, and sends nothing that the request does not hold
/// (no cookies, no credentials of the environment). An answer with any status is an answer; only when there is none is
/// there an error.
public protocol HTTPTransport: Sendable {
    /// Sends a request and gives the whole answer.
    ///
    /// Cancelling the task abandons the transfer at once.
    ///
    /// - Throws: ``HTTPTransportError``, which says whether the request may have been sent.
    func send(
        _ request: OutboundRequest,
        deadline: Deadline
    ) async throws(HTTPTransportError) -> InboundResponse
}

/// A request to a provider.
public struct OutboundRequest: Sendable {
    /// Scheme, authority, path and fields.
    ///
    /// `https` only, or `http` to a loopback address.
    public var head: HTTPRequest

    /// What is sent after the head; empty for none.
    public var body: [UInt8]

    /// How large the body of the answer may be, in bytes.
    ///
    /// A larger one is an error: ``HTTPTransportError/Code/responseTooLarge``.
    public var maximumResponseBytes: Int

    /// How the host is reached.
    public var connection: ConnectionSettings

    /// A request whose answer may have 4 MiB, over an ordinary connection, unless it says otherwise.
    public init(
        head: HTTPRequest,
        body: [UInt8] = [],
        maximumResponseBytes: Int = 4 << 20,
        connection: ConnectionSettings = ConnectionSettings()
    ) {
        self.head = head
        self.body = body
        self.maximumResponseBytes = maximumResponseBytes
        self.connection = connection
    }
}

/// How a provider instance's host is reached, where that is not the ordinary way.
///
/// Connections are shared only among requests with equal settings.
public struct ConnectionSettings: Hashable, Sendable {
    /// A PEM file of certificate authorities to trust in place of the system's.
    ///
    /// An absolute path.
    public var caFile: String?

    /// A proxy to go through, such as `http://proxy:3128`.
    ///
    /// Nil: no proxy, whatever the environment says.
    public var proxy: String?

    /// How long a new connection may take, with its TLS handshake.
    public var connectTimeout: Duration

    /// The ordinary way, unless it says otherwise.
    public init(caFile: String? = nil, proxy: String? = nil, connectTimeout: Duration = .seconds(5)) {
        self.caFile = caFile
        self.proxy = proxy
        self.connectTimeout = connectTimeout
    }
}

/// A provider's answer.
public struct InboundResponse: Sendable {
    /// Status and fields.
    public var head: HTTPResponse

    /// The whole body, as it came: nothing is decompressed or decoded.
    public var body: [UInt8]

    /// An answer; for transports and for tests.
    public init(head: HTTPResponse, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }
}
