import FoundationEssentials
import HTTPTypes

/// Whether a request brings a key that opens the door: any of test mode does.
enum StripeCredential {
    /// Why it does not, if so.
    ///
    /// The key itself is never repeated.
    static func refusal(of fields: HTTPFields) -> StripeFailure? {
        guard let key = key(in: fields) else {
            return unauthorized(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using "
                    + "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
            )
        }
        if key.hasPrefix("sk_live_") || key.hasPrefix("rk_live_") {
            return unauthorized(
                "A live key was sent to the mock, where no key is kept but none of live mode belongs. Roll it in "
                    + "Stripe's dashboard, and use a key of test mode here: any that starts with sk_test_ will do."
            )
        }
        let isTest = key.hasPrefix("sk_test_") || key.hasPrefix("rk_test_")
        guard isTest, (9...255).contains(key.utf8.count), key.utf8.allSatisfy(isPartOfKey) else {
            return unauthorized(
                "Invalid API Key provided: the mock takes any key that starts with sk_test_ or rk_test_."
            )
        }
        return nil
    }

    /// After `Bearer`, or the user of `Basic`.
    private static func key(in fields: HTTPFields) -> String? {
        let parts = (fields[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "bearer": return parts[1].isEmpty ? nil : String(parts[1])
        case "basic":
            guard let data = Data(base64Encoded: String(parts[1])) else { return nil }
            let user = String(decoding: data.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
            return user.isEmpty ? nil : user
        default: return nil
        }
    }

    private static func unauthorized(_ message: String) -> StripeFailure { .invalid(message, status: 401) }

    private static func isPartOfKey(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isLetter && byte < 0x80
            || Character(Unicode.Scalar(byte)).isNumber && byte < 0x80
            || byte == UInt8(ascii: "_")
    }
}
