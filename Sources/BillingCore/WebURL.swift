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
        // A configuration may have hundreds of thousands of these: bytes are much faster to look at than characters.
        let text = Array(text.utf8)
        try WebURL.checkCharacters(text)
        let slash = UInt8(ascii: "/")
        let separator = text.indices.dropLast(2).first {
            text[$0] == UInt8(ascii: ":") && text[$0 + 1] == slash && text[$0 + 2] == slash
        }
        guard let separator else {
            throw Invalid("is not absolute: it starts with `https://`")
        }
        let isPlain = text[..<separator].elementsEqual("https".utf8)
        scheme = isPlain ? "https" : WebURL.lowercased(text[..<separator])
        guard scheme == "https" || scheme == "http" else { throw Invalid("has a scheme other than `https`") }

        let rest = text[(separator + 3)...]
        let authority = rest.prefix { $0 != slash && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard !authority.contains(UInt8(ascii: "@")) else { throw Invalid("has a user name") }
        (host, port) = try WebURL.hostAndPort(authority, scheme: scheme)

        let afterAuthority = rest[authority.endIndex...]
        try WebURL.checkEscapes(afterAuthority)
        let (target, fragment) = WebURL.divided(afterAuthority, at: UInt8(ascii: "#"))
        guard fragment == nil || allowsFragment else { throw Invalid("has a fragment") }
        let (path, query) = WebURL.divided(target, at: UInt8(ascii: "?"))
        try WebURL.checkSegments(path)
        self.path = path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
        self.query = query.map { String(decoding: $0, as: UTF8.self) }
        self.fragment = fragment.map { String(decoding: $0, as: UTF8.self) }
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
        host == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && WebURL.isIPv4(Array(host.utf8)[...]))
    }

    /// Whether `other` has the same origin, and its path is this one's or lies below it.
    public func covers(_ other: WebURL) -> Bool {
        guard origin == other.origin else { return false }
        return other.path == path || other.path.hasPrefix(path.hasSuffix("/") ? path : path + "/")
    }

    /// Whether the text is a host name in lower case, such as `billing.example.com`: no address, no port.
    public static func isHostName(_ text: String) -> Bool {
        isHostName(Array(text.utf8)[...])
    }

    // MARK: -

    private static func checkCharacters(_ text: [UInt8]) throws(Invalid) {
        var hasBackslash = false
        var mustBeEscaped = false
        for byte in text {
            guard byte > 0x20 && byte < 0x7F else {
                throw Invalid("has a space, a control character or a character beyond ASCII")
            }
            switch byte {
            case UInt8(ascii: "\\"): hasBackslash = true
            case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"),
                UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
                mustBeEscaped = true
            default: break
            }
        }
        guard !hasBackslash else { throw Invalid("has a backslash") }
        guard !mustBeEscaped else { throw Invalid("has a character that must be escaped") }
    }

    private static func hostAndPort(_ authority: ArraySlice<UInt8>, scheme: String) throws(Invalid) -> (String, Int?) {
        var host = authority
        var port: Int?
        let isBracketed = authority.first == UInt8(ascii: "[")
        let end = isBracketed ? authority.firstIndex(of: UInt8(ascii: "]")) : authority.startIndex
        guard let end else { throw Invalid("has an address without its closing bracket") }
        if let colon = authority[end...].firstIndex(of: UInt8(ascii: ":")) {
            host = authority[..<colon]
            let digits = authority[(colon + 1)...]
            guard digits.allSatisfy(isDigit), digits.first != UInt8(ascii: "0"),
                let number = Int(String(decoding: digits, as: UTF8.self)), number <= 65_535
            else { throw Invalid("has a port that is not a number from 1 to 65535") }
            port = number == (scheme == "https" ? 443 : 80) ? nil : number
        }
        let isLowerCase = !host.contains { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
        let name = isLowerCase ? host : host.map(lowercased)[...]
        guard isHostName(name) || isIPv4(name) || isIPv6(name) else {
            throw Invalid("has a host that is neither a name nor an ordinary address")
        }
        return (String(decoding: name, as: UTF8.self), port)
    }

    private static func isHostName(_ name: ArraySlice<UInt8>) -> Bool {
        guard (1...253).contains(name.count) else { return false }
        var label = name.startIndex
        for index in name.startIndex...name.endIndex where index == name.endIndex || name[index] == UInt8(ascii: ".") {
            guard isLabel(name[label..<index]) else { return false }
            // Browsers read `127.1`, `0x7f.1` and `2130706433` as addresses: what ends in a number is one, or nothing.
            if index == name.endIndex, isDigit(name[label]) { return false }
            label = index + 1
        }
        return true
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            && label.allSatisfy {
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || isDigit($0) || $0 == UInt8(ascii: "-")
            }
    }

    private static func isIPv4(_ host: ArraySlice<UInt8>) -> Bool {
        guard host.first.map(isDigit) == true else { return false }
        let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // Leading zeros would be octal to some readers.
        return parts.count == 4
            && parts.allSatisfy { part in
                let text = String(decoding: part, as: UTF8.self)
                return UInt8(text).map { String($0) == text } == true
            }
    }

    /// The shape alone: what is not an address fails when somebody connects to it.
    private static func isIPv6(_ host: ArraySlice<UInt8>) -> Bool {
        guard host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]"), (4...47).contains(host.count) else {
            return false
        }
        return host.dropFirst().dropLast().allSatisfy { "0123456789abcdef:.".utf8.contains($0) }
    }

    private static func checkEscapes(_ text: ArraySlice<UInt8>) throws(Invalid) {
        for index in text.indices where text[index] == UInt8(ascii: "%") {
            let digits = text[(index + 1)...].prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
                throw Invalid("has a `%` that is not followed by two hexadecimal digits")
            }
        }
    }

    private static func checkSegments(_ path: ArraySlice<UInt8>) throws(Invalid) {
        guard path.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "%") }) else { return }
        for segment in path.split(separator: UInt8(ascii: "/")) {
            // The longest is `%2e%2e`.
            guard segment.count <= 6, segment.first == UInt8(ascii: ".") || segment.first == UInt8(ascii: "%") else {
                continue
            }
            let plain = lowercased(segment).replacing("%2e", with: ".")
            if plain == "." || plain == ".." { throw Invalid("has a `.` or `..` segment") }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }

    private static func lowercased(_ text: ArraySlice<UInt8>) -> String {
        String(decoding: text.map(lowercased), as: UTF8.self)
    }

    /// What stands before the first mark and what after it; nil where there is no mark.
    private static func divided(
        _ text: ArraySlice<UInt8>,
        at mark: UInt8
    ) -> (ArraySlice<UInt8>, ArraySlice<UInt8>?) {
        guard let index = text.firstIndex(of: mark) else { return (text, nil) }
        return (text[..<index], text[(index + 1)...])
    }
}
