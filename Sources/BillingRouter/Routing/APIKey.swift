package import BillingCore
import Crypto

/// A tenant's server key, `tg_` and 256 random bits.
///
/// The gateway keeps only its digest.
package enum APIKey {
    /// A new key.
    ///
    /// It is shown once and stored nowhere.
    package static func generate() -> Secret {
        Secret("tg_" + RandomID.hexadecimal(bytes: 32))
    }

    /// SHA-256 of a key.
    ///
    /// Knowing it does not let anybody in.
    package struct Digest: Hashable, Sendable, CustomStringConvertible {
        /// The 32 bytes, eight to a word: there may be many of these, and each call looks one up.
        private let words: SIMD4<UInt64>

        /// The digest of a key.
        package init(of key: String) {
            var words = SIMD4<UInt64>()
            for (index, byte) in SHA256.hash(data: Array(key.utf8)).enumerated() {
                words[index / 8] = words[index / 8] << 8 | UInt64(byte)
            }
            self.words = words
        }

        /// Reads `sha256:` and 64 hexadecimal digits, as configured.
        ///
        /// Nil for anything else.
        package init?(configured text: String) { self.init(configured: Array(text.utf8)[...]) }

        /// The same, of the text's UTF-8.
        package init?(configured text: ArraySlice<UInt8>) {
            let prefix = "sha256:".utf8
            guard text.count == prefix.count + 64, text.starts(with: prefix) else { return nil }
            var words = SIMD4<UInt64>()
            var digits = text.dropFirst(prefix.count).makeIterator()
            for index in words.indices {
                var word: UInt64 = 0
                for _ in 0..<16 {
                    guard let nibble = digits.next().flatMap(nibble) else { return nil }
                    word = word << 4 | UInt64(nibble)
                }
                words[index] = word
            }
            self.words = words
        }

        /// As it is configured: `sha256:` and lower-case hexadecimal digits.
        package var description: String {
            let bytes = (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> (56 - 8 * UInt64($0 % 8))) }
            return "sha256:" + String(hexadecimal: bytes)
        }
    }

    /// What the holder of a key may do.
    package struct Grant: Hashable, Sendable {
        package let tenant: TenantID
        /// The key's own name in the configuration, for logs.
        package let keyID: String
        package let scopes: Set<Scope>

        package init(tenant: TenantID, keyID: String, scopes: Set<Scope>) {
            self.tenant = tenant
            self.keyID = keyID
            self.scopes = scopes
        }
    }

    /// What a key can be good for.
    package enum Scope: String, Sendable, CaseIterable {
        case billingRead = "billing:read"
        case portalCreate = "portal:create"
        case customersWrite = "customers:write"
        case embedCreate = "embed:create"
    }
}

private func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
