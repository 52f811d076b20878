import Crypto
import FoundationEssentials

/// What sessions are signed with: 256 bits that only the gateway has.
package struct SessionKey: Sendable {
    private let key: SymmetricKey

    /// What a signature is for: one of them says nothing about another.
    enum Purpose: String {
        case session = "tollgate session 1"
        case form = "tollgate form 1"
        case visit = "tollgate visit 1"
    }

    /// Made up on the spot: every session ends with the process.
    package init() { key = SymmetricKey(size: .bits256) }

    /// A key that several processes share, or that outlives one.
    ///
    /// Nil for less than 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// Base64 of HMAC-SHA256, in the form that may stand in a URL.
    func signature(for purpose: Purpose, _ parts: [String]) -> String {
        Base64URL.encode(
            Array(HMAC<SHA256>.authenticationCode(for: SessionKey.message(purpose, parts), using: key))
        )
    }

    /// Compares in a time that says nothing about where two signatures differ.
    func isSignature(_ text: Substring, for purpose: Purpose, _ parts: [String]) -> Bool {
        guard text.utf8.count == 43, let code = Base64URL.decode(text) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code,
            authenticating: SessionKey.message(purpose, parts),
            using: key
        )
    }

    /// With the length of every part, so that no two lists of parts are one message.
    private static func message(_ purpose: Purpose, _ parts: [String]) -> [UInt8] {
        Array(([purpose.rawValue] + parts).map { "\($0.utf8.count):\($0)" }.joined(separator: ",").utf8)
    }
}

/// Base64 with `-` and `_`, without padding (RFC 4648, section 5).
enum Base64URL {
    static func encode(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
            .replacing("+", with: "-").replacing("/", with: "_")
    }

    /// Nil for what is none, or not in its one form.
    static func decode(_ text: Substring) -> [UInt8]? {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: standard + padding).map(Array.init), encode(bytes) == text else {
            return nil
        }
        return bytes
    }
}
