/// Reads HTML as browsers do, as far as these tests need it: start tags and the names of their attributes.
enum Markup {
    /// Each start tag with its attributes' names, in order.
    static func elements(_ html: String) -> [[String]] {
        var elements: [[String]] = []
        var bytes = Array(html.utf8)[...]
        while let start = bytes.firstIndex(of: UInt8(ascii: "<")) {
            bytes = bytes[(start + 1)...]
            guard let first = bytes.first, isLetter(first) else { continue }
            var parts = [String(decoding: take(while: { !isEnd($0) }, &bytes), as: UTF8.self)]
            while true {
                _ = take(while: { isSpace($0) || $0 == UInt8(ascii: "/") }, &bytes)
                guard let byte = bytes.first, byte != UInt8(ascii: ">") else { break }
                let name = take(while: { !isEnd($0) && $0 != UInt8(ascii: "=") }, &bytes)
                parts.append(String(decoding: name, as: UTF8.self))
                guard bytes.first == UInt8(ascii: "=") else { continue }
                bytes = bytes.dropFirst()
                if let quote = bytes.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                    bytes = bytes.dropFirst()
                    _ = take(while: { $0 != quote }, &bytes)
                    bytes = bytes.dropFirst()
                } else {
                    _ = take(while: { !isSpace($0) && $0 != UInt8(ascii: ">") }, &bytes)
                }
            }
            elements.append(parts)
        }
        return elements
    }

    private static func take(while holds: (UInt8) -> Bool, _ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let taken = bytes.prefix(while: holds)
        bytes = bytes.dropFirst(taken.count)
        return taken
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isEnd(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }
}
