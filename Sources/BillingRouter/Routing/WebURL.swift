/// An absolute `http` or `https` URL in the one form that every browser reads in the same way.
///
/// Deliberately narrower than the standard: whatever two readers could understand differently is refused, so that an
/// origin that was compared here is the origin that a browser goes to.
package struct WebURL: Hashable, Sendable, CustomStringConvertible {
    /// `https` or `http`.
    package let scheme: String
    /// Lower case; an IPv6 address with its brackets.
    package let host: String
    /// Nil for the scheme's own port.
    package let port: Int?
    /// Starts with `/`.
    package let path: String
    package let query: String?

    /// - Throws: ``Invalid`` with what is wrong, as a clause about the URL that does not quote it.
    package init(_ text: String) throws(Invalid) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Invalid("has a space, a control character or a character beyond ASCII")
        }
        guard !text.contains("\\") else { throw Invalid("has a backslash") }
        guard !text.contains("#") else { throw Invalid("has a fragment") }
        guard !text.contains(where: { "\"<>^`{|}".contains($0) }) else {
            throw Invalid("has a character that must be escaped")
        }
        guard let separator = text.firstRange(of: "://") else {
            throw Invalid("is not absolute: it starts with `https://`")
        }
        scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw Invalid("has a scheme other than `https`") }

        let rest = text[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw Invalid("has a user name") }
        (host, port) = try WebURL.hostAndPort(authority, scheme: scheme)

        let target = rest[authority.endIndex...]
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? ""
        self.path = path.isEmpty ? "/" : path
        query = parts.count > 1 ? String(parts[1]) : nil
        try WebURL.checkEscapes(target)
        try WebURL.checkSegments(path)
    }

    /// What is wrong with a URL.
    package struct Invalid: Error, CustomStringConvertible {
        package let reason: String

        init(_ reason: String) { self.reason = reason }

        package var description: String { reason }
    }

    /// Scheme, host and port, such as `https://app.acme.example`.
    package var origin: String { "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "") }

    package var description: String { origin + path + (query.map { "?\($0)" } ?? "") }

    /// Whether the host is this machine itself.
    package var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || (WebURL.isIPv4(host) && host.hasPrefix("127."))
    }

    /// Whether `other` has the same origin, and its path is this one's or lies below it.
    package func covers(_ other: WebURL) -> Bool {
        guard origin == other.origin else { return false }
        return other.path == path || other.path.hasPrefix(path.hasSuffix("/") ? path : path + "/")
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
        return (try checkedHost(host.lowercased()), port)
    }

    private static func checkedHost(_ host: String) throws(Invalid) -> String {
        if host.hasPrefix("[") {
            guard host.hasSuffix("]"), host.dropFirst().dropLast().allSatisfy({ "0123456789abcdef:.".contains($0) })
            else {
                throw Invalid("has a host that is not an address")
            }
            return host
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard !host.isEmpty, !labels.contains("") else { throw Invalid("has no host, or one with an empty part") }
        guard host.utf8.count <= 253, labels.allSatisfy(isLabel) else { throw Invalid("has a host that is not a name") }
        // Browsers read `127.1`, `0x7f.1` and `2130706433` as addresses; only the ordinary form is unmistakable.
        if let last = labels.last, last.first.map({ "0"..."9" ~= $0 }) == true, !isIPv4(host) {
            throw Invalid("has a host that is neither a name nor an ordinary IPv4 address")
        }
        return host
    }

    private static func isLabel(_ label: Substring) -> Bool {
        label.utf8.count <= 63 && label.first != "-" && label.last != "-"
            && label.allSatisfy { "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "-" || $0 == "_" }
    }

    private static func isIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { part in UInt8(part).map { String($0) == part } == true }
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

    private static func checkSegments(_ path: String) throws(Invalid) {
        for segment in path.split(separator: "/") {
            let plain = segment.lowercased().replacing("%2e", with: ".")
            if plain == "." || plain == ".." { throw Invalid("has a `.` or `..` segment") }
        }
    }
}
