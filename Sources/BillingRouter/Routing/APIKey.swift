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
        private let bytes: [UInt8]

        /// The digest of a key.
        package init(of key: String) { bytes = Array(SHA256.hash(data: Array(key.utf8))) }

        /// Reads `sha256:` and 64 hexadecimal digits, as configured.
        ///
        /// Nil for anything else.
        package init?(configured text: String) {
            let prefix = "sha256:"
            guard text.hasPrefix(prefix) else { return nil }
            let digits = Array(text.utf8.dropFirst(prefix.utf8.count))
            guard digits.count == 64 else { return nil }
            var bytes: [UInt8] = []
            for index in stride(from: 0, to: 64, by: 2) {
                guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else { return nil }
                bytes.append(high << 4 | low)
            }
            self.bytes = bytes
        }

        /// As it is configured: `sha256:` and lower-case hexadecimal digits.
        package var description: String { "sha256:" + String(hexadecimal: bytes) }
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
