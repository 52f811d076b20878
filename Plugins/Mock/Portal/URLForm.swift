/// The names and values of a form or a query, as browsers send them.
struct URLForm: Hashable, Sendable {
    private var values: [String: String] = [:]

    /// What browsers call the encoding.
    static let mediaType = "application/x-www-form-urlencoded"

    private static let mostFields = 40

    /// Nothing.
    init() {}

    /// Nil for a bad escape, what is not UTF-8, NUL, a name that comes twice, and more fields than any form has.
    init?(_ text: some StringProtocol) {
        let pairs = text.split(separator: "&")
        guard pairs.count <= URLForm.mostFields else { return nil }
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = URLForm.decoded(parts[0], plusIsSpace: true),
                let value = parts.count == 1 ? "" : URLForm.decoded(parts[1], plusIsSpace: true),
                values.updateValue(value, forKey: name) == nil
            else { return nil }
        }
    }

    /// Sorted.
    var names: [String] { values.keys.sorted() }

    /// A value as it was given, with line breaks as one character.
    subscript(name: String) -> String? { values[name]?.replacing("\r\n", with: "\n") }

    /// Puts a value in the place of another, or where there was none.
    mutating func set(_ name: String, _ value: String) { values[name] = value }

    /// A value without the white space around it; nil where nothing is left.
    func text(_ name: String) -> String? {
        guard let value = self[name] else { return nil }
        let start = value.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) }
    }

    /// Undoes percent-encoding, once.
    ///
    /// Nil for a bad escape, what is not UTF-8, and NUL.
    static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(nibble), let low = rest.popFirst().flatMap(nibble) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
