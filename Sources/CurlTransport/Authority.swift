/// The host and port of a URL, read more strictly than libcurl would: no user, no escapes, no other spellings of an
/// address.
///
/// So what is judged here is what libcurl connects to.
struct Authority: Equatable {
    /// Without the brackets of an IPv6 address.
    ///
    /// In lower case.
    let host: String
    let port: Int?

    /// - Returns: nil when it is not `host`, `host:port` or `[IPv6]:port`.
    init?(_ text: Substring) {
        let host: Substring
        let rest: Substring
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
            guard host.utf8.contains(UInt8(ascii: ":")) else { return nil }
            guard host.utf8.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }) else {
                return nil
            }
        } else {
            let end = text.firstIndex(of: ":") ?? text.endIndex
            host = text[..<end]
            rest = text[end...]
            guard host.utf8.allSatisfy(\.isHostNameByte) else { return nil }
        }
        guard !host.isEmpty, host.utf8.count <= 253 else { return nil }
        if rest.isEmpty {
            port = nil
        } else {
            let digits = rest.dropFirst()
            guard rest.first == ":", digits.utf8.count <= 5, digits.utf8.allSatisfy(\.isDigit) else { return nil }
            guard let number = Int(digits), (1...65_535).contains(number) else { return nil }
            port = number
        }
        self.host = host.lowercased()
    }

    /// Whether the host is this machine, whatever a resolver says.
    ///
    /// `localhost` never reaches one: libcurl knows it.
    var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(Self.isPlainOctet)
    }

    /// Decimal without leading zeros: `010` would be octal, thus another address, to some readers.
    private static func isPlainOctet(_ text: Substring) -> Bool {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit) else { return false }
        return (text == "0" || text.first != "0") && UInt8(text) != nil
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }

    fileprivate var isHostNameByte: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
    }
}
