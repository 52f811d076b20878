import BillingRouter

/// Where a listener is bound.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; an IPv6 address without brackets.
    package let host: String
    /// 0: the system chooses.
    package let port: Int

    /// Reads `host:port`.
    ///
    /// Nil for anything else.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.count <= 5, digits.utf8.allSatisfy(\.isDigit), let port = Int(digits),
            port <= 65_535
        else { return nil }
        let host = text[..<colon]
        // The port does not matter to whether the host is one.
        guard let url = try? WebURL("http://\(host):1"), url.path == "/", url.query == nil, !host.hasSuffix("/") else {
            return nil
        }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : String(host)
        self.port = port
    }

    package var description: String { "\(bracketed):\(port)" }

    /// Whether nobody but this machine itself can reach it.
    package var isLoopback: Bool { (try? WebURL("http://\(bracketed)"))?.isLoopback == true }

    /// Whether it stands for all addresses of this machine.
    var isAny: Bool { host == "0.0.0.0" || host == "::" }

    private var bracketed: String { host.contains(":") ? "[\(host)]" : host }

    /// Whether a text is an address, or a network such as `10.0.0.0/8`.
    static func isNetwork(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = parts.first, !address.isEmpty else { return false }
        let isIPv6 = address.contains(":")
        if isIPv6 {
            guard address.utf8.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
            else { return false }
        } else {
            let numbers = address.split(separator: ".", omittingEmptySubsequences: false)
            guard numbers.count == 4, numbers.allSatisfy({ UInt8($0) != nil }) else { return false }
        }
        guard parts.count == 2 else { return true }
        return Int(parts[1]).map { (0...(isIPv6 ? 128 : 32)).contains($0) } == true
    }
}
