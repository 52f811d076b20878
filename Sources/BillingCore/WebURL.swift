/// An absolute `http` or `https` URL in the one form that every browser reads in the same way.
///
/// Deliberately narrower than the standard: whatever two readers could understand differently is refused, so that an
/// origin that was compared here is the origin that a browser goes to. Refused are user information, backslashes,
/// spaces, control characters and everything beyond ASCII, malformed escapes, hosts and ports, hosts that end in a
/// number without being an ordinary IPv4 address, and `.` and `..` segments.
public struct WebURL: Hashable, Sendable, CustomStringConvertible {
    /// `https` or `http`.
    public let scheme: String
    /// Lower case; an IPv6 address with its brackets.
    public let host: String
    /// Nil for the scheme's own port.
    public let port: Int?
    /// Starts with `/`.
    public let path: String
    /// What follows the `?`.
    public let query: String?
    /// What follows the `#`.
    public let fragment: String?

    /// Reads a URL.
    ///
    /// - Parameter allowsFragment: a fragment never reaches a server, so most URLs have no use for one.
    /// - Throws: ``Invalid`` with what is wrong.
    public init(_ text: String, allowsFragment: Bool = false) throws(Invalid) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Invalid("has a space, a control character or a character beyond ASCII")
        }
        guard !text.contains("\\") else { throw Invalid("has a backslash") }
        guard !text.contains(where: { "\"<>^`{|}".contains($0) }) else {
            throw Invalid("has a character that must be escaped")
        }
        guard let separator = text.firstRange(of: "://") else {
            throw Invalid("is not absolute: it starts with `https://`")
        }
        scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw Invalid("has a scheme other than `https`") }

        let rest = text[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { throw Invalid("has a user name") }
        (host, port) = try WebURL.hostAndPort(authority, scheme: scheme)

        let afterAuthority = rest[authority.endIndex...]
        try WebURL.checkEscapes(afterAuthority)
        let (target, fragment) = afterAuthority.divided(at: "#")
        guard fragment == nil || allowsFragment else { throw Invalid("has a fragment") }
        let (path, query) = target.divided(at: "?")
        try WebURL.checkSegments(path)
        self.path = path.isEmpty ? "/" : String(path)
        self.query = query.map(String.init)
        self.fragment = fragment.map(String.init)
    }

    /// What is wrong with a URL.
    public struct Invalid: Error, CustomStringConvertible {
        /// A clause about the URL, such as "has a fragment".
        ///
        /// It does not quote it.
        public let reason: String

        init(_ reason: String) { self.reason = reason }

        /// The reason.
        public var description: String { reason }
    }

    /// `host` or `host:port`, as a request names it.
    public var authority: String { host + (port.map { ":\($0)" } ?? "") }

    /// Scheme, host and port, such as `https://app.acme.example`.
    public var origin: String { "\(scheme)://\(authority)" }

    /// The whole URL, in its one form.
    public var description: String {
        origin + path + (query.map { "?\($0)" } ?? "") + (fragment.map { "#\($0)" } ?? "")
    }

    /// Whether what is sent there is encrypted.
    public var isHTTPS: Bool { scheme == "https" }

    /// Whether the host is this machine itself: `localhost`, `127.0.0.0/8` or `[::1]`.
    public var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || (WebURL.isIPv4(host) && host.hasPrefix("127."))
    }

    /// Whether `other` has the same origin, and its path is this one's or lies below it.
    public func covers(_ other: WebURL) -> Bool {
        guard origin == other.origin else { return false }
        return other.path == path || other.path.hasPrefix(path.hasSuffix("/") ? path : path + "/")
    }

    /// Whether the text is a host name in lower case, such as `billing.example.com`: no address, no port.
    public static func isHostName(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        // Browsers read `127.1`, `0x7f.1` and `2130706433` as addresses: what ends in a number is one, or is nothing.
        if let last = labels.last?.first, "0"..."9" ~= last { return false }
        return labels.allSatisfy(isLabel)
    }

    // MARK: -

    private static func hostAndPort(_ authority: Substring, scheme: String) throws(Invalid) -> (String, Int?) {
        var host = authority
        var port: Int?
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : authority.startIndex
        guard let end else { throw Invalid("has an address without its closing bracket") }
        if let colon = authority[end...].firstIndex(of: ":") {
            host = authority[..<colon]
            let digits = authority[authority.index(after: colon)...]
            guard digits.allSatisfy({ "0"..."9" ~= $0 }), !digits.hasPrefix("0"), let number = Int(digits),
                number <= 65_535
            else { throw Invalid("has a port that is not a number from 1 to 65535") }
            port = number == (scheme == "https" ? 443 : 80) ? nil : number
        }
        let name = host.lowercased()
        guard isHostName(name) || isIPv4(name) || isIPv6(name) else {
            throw Invalid("has a host that is neither a name nor an ordinary address")
        }
        return (name, port)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.allSatisfy { "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "-" }
    }

    private static func isIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        // Leading zeros would be octal to some readers.
        return parts.count == 4 && parts.allSatisfy { part in UInt8(part).map { String($0) == part } == true }
    }

    /// The shape alone: what is not an address fails when somebody connects to it.
    private static func isIPv6(_ host: String) -> Bool {
        guard host.first == "[", host.last == "]", (4...47).contains(host.utf8.count) else { return false }
        return host.dropFirst().dropLast().allSatisfy { "0123456789abcdef:.".contains($0) }
    }

    private static func checkEscapes(_ text: Substring) throws(Invalid) {
        var rest = text.utf8
        while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
            let digits = rest[rest.index(after: percent)...].prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
                throw Invalid("has a `%` that is not followed by two hexadecimal digits")
            }
            rest = rest[digits.endIndex...]
        }
    }

    private static func checkSegments(_ path: Substring) throws(Invalid) {
        for segment in path.split(separator: "/") {
            let plain = segment.lowercased().replacing("%2e", with: ".")
            if plain == "." || plain == ".." { throw Invalid("has a `.` or `..` segment") }
        }
    }
}

extension Substring {
    /// What stands before the first mark and what after it; nil where there is no mark.
    fileprivate func divided(at mark: Character) -> (Substring, Substring?) {
        guard let index = firstIndex(of: mark) else { return (self, nil) }
        return (self[..<index], self[self.index(after: index)...])
    }
}
