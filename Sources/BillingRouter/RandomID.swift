import Crypto
import FoundationEssentials
import Synchronization

/// Ids that nobody has had before, and that nobody can guess.
package enum RandomID {
    /// Random bytes of the cryptography library that nobody has used yet.
    ///
    /// They are fetched many at a time: each time costs a call of the system, and every request needs a few ids.
    private static let unused = Mutex<[UInt8]>([])
    private static let fetchedAtOnce = 1024

    /// Two lower-case hexadecimal digits for each of so many random bytes.
    package static func hexadecimal(bytes count: Int) -> String {
        let bytes = unused.withLock { unused in
            while unused.count < count { fetch(into: &unused) }
            let bytes = Array(unused.suffix(count))
            unused.removeLast(count)
            return bytes
        }
        return String(hexadecimal: bytes)
    }

    private static func fetch(into bytes: inout [UInt8]) {
        let key = SymmetricKey(size: SymmetricKeySize(bitCount: 8 * fetchedAtOnce))
        unsafe key.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
}
