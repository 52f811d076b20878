import Foundation

/// Finds one value in a JSON document by its pointer (RFC 6901), such as `/plan/id`.
enum JSONPointer {
    /// The value as text: strings as they are, everything else as JSON.
    ///
    /// - Throws: ``CommandFailure``.
    static func value(at pointer: String, in document: [UInt8]) throws -> String {
        guard pointer.isEmpty || pointer.hasPrefix("/") else {
            throw CommandFailure(.usage, "a field is a JSON pointer and starts with `/`, such as `/plan/id`")
        }
        var value = try JSONSerialization.jsonObject(with: Data(document), options: .fragmentsAllowed)
        var walked = ""
        for token in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let key = String(token).replacing("~1", with: "/").replacing("~0", with: "~")
            walked += "/\(token)"
            if let object = value as? [String: Any], let member = object[key] {
                value = member
            } else if let array = value as? [Any], let index = Int(key), array.indices.contains(index) {
                value = array[index]
            } else {
                throw CommandFailure(.failure, "the document has no `\(walked)`")
            }
        }
        if let text = value as? String { return text }
        let options: JSONSerialization.WritingOptions = [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
    }
}
