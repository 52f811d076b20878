import BillingCore

/// Where a listener is bound.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; an IPv6 address without brackets.
    package let host: String
    /// 0: the system chooses.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`. Nil for anything else.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.count <= 5, digits.allSatisfy({ "0"..."9" ~= $0 }), let port = Int(digits),
            port <= 65_535
        else { return nil }
        let host = text[..<colon]
        // The port does not matter to whether the host is one.
        guard let url = try? WebURL("http://\(host):1"), url.path == "/", url.query == nil, !host.contains("/") else {
            return nil
        }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : String(host)
        self.port = port
    }

    package var description: String { "\(bracketed):\(port)" }

    /// Whether nobody but this machine itself can reach it.
    package var isLoopback: Bool { (try? WebURL("http://\(bracketed)"))?.isLoopback == true }

    /// Where a browser on this machine finds what listens there.
    package var url: String {
        let isAny = host == "0.0.0.0" || host == "::"
        return "http://" + (isAny ? "localhost:\(port)" : description)
    }

    private var bracketed: String { host.contains(":") ? "[\(host)]" : host }
}
