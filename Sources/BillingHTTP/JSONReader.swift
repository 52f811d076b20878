/// Reads a JSON document in one pass over its bytes: the fields that are asked for, in whatever order they come, and
/// nothing of the rest.
///
/// Strict about the document (RFC 8259: structure, numbers, escapes, UTF-8, nothing behind it, at most
/// ``maximumDepth`` levels), in the parts that nobody reads too; lenient about what is in it: a value of another type
/// than the one asked for reads as nil.
///
/// ```swift
/// var reader = JSONReader(body)
/// if try reader.beginObject() {
///     while let field = try reader.nextField(fields) {
///         switch field {
///         case .id: id = try reader.string()
///         case .created: created = try reader.integer()
///         }
///     }
/// }
/// try reader.finish()
/// ```
/// Once begun, an object or an array is read to its end. A value that is not read is passed over.
public struct JSONReader {
    /// How deep objects and arrays may nest.
    ///
    /// Answers of providers stay far below it.
    public static let maximumDepth = 128

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0
    /// Whether the last thing read was an opening bracket, so that no comma comes before the next value.
    private var isAtStart = false
    /// Where the last value begins that is there to be read.
    ///
    /// While `index` is still there, nobody has read it.
    private var valueStart = 0

    /// Reads nothing yet: the first call does.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        skipWhitespace()
        valueStart = index
    }

    // MARK: Objects and arrays

    /// Whether the value is an object: for fields that hold either an id or what it stands for.
    public var isAtObject: Bool { current == UInt8(ascii: "{") }

    /// Opens an object, to be read with ``nextField(_:)``.
    ///
    /// False, and passed over, where the value is something else.
    public mutating func beginObject() throws(JSONSyntaxError) -> Bool { try begin(UInt8(ascii: "{")) }

    /// Opens an array, to be read with ``nextElement()``.
    ///
    /// False, and passed over, where the value is something else.
    public mutating func beginArray() throws(JSONSyntaxError) -> Bool { try begin(UInt8(ascii: "[")) }

    /// Moves to the next of the wanted fields, whose value is then there to be read.
    ///
    /// Nil at the end of the object.
    ///
    /// When a name stands in an object twice, it comes twice.
    @inlinable
    public mutating func nextField<Field>(_ wanted: JSONFields<Field>) throws(JSONSyntaxError) -> Field? {
        guard let index = try nextIndex(among: wanted.names) else { return nil }
        return wanted.fields[index]
    }

    /// Moves to the next element, which is then there to be read.
    ///
    /// False at the end of the array.
    public mutating func nextElement() throws(JSONSyntaxError) -> Bool {
        guard try advance(before: UInt8(ascii: "]")) else { return false }
        valueStart = index
        return true
    }

    // MARK: Values

    /// The text, with its escapes resolved.
    ///
    /// Nil where the value is something else.
    public mutating func string() throws(JSONSyntaxError) -> String? {
        guard current == UInt8(ascii: "\"") else {
            try skip()
            return nil
        }
        let text = try scanString()
        if text.hasEscapes { return String(decoding: unescaped(text.content), as: UTF8.self) }
        return String(decoding: bytes[text.content], as: UTF8.self)
    }

    /// The whole number, however it is written: `1500`, `1.5e3`, `1500.0`.
    ///
    /// Nil where the value is something else, has a fraction, or does not fit.
    public mutating func integer() throws(JSONSyntaxError) -> Int? {
        guard current == UInt8(ascii: "-") || current.isDigit else {
            try skip()
            return nil
        }
        let start = index
        try scanNumber()
        return JSONReader.integer(in: bytes[start..<index])
    }

    /// Nil where the value is neither `true` nor `false`.
    public mutating func boolean() throws(JSONSyntaxError) -> Bool? {
        let first = current
        try skip()
        return first == UInt8(ascii: "t") ? true : first == UInt8(ascii: "f") ? false : nil
    }

    /// Passes over the value, whatever it is.
    public mutating func skip() throws(JSONSyntaxError) {
        switch current {
        case UInt8(ascii: "{"):
            try open()
            while try nextName() != nil { try skip() }
        case UInt8(ascii: "["):
            try open()
            while try nextElement() { try skip() }
        case UInt8(ascii: "\""): _ = try scanString()
        case UInt8(ascii: "t"): try scanWord("true")
        case UInt8(ascii: "f"): try scanWord("false")
        case UInt8(ascii: "n"): try scanWord("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try scanNumber()
        default: throw JSONSyntaxError("a value is missing", at: index)
        }
    }

    /// Checks that the document ends here, and passes over its value when nobody has read it.
    public mutating func finish() throws(JSONSyntaxError) {
        if index == valueStart { try skip() }
        skipWhitespace()
        guard index == bytes.count, depth == 0 else {
            throw JSONSyntaxError("the document should end", at: index)
        }
    }

    // MARK: Structure

    /// Zero at the end: nothing outside of a string begins with it.
    private var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func skipWhitespace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func begin(_ bracket: UInt8) throws(JSONSyntaxError) -> Bool {
        guard current == bracket else {
            try skip()
            return false
        }
        try open()
        return true
    }

    private mutating func open() throws(JSONSyntaxError) {
        guard depth < JSONReader.maximumDepth else { throw JSONSyntaxError("the nesting is too deep", at: index) }
        depth += 1
        index += 1
        isAtStart = true
    }

    /// Moves in front of the next member or element.
    ///
    /// False, and past the bracket, when the closing one comes.
    private mutating func advance(before close: UInt8) throws(JSONSyntaxError) -> Bool {
        if index == valueStart { try skip() }
        skipWhitespace()
        let isFirst = isAtStart
        isAtStart = false
        if current == close {
            index += 1
            depth -= 1
            return false
        }
        if isFirst { return true }
        guard current == UInt8(ascii: ",") else { throw JSONSyntaxError("a comma is missing", at: index) }
        index += 1
        skipWhitespace()
        return true
    }

    private mutating func nextName() throws(JSONSyntaxError) -> (content: Range<Int>, hasEscapes: Bool)? {
        guard try advance(before: UInt8(ascii: "}")) else { return nil }
        guard current == UInt8(ascii: "\"") else { throw JSONSyntaxError("a name is missing", at: index) }
        let name = try scanString()
        skipWhitespace()
        guard current == UInt8(ascii: ":") else { throw JSONSyntaxError("a colon is missing", at: index) }
        index += 1
        skipWhitespace()
        valueStart = index
        return name
    }

    @usableFromInline
    mutating func nextIndex(among names: JSONNames) throws(JSONSyntaxError) -> Int? {
        while let name = try nextName() {
            let found: Int?
            if name.hasEscapes {
                let text = unescaped(name.content)
                found = names.index(of: text.indices, in: text)
            } else {
                found = names.index(of: name.content, in: bytes)
            }
            if let found { return found }
            try skip()
        }
        return nil
    }

    // MARK: Scalars

    private mutating func scanWord(_ word: String) throws(JSONSyntaxError) {
        guard bytes[index...].starts(with: word.utf8) else { throw JSONSyntaxError("a value is missing", at: index) }
        index += word.utf8.count
    }

    private mutating func scanNumber() throws(JSONSyntaxError) {
        if current == UInt8(ascii: "-") { index += 1 }
        if current == UInt8(ascii: "0") { index += 1 } else { try scanDigits() }
        if current == UInt8(ascii: ".") {
            index += 1
            try scanDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            try scanDigits()
        }
    }

    private mutating func scanDigits() throws(JSONSyntaxError) {
        let start = index
        while current.isDigit { index += 1 }
        guard index > start else { throw JSONSyntaxError("a digit is missing", at: index) }
    }

    /// Checks a string and moves past it.
    ///
    /// What is between its quotes is left as it stands.
    private mutating func scanString() throws(JSONSyntaxError) -> (content: Range<Int>, hasEscapes: Bool) {
        let start = index + 1
        var position = start
        var hasEscapes = false
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                index = position + 1
                return (start..<position, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                position += try escapeLength(at: position)
            case 0x00..<0x20: throw JSONSyntaxError("a control character stands in a string", at: position)
            case 0x80...: position += try sequenceLength(at: position)
            default: position += 1
            }
        }
        throw JSONSyntaxError("a string does not end", at: position)
    }

    /// How many bytes the escape takes: 2, 6, or 12 for a pair of surrogates.
    private func escapeLength(at position: Int) throws(JSONSyntaxError) -> Int {
        guard position + 1 < bytes.count else { throw JSONSyntaxError("a string does not end", at: position) }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            guard let unit = codeUnit(at: position) else { break }
            if !UTF16.isSurrogate(unit) { return 6 }
            guard UTF16.isLeadSurrogate(unit), let trail = codeUnit(at: position + 6), UTF16.isTrailSurrogate(trail)
            else { throw JSONSyntaxError("a surrogate stands alone", at: position) }
            return 12
        default: break
        }
        throw JSONSyntaxError("an escape is malformed", at: position)
    }

    /// The UTF-16 code unit that a `\u` escape names.
    ///
    /// Nil where there is no such escape.
    private func codeUnit(at position: Int) -> UInt16? {
        guard position + 5 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[position + 2...position + 5] {
            guard let digit = byte.hexDigit else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// How many bytes a character outside ASCII takes, by the table of well-formed UTF-8 in the Unicode Standard.
    private func sequenceLength(at position: Int) throws(JSONSyntaxError) -> Int {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[position] {
        case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
        case 0xE0: (second, length) = (0xA0...0xBF, 3)
        case 0xED: (second, length) = (0x80...0x9F, 3)
        case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
        case 0xF0: (second, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
        case 0xF4: (second, length) = (0x80...0x8F, 4)
        default: throw JSONSyntaxError("a string is not UTF-8", at: position)
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]),
            bytes[position + 2..<max(position + 2, position + length)].allSatisfy({ (0x80...0xBF).contains($0) })
        else { throw JSONSyntaxError("a string is not UTF-8", at: position) }
        return length
    }

    /// The bytes of a string that was checked, with its escapes resolved.
    private func unescaped(_ content: Range<Int>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(content.count)
        var position = content.lowerBound
        while position < content.upperBound {
            guard bytes[position] == UInt8(ascii: "\\") else {
                text.append(bytes[position])
                position += 1
                continue
            }
            switch bytes[position + 1] {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                var units = [codeUnit(at: position)].compactMap(\.self)
                if let lead = units.first, UTF16.isLeadSurrogate(lead), let trail = codeUnit(at: position + 6) {
                    units.append(trail)
                }
                text += String(decoding: units, as: UTF16.self).utf8
                position += 6 * units.count - 2
            case let byte: text.append(byte)
            }
            position += 2
        }
        return text
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// The value of a hexadecimal digit.
    var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
