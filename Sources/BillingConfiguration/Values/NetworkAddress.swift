/// Addresses and networks, as `trusted_proxies` has them.
enum NetworkAddress {
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
