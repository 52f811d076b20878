import Crypto
import FoundationEssentials

/// Ids that nobody has had before, and that nobody can guess.
package enum RandomID {
    /// Two lower-case hexadecimal digits for each of so many random bytes.
    ///
    /// The bytes are those of the cryptography library: it asks the system once in a while, and not for every id.
    package static func hexadecimal(bytes: Int) -> String {
        unsafe SymmetricKey(size: SymmetricKeySize(bitCount: 8 * bytes)).withUnsafeBytes { bytes in
            unsafe String(hexadecimal: bytes)
        }
    }
}
