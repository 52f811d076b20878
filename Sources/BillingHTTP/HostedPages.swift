public import HTTPTypes

/// A provider that serves pages of its own, such as the mock's portal and console.
///
/// The gateway mounts the public ones below `/providers/{instance}/` and the operator's ones on the admin listener. A
/// provider never knows where: it is told the base path with every request, and links relative to it.
public protocol HostedPages: Sendable {
    /// Answers a request for one of the pages.
    ///
    /// It always answers: with a page of its own for what it does not have. It never blocks the thread, on which other
    /// callers' sockets are.
    func respond(to request: HostedPageRequest) async -> HostedPageResponse
}

/// A request for a page that a provider hosts.
public struct HostedPageRequest: Sendable {
    /// Method, path and fields.
    ///
    /// The path is below the mount and starts with `/`. It may hold the token of a portal session, and so is never logged.
    public var head: HTTPRequest

    /// What came after the head; the gateway has limited its size.
    public var body: [UInt8]

    /// Where the provider is mounted, such as `/providers/sandbox`, without a slash at its end.
    public var basePath: String

    /// For whom the answer is.
    public var audience: Audience

    /// Whether the connection comes from this machine itself.
    ///
    /// Behind a proxy on the same machine every connection does: it says where the peer is, not who asks.
    public var isFromLoopback: Bool

    /// For whom a page is.
    public enum Audience: Sendable {
        /// Anyone who has the link.
        case `public`
        /// Whoever reaches the admin listener.
        case `operator`
    }

    /// A request, as the gateway hands it on.
    public init(
        head: HTTPRequest,
        body: [UInt8],
        basePath: String,
        audience: Audience,
        isFromLoopback: Bool = false
    ) {
        self.head = head
        self.body = body
        self.basePath = basePath
        self.audience = audience
        self.isFromLoopback = isFromLoopback
    }
}

/// A page, a redirect, or a connection that ends without either.
public struct HostedPageResponse: Sendable {
    /// Status and fields, the content type among them.
    ///
    /// The gateway adds the security headers that are not there. Its own `Content-Security-Policy` allows nothing: a page
    /// with styles or forms brings one that fits it.
    public var head: HTTPResponse

    /// What is sent after the head.
    public var body: [UInt8]

    /// Whether the connection is reset instead of answered: head and body are of no interest then.
    public private(set) var hangsUp = false

    /// No answer at all: the connection is reset, as a server does that fails in the middle of a request.
    ///
    /// It is for providers that play failures.
    public static var hangUp: HostedPageResponse {
        var response = HostedPageResponse(head: HTTPResponse(status: .noContent))
        response.hangsUp = true
        return response
    }

    /// An answer, with an empty body unless there is one.
    public init(head: HTTPResponse, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }
}
