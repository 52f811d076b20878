import BillingHTTP
import BillingRouter
import HTTPTypes
import NIOHTTP1

/// A request's head that was checked: from here on there is one host, one target and one way to read them.
struct RequestHead {
    let method: HTTPRequest.Method
    /// In origin form, or `*`.
    let target: Substring
    let fields: HTTPFields
    let authority: String?
    let contentLength: Int?
    let expectsContinue: Bool
    /// Whether the connection may go on after the answer.
    let isPersistent: Bool

    /// Which hosts a listener answers for.
    enum Hosts: Sendable {
        case any
        /// Names of this machine only: a page elsewhere cannot have a browser talk to a listener without a password by
        /// pointing a name of its own at it.
        case loopback
    }

    /// - Throws: ``ServiceError`` with what is wrong with the request as a message.
    init(_ head: HTTPRequestHead, hosts: Hosts, targetLimit: Int) throws(ServiceError) {
        guard head.version == .http1_1 || head.version == .http1_0 else {
            throw ServiceError(.invalidRequest, "The gateway speaks HTTP/1.1 and HTTP/1.0.")
        }
        guard head.method != .CONNECT, head.method != .TRACE, let method = HTTPRequest.Method(head.method.rawValue)
        else {
            throw ServiceError(.methodNotAllowed, "The gateway has no such method.")
        }
        self.method = method
        let target = try RequestHead.originForm(of: head.uri, method: head.method, limit: targetLimit)
        self.target = target.origin

        let named = head.headers["host"]
        guard named.count == 1 || (named.isEmpty && head.version == .http1_0) else {
            throw .invalid("Host", "The request has exactly one `Host`.")
        }
        let authority = target.authority ?? named.first
        guard named.first.map(RequestHead.isAuthority) ?? true,
            target.authority.map(RequestHead.isAuthority) ?? true
        else {
            throw .invalid("Host", "`Host` is a name or an address, and a port where there is one.")
        }
        if hosts == .loopback, let authority, !RequestHead.isLoopback(authority) {
            throw .invalid("Host", "This listener answers for this machine's own names only.")
        }
        self.authority = authority

        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count + 4)
        for (name, value) in head.headers {
            guard let name = HTTPField.Name(name), name.canonicalName != "host" else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        self.fields = fields
        contentLength = fields[.contentLength].flatMap { Int($0) }
        expectsContinue = fields[.expect]?.lowercased() == "100-continue" && head.version == .http1_1
        // A request to change protocols is answered as if it had not asked, but what follows it cannot be told apart.
        isPersistent =
            head.version == .http1_1 && !fields.contains(.upgrade)
            && fields[.connection]?.lowercased().split(separator: ",").contains { trimmed($0) == "close" } != true
    }

    private static func originForm(
        of uri: String,
        method: HTTPMethod,
        limit: Int
    ) throws(ServiceError) -> (origin: Substring, authority: String?) {
        guard uri.utf8.count <= limit, uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw ServiceError(.invalidRequest, "The target is too long, or has a character that needs an escape.")
        }
        if uri.utf8.first == UInt8(ascii: "/") || (uri == "*" && method == .OPTIONS) { return (uri[...], nil) }
        for scheme in ["http://", "https://"] where uri.lowercased().hasPrefix(scheme) {
            let rest = uri.dropFirst(scheme.count)
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            let origin = rest[authority.endIndex...]
            return (origin.first == "/" ? origin : "/" + origin, String(authority))
        }
        throw ServiceError(.invalidRequest, "The target is a path.")
    }

    private static func isAuthority(_ text: String) -> Bool {
        var rest = text[...]
        if rest.utf8.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: "]") else { return false }
            let address = rest[..<end].dropFirst()
            guard address.contains(":"), address.allSatisfy({ $0.isASCII && ($0.isHexDigit || $0 == ":" || $0 == ".") })
            else {
                return false
            }
            rest = rest[end...].dropFirst()
        } else {
            let name = rest.utf8.prefix { $0 != UInt8(ascii: ":") }
            guard (1...253).contains(name.count), name.allSatisfy(PercentEncoding.isUnreserved) else { return false }
            rest = rest[name.endIndex...]
        }
        if rest.isEmpty { return true }
        let port = rest.utf8.dropFirst()
        return rest.utf8.first == UInt8(ascii: ":") && port.allSatisfy(isDigit)
            && (port.isEmpty || UInt16(Substring(port)) != nil)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLoopback(_ authority: String) -> Bool {
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        return ListenAddress(host: String(authority.prefix { $0 != ":" }), port: 0).isLoopback
    }
}
