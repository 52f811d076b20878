/// A tenant of the gateway: the operator's own name for one of its SaaS customers.
///
/// Shape: `^[a-z0-9][a-z0-9-]{0,62}$`. Lower case only, so that two tenants can never differ in case alone.
public struct TenantID: ValidatedIdentifier {
    /// The id as text.
    public let rawValue: String

    /// Checks the shape; throws what is wrong with it.
    public init(_ text: String) throws(InvalidIdentifier) {
        rawValue = try Slug.check(text, noun: "a tenant id")
    }
}

/// A configured provider *instance*, such as `stripe-eu`.
///
/// Two accounts at one provider are two instances. Shape: the same as ``TenantID``.
public struct ProviderID: ValidatedIdentifier {
    /// The id as text.
    public let rawValue: String

    /// Checks the shape; throws what is wrong with it.
    public init(_ text: String) throws(InvalidIdentifier) {
        rawValue = try Slug.check(text, noun: "a provider id")
    }
}

/// What sort of provider an instance is, such as `stripe`: the `kind` in `providers.yaml`.
///
/// Shape: the same as ``TenantID``.
public struct ProviderKind: ValidatedIdentifier {
    /// The id as text.
    public let rawValue: String

    /// Checks the shape; throws what is wrong with it.
    public init(_ text: String) throws(InvalidIdentifier) {
        rawValue = try Slug.check(text, noun: "a provider kind")
    }
}

/// A tenant's own id of the user or organisation that is billed.
///
/// Shape: 1 to 255 bytes of UTF-8 without control or invisible characters, and never `me`, `.` or `..`: those mean
/// something in a path. It is the text itself, not percent-encoded: `50%` and `a/b` are customers like any other.
public struct CustomerID: ValidatedIdentifier {
    /// The id as text.
    public let rawValue: String

    /// Checks the shape; throws what is wrong with it.
    public init(_ text: String) throws(InvalidIdentifier) {
        try Printable.check(text, noun: "a customer id")
        if text == "me" {
            throw InvalidIdentifier(reason: "a customer id cannot be `me`: that stands for whoever is signed in")
        }
        rawValue = text
    }
}

/// The provider's id of a customer, such as `cus_NffrFeUfNV2Hib`.
///
/// It stays on the server: no end user names one. Shape: 1 to 255 bytes of UTF-8 without control or invisible
/// characters, and never `.` or `..`. Percent-encode it before it becomes part of a URL.
public struct ProviderCustomerID: ValidatedIdentifier {
    /// The id as text.
    public let rawValue: String

    /// Checks the shape; throws what is wrong with it.
    public init(_ text: String) throws(InvalidIdentifier) {
        try Printable.check(text, noun: "a provider's customer id")
        rawValue = text
    }
}

/// The provider's id of a subscription, such as `sub_1MowQVLkdIwHu7ix`.
///
/// Shape: the same as ``ProviderCustomerID``.
public struct SubscriptionID: ValidatedIdentifier {
    /// The id as text.
    public let rawValue: String

    /// Checks the shape; throws what is wrong with it.
    public init(_ text: String) throws(InvalidIdentifier) {
        try Printable.check(text, noun: "a subscription id")
        rawValue = text
    }
}

/// The provider's id of a price, such as `price_1PqA`.
///
/// The router maps it to a plan; a provider never does. Shape: the same as ``ProviderCustomerID``.
public struct ProviderPriceID: ValidatedIdentifier {
    /// The id as text.
    public let rawValue: String

    /// Checks the shape; throws what is wrong with it.
    public init(_ text: String) throws(InvalidIdentifier) {
        try Printable.check(text, noun: "a price id")
        rawValue = text
    }
}

/// Text with a checked shape: one of these cannot exist in a wrong form.
public protocol ValidatedIdentifier: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The checked text.
    var rawValue: String { get }

    /// Checks the shape.
    ///
    /// - Throws: ``InvalidIdentifier`` with what is wrong, in words for the person who typed it.
    init(_ text: String) throws(InvalidIdentifier)
}

extension ValidatedIdentifier {
    /// Prints as the text itself.
    public var description: String { rawValue }

    /// Compares byte by byte.
    ///
    /// Texts are equal to Swift when they look the same; to providers and tenants `é` in one code point and in two are
    /// different customers, and one must never get the answer of the other.
    public static func == (left: Self, right: Self) -> Bool {
        left.rawValue == right.rawValue && left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }

    /// Orders by bytes, so that lists come out the same every time.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }

    /// Decodes from a text, with the same check.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Encodes as a text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// Why a text is not an identifier.
public struct InvalidIdentifier: Error, Hashable, CustomStringConvertible {
    /// What is wrong, in one clause without a full stop, such as "a tenant id cannot be empty".
    public let reason: String

    /// Names what is wrong, for the person who typed it.
    public init(reason: String) { self.reason = reason }

    /// Prints as the reason.
    public var description: String { reason }
}

private enum Slug {
    static func check(_ text: String, noun: String) throws(InvalidIdentifier) -> String {
        guard let first = text.utf8.first else { throw InvalidIdentifier(reason: "\(noun) cannot be empty") }
        guard text.utf8.count <= 63 else { throw InvalidIdentifier(reason: "\(noun) has at most 63 characters") }
        guard isAlphanumeric(first), text.utf8.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") }) else {
            throw InvalidIdentifier(
                reason: "\(noun) has lower-case letters, digits and hyphens only, and starts with a letter or a digit"
            )
        }
        return text
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

private enum Printable {
    static func check(_ text: String, noun: String) throws(InvalidIdentifier) {
        if text.isEmpty { throw InvalidIdentifier(reason: "\(noun) cannot be empty") }
        if text.utf8.count > 255 { throw InvalidIdentifier(reason: "\(noun) has at most 255 bytes") }
        // No percent-encoding keeps these two from meaning another path, and every id ends up in one.
        if text == "." || text == ".." {
            throw InvalidIdentifier(reason: "\(noun) cannot be `\(text)`: it has a meaning of its own in a path")
        }
        // Of ASCII, nearly every id is made: then there is nothing to look up.
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return }
        // Format characters (bidirectional overrides, zero-width joiners at the wrong place) make two ids look alike in
        // a log; separators break lines there.
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                throw InvalidIdentifier(reason: "\(noun) cannot have control or invisible characters")
            default: continue
            }
        }
    }
}
