#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The names of time zones.
enum TimeZones {
    /// Whether a text has the shape of one.
    static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 64, let first = text.utf8.first, first.isAlphanumeric, !first.isDigit else {
            return false
        }
        var parts = 1
        var last = first
        for byte in text.utf8 {
            if byte == UInt8(ascii: "/") {
                if last == byte { return false }
                parts += 1
            } else if !byte.isAlphanumeric, !"_+-".utf8.contains(byte) {
                return false
            }
            last = byte
        }
        return parts <= 3 && last != UInt8(ascii: "/")
    }

    /// Whether the system knows it.
    ///
    /// On a system without the table of time zones every name may be one.
    static func isKnown(_ name: String) -> Bool {
        guard name != "UTC", access(directory, F_OK) == 0 else { return true }
        var status = stat()
        return stat("\(directory)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static let directory = "/usr/share/zoneinfo"
}
