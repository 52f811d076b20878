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
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 3, text.utf8.count <= 64, text.utf8.first.map({ $0.isAlphanumeric && !$0.isDigit }) == true
        else {
            return false
        }
        return parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { $0.isAlphanumeric || "_+-".utf8.contains($0) }
        }
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
