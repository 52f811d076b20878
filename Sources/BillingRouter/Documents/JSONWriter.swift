package import FoundationEssentials
import BillingCore

/// Writes one JSON document: members in the order given, absent values as explicit nulls.
///
/// `JSONEncoder` leaves absent values out, has no order of its own, and costs more than the rest of an answer from
/// memory; the documents here are few and fixed.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    private let indented: Bool
    private var depth = 0
    private var isFirst = true

    /// - Parameter indented: for people, two spaces a level; otherwise without white space.
    package init(indented: Bool = false) {
        self.indented = indented
        bytes.reserveCapacity(4096)
    }

    // MARK: Values

    package mutating func null() { raw("null") }

    package mutating func value(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly every text is copied as it is: that is many times faster than to look at each byte as it is written.
        let isCopied = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard unsafe utf8.allSatisfy(JSONWriter.isPlain) else { return false }
            unsafe bytes.append(contentsOf: utf8)
            return true
        }
        if isCopied != true { escaped(text) }
        bytes.append(UInt8(ascii: "\""))
    }

    package mutating func value(_ integer: Int) { raw(String(integer)) }
    package mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }
    package mutating func value(_ date: Date) { value(RFC3339.string(from: date)) }

    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        nest(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
    }

    package mutating func array(_ elements: (inout JSONWriter) -> Void) {
        nest(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func escaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: raw("\\n")
            case 0x0D: raw("\\r")
            case 0x09: raw("\\t")
            case 0..<0x20:
                raw("\\u00")
                bytes.append(JSONWriter.hexadecimal[Int(byte >> 4)])
                bytes.append(JSONWriter.hexadecimal[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
    }

    // MARK: Members of an object

    package mutating func member(_ name: String, _ write: (inout JSONWriter) -> Void) {
        separate()
        value(name)
        bytes.append(UInt8(ascii: ":"))
        if indented { bytes.append(UInt8(ascii: " ")) }
        write(&self)
    }

    package mutating func member(_ name: String, _ text: String?) {
        member(name) { json in if let text { json.value(text) } else { json.null() } }
    }

    package mutating func member(_ name: String, _ integer: Int?) {
        member(name) { json in if let integer { json.value(integer) } else { json.null() } }
    }

    package mutating func member(_ name: String, _ flag: Bool?) {
        member(name) { json in if let flag { json.value(flag) } else { json.null() } }
    }

    package mutating func member(_ name: String, _ date: Date?) {
        member(name) { json in if let date { json.value(date) } else { json.null() } }
    }

    package mutating func member(_ name: String, _ document: (some JSONDocument)?) {
        member(name) { json in if let document { document.write(into: &json) } else { json.null() } }
    }

    package mutating func member(_ name: String, _ documents: [some JSONDocument]) {
        member(name) { json in
            json.array { json in
                for document in documents { json.element { document.write(into: &$0) } }
            }
        }
    }

    package mutating func member(_ name: String, _ texts: [String]) {
        member(name) { json in
            json.array { json in
                for text in texts { json.element { $0.value(text) } }
            }
        }
    }

    // MARK: Elements of an array

    package mutating func element(_ write: (inout JSONWriter) -> Void) {
        separate()
        write(&self)
    }

    // MARK: -

    private static let hexadecimal = Array("0123456789abcdef".utf8)

    private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
        bytes.append(open)
        let wasFirst = isFirst
        isFirst = true
        depth += 1
        body(&self)
        depth -= 1
        if !isFirst { newLine() }
        isFirst = wasFirst
        bytes.append(close)
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        newLine()
    }

    private mutating func newLine() {
        guard indented else { return }
        raw("\n")
        for _ in 0..<depth { raw("  ") }
    }

    private mutating func raw(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

/// A value that is written as JSON.
package protocol JSONDocument: Sendable {
    func write(into json: inout JSONWriter)
}

extension JSONDocument {
    /// The document as UTF-8.
    package func json(indented: Bool = false) -> [UInt8] {
        var writer = JSONWriter(indented: indented)
        write(into: &writer)
        return writer.bytes
    }
}
