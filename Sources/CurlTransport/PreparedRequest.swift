import BillingHTTP
import HTTPTypes

/// A request that was checked and put into the form libcurl takes, on the caller's task.
struct PreparedRequest: Sendable {
    enum Method: Sendable {
        case get
        case head
        case other(String)
    }

    let method: Method
    let isSecure: Bool
    /// The URL, then the header lines: each ends with a NUL, in one array.
    let lines: [UInt8]
    let body: [UInt8]
    let maximumResponseBytes: Int
    let connection: ConnectionSettings

    /// - Throws: ``HTTPTransportError/Code/invalidRequest``, and ``HTTPTransportError/Code/trustUnavailable`` where
    ///   the certificate file is not an absolute path.
    init(_ request: OutboundRequest, defaultUserAgent: String) throws(HTTPTransportError) {
        let head = request.head
        isSecure = try Self.checkAddress(head, proxy: request.connection.proxy)
        method = try Self.checkMethod(head.method, hasBody: !request.body.isEmpty)
        guard request.maximumResponseBytes >= 0 else { throw .invalid("the largest response size is negative") }
        if let file = request.connection.caFile {
            guard file.hasPrefix("/"), !file.utf8.contains(0) else {
                throw HTTPTransportError(
                    .trustUnavailable,
                    mayHaveBeenSent: false,
                    "the file of certificate authorities is not given by an absolute path"
                )
            }
        }
        var lines: [UInt8] = []
        lines.reserveCapacity(1024)
        lines.append(contentsOf: isSecure ? "https://".utf8 : "http://".utf8)
        lines.append(contentsOf: (head.authority ?? "").utf8)
        lines.append(contentsOf: (head.path ?? "").utf8)
        lines.append(0)
        try Self.appendFields(
            of: head,
            bodyCount: request.body.count,
            defaultUserAgent: defaultUserAgent,
            to: &lines
        )
        self.lines = lines
        body = request.body
        maximumResponseBytes = request.maximumResponseBytes
        connection = request.connection
    }

    /// - Returns: whether the scheme is `https`.
    private static func checkAddress(_ head: HTTPRequest, proxy: String?) throws(HTTPTransportError) -> Bool {
        let isSecure = head.scheme == "https"
        guard isSecure || head.scheme == "http" else { throw .invalid("the scheme is not https") }
        guard let authority = head.authority.flatMap({ Authority($0[...]) }) else {
            throw .invalid("the authority is not a host and an optional port")
        }
        if !isSecure, !authority.isLoopback { throw .invalid("http goes to loopback hosts only; use https") }
        guard let path = head.path, path.utf8.first == UInt8(ascii: "/"), path.utf8.allSatisfy(\.isTargetByte) else {
            throw .invalid("the path does not begin with a slash, or holds a character that must be escaped")
        }
        if let proxy {
            let proxy = try checkProxy(proxy)
            // Through a proxy elsewhere, what is meant to stay on this machine would cross the network unencrypted.
            if !isSecure, !proxy.isLoopback { throw .invalid("http goes through loopback proxies only; use https") }
        }
        return isSecure
    }

    private static func checkProxy(_ proxy: String) throws(HTTPTransportError) -> Authority {
        var rest = proxy[...]
        for scheme in ["http://", "https://"] where proxy.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        if rest.last == "/" { rest = rest.dropLast() }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        guard rest.startIndex != proxy.startIndex, proxy.utf8.allSatisfy(\.isTargetByte), let proxy = Authority(rest)
        else { throw .invalid("the proxy is not an http or https URL of a host and an optional port") }
        return proxy
    }

    private static func checkMethod(
        _ method: HTTPRequest.Method,
        hasBody: Bool
    ) throws(HTTPTransportError) -> Method {
        switch method {
        case .get where !hasBody:
            return .get
        case .head:
            if hasBody { throw .invalid("a HEAD request has no body") }
            return .head
        case .connect:
            throw .invalid("CONNECT is the proxy's business")
        default:
            // Letters, digits and marks: HTTPTypes knows the exact set, and this keeps out what could split a line.
            guard !method.rawValue.isEmpty, method.rawValue.utf8.allSatisfy(\.isTargetByte) else {
                throw .invalid("the method is not a token")
            }
            return .other(method.rawValue)
        }
    }

    private static func appendFields(
        of head: HTTPRequest,
        bodyCount: Int,
        defaultUserAgent: String,
        to lines: inout [UInt8]
    ) throws(HTTPTransportError) {
        var hasUserAgent = false
        var hasContentType = false
        var hasAccept = false
        for field in head.headerFields {
            switch field.name.canonicalName {
            case "user-agent": hasUserAgent = true
            case "content-type": hasContentType = true
            case "accept": hasAccept = true
            case "content-length":
                // libcurl writes it, from the body.
                guard field.value == String(bodyCount) else {
                    throw .invalid("Content-Length is not the body's length")
                }
                continue
            case "host", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect",
                "http2-settings", "proxy-connection", "proxy-authorization":
                throw .invalid("the field \(field.name.rawName) is the transport's own")
            default: break
            }
            try append(field.name.rawName, field, to: &lines)
        }
        if !hasUserAgent {
            try append("User-Agent", HTTPField(name: .userAgent, value: defaultUserAgent), to: &lines)
        }
        // A name with a colon and nothing more keeps libcurl from adding the field by itself.
        if !hasAccept { lines.append(contentsOf: "Accept:\0".utf8) }
        if !hasContentType { lines.append(contentsOf: "Content-Type:\0".utf8) }
        lines.append(contentsOf: "Expect:\0".utf8)
    }

    private static func append(
        _ name: String,
        _ field: HTTPField,
        to lines: inout [UInt8]
    ) throws(HTTPTransportError) {
        let start = lines.count
        lines.append(contentsOf: name.utf8)
        field.withUnsafeBytesOfValue { value in
            // A name with a semicolon is how libcurl is told of an empty field.
            lines.append(contentsOf: value.isEmpty ? ";".utf8 : ": ".utf8)
            lines.append(contentsOf: value)
        }
        // HTTPTypes does not let them in either; a request that could be split in two is worth asking twice.
        guard lines[start...].allSatisfy({ $0 != 0 && $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }) else {
            throw .invalid("a header field holds a line break")
        }
        lines.append(0)
    }
}

extension UInt8 {
    /// Printable ASCII but for the space, and for `#`: libcurl would cut a fragment off.
    fileprivate var isTargetByte: Bool { (0x21...0x7E).contains(self) && self != UInt8(ascii: "#") }
}

extension HTTPTransportError {
    fileprivate static func invalid(_ detail: String) -> HTTPTransportError {
        HTTPTransportError(.invalidRequest, mayHaveBeenSent: false, detail)
    }
}
