/// An absolute `https` or `http` URL in a strict form, so that nobody who reads it later can see another host in it.
///
/// Refused: user information, backslashes, whitespace and control characters, characters outside ASCII, a malformed
/// host or port, a host whose last label is a number without being an IPv4 address.
public struct WebURL: Hashable, Sendable {
    /// Whether the scheme is `https`; otherwise it is `http`.
    public let isHTTPS: Bool
    /// Lower case, an IPv6 address in its brackets.
    public let host: String
    /// Nil where the URL names none, or the one that its scheme has anyway.
    public let port: Int?
    /// What follows the authority: empty, or from `/`, `?` or `#` on.
    public let rest: String

    /// Nil for what is not such a URL.
    public init?(_ text: String) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !WebURL.refused.contains($0) }) else { return nil }
        let lowered = text.prefix(8).lowercased()
        let length: Int
        if lowered.hasPrefix("https://") {
            (isHTTPS, length) = (true, 8)
        } else if lowered.hasPrefix("http://") {
            (isHTTPS, length) = (false, 7)
        } else {
            return nil
        }
        let afterScheme = text.dropFirst(length)
        let authority = afterScheme.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let (host, port) = WebURL.split(authority.lowercased()) else { return nil }
        self.host = host
        self.port = port == (isHTTPS ? 443 : 80) ? nil : port
        rest = String(afterScheme.dropFirst(authority.count))
    }

    /// `host` or `host:port`, as a request names it.
    public var authority: String { port.map { "\(host):\($0)" } ?? host }

    /// Such as `https://billing.stripe.com`.
    public var origin: String { (isHTTPS ? "https://" : "http://") + authority }

    /// Whether the host is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
    public var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && WebURL.isIPv4(host))
    }

    /// Whether the text is a host name in lower case, such as `billing.example.com`: no address, no port.
    public static func isHostName(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        // Browsers read a host whose last label is a number as an IPv4 address, whatever stands before it.
        if let last = labels.last?.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
    }

    private static let refused = Set("\\\"<>^`{|}".utf8)

    private static func split(_ authority: String) -> (host: String, port: Int?)? {
        let hostEnd = authority.first == "[" ? authority.firstIndex(of: "]") : nil
        let colon = authority[(hostEnd ?? authority.startIndex)...].firstIndex(of: ":")
        let host = authority[..<(colon ?? authority.endIndex)]
        guard isHostName(String(host)) || isIPv4(host) || isIPv6(host) else { return nil }
        guard let colon else { return (String(host), nil) }
        let digits = authority[authority.index(after: colon)...]
        guard digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let port = UInt16(digits),
            port > 0
        else { return nil }
        return (String(host), Int(port))
    }

    private static func isIPv4(_ host: some StringProtocol) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        // Leading zeros would be octal to some readers.
        return numbers.count == 4 && numbers.allSatisfy { number in UInt8(number).map(String.init) == String(number) }
    }

    /// The shape alone: what is not an address fails when somebody connects to it.
    private static func isIPv6(_ host: Substring) -> Bool {
        guard host.first == "[", host.last == "]", (4...47).contains(host.utf8.count) else { return false }
        return host.dropFirst().dropLast().utf8.allSatisfy { byte in
            byte.hexDigit != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
        }
    }
}
