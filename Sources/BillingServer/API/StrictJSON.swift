import BillingRouter

/// A JSON value as it was written: members in their order, numbers as text.
enum JSONValue {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([(name: String, value: JSONValue)])
}

/// Reads JSON as RFC 8259 has it and nothing beyond: no trailing comma, no lone surrogate, no name twice.
struct StrictJSON {
    private let bytes: [UInt8]
    private var position = 0
    private var duplicates: [ServiceError.Fault] = []

    private static let depthLimit = 16

    private struct Malformed: Error {
        let reason: String
    }

    /// - Throws: ``ServiceError`` with `invalid-request` that says where the text stops being JSON, or names every
    ///   member that is there twice.
    static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        var reader = StrictJSON(bytes: bytes)
        do {
            guard String(validating: bytes, as: UTF8.self) != nil else { throw Malformed(reason: "it is not UTF-8") }
            let value = try reader.value(at: "", depth: 0)
            reader.skipBlanks()
            guard reader.position == bytes.count else { throw Malformed(reason: "something follows its end") }
            guard reader.duplicates.isEmpty else {
                throw ServiceError(.invalidRequest, "The body has members twice.", faults: reader.duplicates)
            }
            return value
        } catch let error as Malformed {
            let (line, column) = reader.place
            throw ServiceError.invalid("", "The body is not JSON: \(error.reason) (line \(line), column \(column)).")
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var place: (line: Int, column: Int) {
        let before = bytes.prefix(position)
        let line = before.count { $0 == 0x0A } + 1
        let column = position - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return (line, column)
    }

    // MARK: Values

    private mutating func value(at pointer: String, depth: Int) throws -> JSONValue {
        guard depth <= StrictJSON.depthLimit else { throw Malformed(reason: "it nests too deeply") }
        skipBlanks()
        guard let first = peek else { throw Malformed(reason: "it ends too early") }
        switch first {
        case UInt8(ascii: "{"): return try object(at: pointer, depth: depth)
        case UInt8(ascii: "["): return try array(at: pointer, depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw Malformed(reason: "a value is expected here")
        }
    }

    private mutating func object(at pointer: String, depth: Int) throws -> JSONValue {
        position += 1
        var members: [(name: String, value: JSONValue)] = []
        var names: Set<String> = []
        skipBlanks()
        if skip("}") { return .object(members) }
        repeat {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw Malformed(reason: "a member's name is expected here") }
            let name = try string()
            let place = pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
            skipBlanks()
            guard skip(":") else { throw Malformed(reason: "a colon is expected here") }
            let value = try value(at: place, depth: depth + 1)
            if names.insert(name).inserted {
                members.append((name, value))
            } else {
                // A few are enough: a list of all could be far larger than the body.
                guard duplicates.count < 8 else { continue }
                duplicates.append(ServiceError.Fault(String(place.prefix(256)), "The member is there more than once."))
            }
            skipBlanks()
        } while skip(",")
        guard skip("}") else { throw Malformed(reason: "a comma or the end of the object is expected here") }
        return .object(members)
    }

    private mutating func array(at pointer: String, depth: Int) throws -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if skip("]") { return .array(elements) }
        repeat {
            elements.append(try value(at: pointer + "/\(elements.count)", depth: depth + 1))
            skipBlanks()
        } while skip(",")
        guard skip("]") else { throw Malformed(reason: "a comma or the end of the array is expected here") }
        return .array(elements)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw Malformed(reason: "a value is expected here") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws -> String {
        let start = position
        _ = skip("-")
        if !skip("0") { try digits() }
        if skip(".") { try digits() }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw Malformed(reason: "a digit is expected here") }
    }

    private mutating func string() throws -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
            case 0..<0x20: throw Malformed(reason: "a control character stands in a string without an escape")
            default: text.append(byte)
            }
        }
        throw Malformed(reason: "it ends within a string")
    }

    private mutating func escape() throws -> [UInt8] {
        guard let byte = peek else { throw Malformed(reason: "it ends within a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: throw Malformed(reason: "an escape is not one of JSON's")
        }
    }

    private mutating func scalar() throws -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, skip("\\"), skip("u") {
            let second = try codeUnit()
            // Only a low surrogate may follow: anything else would take the sum below out of its range.
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
            {
                return scalar
            }
        }
        throw Malformed(reason: "half of a surrogate pair stands alone")
    }

    private mutating func codeUnit() throws -> UInt16 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw Malformed(reason: "`\\u` is not followed by four hexadecimal digits") }
        position += 4
        return unit
    }

    // MARK: Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }
}
