import BillingRouter
import Crypto
import HTTPTypes

/// A validator of a document.
///
/// A strong one stands for exactly these bytes; a weak one for all that say the same.
struct EntityTag {
    let value: String

    /// The strong one of these bytes.
    init(of body: [UInt8]) {
        // Half of a SHA-256 is plenty to tell two versions of one document apart.
        value = "\"" + String(hexadecimal: Array(SHA256.hash(data: body).prefix(16))) + "\""
    }

    /// The weak one of all documents whose digest is this.
    init(weak digest: String) { value = "W/\"" + digest + "\"" }

    /// Whether the caller has this very version; compared weakly, as RFC 9110 asks for `If-None-Match`.
    func isKnown(to fields: HTTPFields) -> Bool {
        guard let known = fields[.ifNoneMatch] else { return false }
        return known.split(separator: ",").contains { element in
            let tag = trimmed(element)
            return tag == "*" || tag == value || tag == "W/" + value
        }
    }
}
