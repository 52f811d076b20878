import Crypto
import HTTPTypes

/// A validator of a document.
///
/// A strong one stands for exactly these bytes; a weak one for all that say the same.
struct EntityTag {
    let value: String

    init(of body: [UInt8], isWeak: Bool = false) {
        var text: [UInt8] = isWeak ? Array("W/\"".utf8) : [UInt8(ascii: "\"")]
        text.reserveCapacity(34)
        // Half of a SHA-256 is plenty to tell two versions of one document apart.
        for byte in SHA256.hash(data: body).prefix(16) {
            text.append(EntityTag.digits[Int(byte >> 4)])
            text.append(EntityTag.digits[Int(byte & 15)])
        }
        text.append(UInt8(ascii: "\""))
        value = String(decoding: text, as: UTF8.self)
    }

    /// Whether the caller has this very version; compared weakly, as RFC 9110 asks for `If-None-Match`.
    func isKnown(to fields: HTTPFields) -> Bool {
        guard let known = fields[.ifNoneMatch] else { return false }
        return known.split(separator: ",").contains { element in
            let tag = trimmed(element)
            return tag == "*" || tag == value || tag == "W/" + value
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
