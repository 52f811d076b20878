import BillingCore
import BillingHTTP
import FoundationEssentials

/// A JSON value; the members of an object are in their order.
enum JSONValue: Hashable, Sendable {
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([Member])

    struct Member: Hashable, Sendable {
        let name: String
        var value: JSONValue
    }

    /// Reads a whole document.
    ///
    /// The members of its objects are sorted by their names, whatever their order was.
    ///
    /// - Throws: ``OperatorProblem`` that says where the text stops being JSON.
    init(_ document: [UInt8]) throws {
        do {
            // First, because it says where, and refuses what nests too deeply.
            var reader = JSONReader(document)
            try reader.skip()
            try reader.finish()
            self = try JSONDecoder().decode(JSONValue.self, from: Data(document))
        } catch let error as JSONSyntaxError {
            let before = document.prefix(error.offset)
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let column = error.offset - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
            throw OperatorProblem(.invalidRequest, "This is not JSON at line \(line), column \(column).")
        } catch is DecodingError {
            throw OperatorProblem(.invalidRequest, "This is not JSON that can be read.")
        }
    }
}

extension JSONValue: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
        } else if let text = try? single.decode(String.self) {
            self = .text(text)
        } else if let number = try? single.decode(Int.self) {
            self = .integer(number)
        } else if let object = try? decoder.container(keyedBy: Name.self) {
            self = .object(
                try object.allKeys.sorted { $0.stringValue < $1.stringValue }
                    .map { Member(name: $0.stringValue, value: try object.decode(JSONValue.self, forKey: $0)) }
            )
        } else if let list = try? single.decode([JSONValue].self) {
            self = .list(list)
        } else if let flag = try? single.decode(Bool.self) {
            self = .flag(flag)
        } else {
            self = .number(try single.decode(Double.self))
        }
    }
}

// What an answer is made of: what is not there is null.
extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { Member(name: $0.0, value: $0.1) })
    }

    init(arrayLiteral elements: JSONValue...) { self = .list(elements) }

    init(_ text: String?) { self = text.map(JSONValue.text) ?? .null }

    init(_ number: Int?) { self = number.map(JSONValue.integer) ?? .null }

    init(_ number: Double?) { self = number.map(JSONValue.number) ?? .null }

    /// RFC 3339 in UTC.
    init(_ instant: Date?) { self.init(instant.map(RFC3339.string)) }

    /// Such as `32d`.
    init(_ duration: Duration?) { self.init(duration.map(DurationText.text)) }

    /// Sorted by their names.
    init(_ texts: [String: String]) {
        self = .object(texts.sorted { $0.key < $1.key }.map { Member(name: $0.key, value: .text($0.value)) })
    }
}
