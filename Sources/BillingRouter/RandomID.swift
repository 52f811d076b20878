import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ids that nobody has had before, and that nobody can guess.
package enum RandomID {
    /// Random bytes of the system's that nobody has used yet.
    ///
    /// They are fetched many at a time: each time costs a call of the system, and every request needs a few ids.
    private static let unused = Mutex<[UInt8]>([])

    /// Two lower-case hexadecimal digits for each of so many random bytes.
    package static func hexadecimal(bytes count: Int) -> String {
        let bytes = unused.withLock { unused in
            if unused.count < count { unused = random(max(count, 4096)) }
            let bytes = Array(unused.suffix(count))
            unused.removeLast(count)
            return bytes
        }
        return String(hexadecimal: bytes)
    }

    private static func random(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            // The most that one call always gives whole.
            var some = [UInt8](repeating: 0, count: min(count - bytes.count, 256))
            if unsafe getentropy(&some, some.count) != 0 {
                // Only a system that is older than the call refuses.
                var generator = SystemRandomNumberGenerator()
                some = some.map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            }
            bytes += some
        }
        return bytes
    }
}
