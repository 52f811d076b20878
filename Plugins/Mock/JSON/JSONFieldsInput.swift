import BillingCore
import FoundationEssentials

/// The members of an object that somebody sent, read strictly: what is unknown or of another type is refused by name.
///
/// A null is as good as nothing.
struct JSONFieldsInput {
    /// Where the object stands in its document: a JSON pointer.
    let pointer: String
    private let values: [String: JSONValue]

    init(_ value: JSONValue, at pointer: String = "", allowing names: [String]) throws {
        guard case .object(let members) = value else {
            throw OperatorProblem.invalid(pointer, "An object is wanted here.")
        }
        self.pointer = pointer
        values = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        for member in members where !names.contains(member.name) {
            throw OperatorProblem.invalid(
                self.pointer(to: member.name),
                "There is no field `\(member.name.prefix(64))` here: "
                    + (names.isEmpty ? "none is wanted." : "the fields are \(names.quoted(and: "and")).")
            )
        }
    }

    func pointer(to name: String) -> String {
        pointer + "/" + name.prefix(64).replacing("~", with: "~0").replacing("/", with: "~1")
    }

    func problem(_ name: String, _ detail: String) -> OperatorProblem { .invalid(pointer(to: name), detail) }

    subscript(name: String) -> JSONValue? {
        guard let value = values[name], value != .null else { return nil }
        return value
    }

    /// Whether there is one, be it null.
    func has(_ name: String) -> Bool { values[name] != nil }

    // MARK: - Values

    /// A text of one line.
    func text(_ name: String, limit: Int = 255) throws -> String? {
        guard let value = self[name] else { return nil }
        guard case .text(let text) = value else { throw problem(name, "`\(name)` is a text.") }
        guard text.utf8.count <= limit else { throw problem(name, "`\(name)` has at most \(limit) bytes.") }
        guard text.unicodeScalars.allSatisfy({ !$0.isControl }) else {
            throw problem(name, "`\(name)` has no control characters.")
        }
        return text
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let value = self[name] else { return nil }
        guard case .integer(let number) = value else { throw problem(name, "`\(name)` is a whole number.") }
        guard range.contains(number) else {
            throw problem(name, "`\(name)` is between \(range.lowerBound) and \(range.upperBound).")
        }
        return number
    }

    func number(_ name: String) throws -> Double? {
        switch self[name] {
        case nil: nil
        case .integer(let number): Double(number)
        case .number(let number): number
        default: throw problem(name, "`\(name)` is a number.")
        }
    }

    func flag(_ name: String) throws -> Bool? {
        guard let value = self[name] else { return nil }
        guard case .flag(let flag) = value else { throw problem(name, "`\(name)` is `true` or `false`.") }
        return flag
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: Choice.Type) throws -> Choice?
    {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw problem(name, "`\(name)` is one of \(Choice.allCases.map(\.rawValue).quoted(and: "and")).")
        }
        return choice
    }

    func duration(_ name: String) throws -> Duration? {
        guard let text = try text(name) else { return nil }
        guard let duration = DurationText.duration(text) else {
            throw problem(name, "`\(name)` is a duration such as `32d`, `12h`, `90m`, `30s` or `250ms`.")
        }
        return duration
    }

    func instant(_ name: String) throws -> Date? {
        guard let text = try text(name) else { return nil }
        guard let date = RFC3339.date(from: text) else {
            throw problem(name, "`\(name)` is an instant such as `2027-01-01T00:00:00Z`.")
        }
        return Date(stored: date.stored)
    }

    /// An id of a kind that checks itself.
    func identifier<ID>(_ name: String, _ make: (String) throws -> ID) throws -> ID? {
        guard let text = try text(name) else { return nil }
        do {
            return try make(text)
        } catch let error as InvalidIdentifier {
            throw problem(name, "`\(name)`: \(error.reason).")
        }
    }

    /// The value of a field that must be there.
    func required<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw problem(name, "`\(name)` is required.") }
        return value
    }

    /// The elements of a list, each with its pointer.
    func list(_ name: String) throws -> [(value: JSONValue, pointer: String)] {
        guard let value = self[name] else { return [] }
        guard case .list(let elements) = value else { throw problem(name, "`\(name)` is a list.") }
        let pointer = pointer(to: name)
        return elements.enumerated().map { ($0.element, "\(pointer)/\($0.offset)") }
    }

    /// Texts under names that are free.
    func texts(_ name: String) throws -> [String: String] {
        guard let value = self[name] else { return [:] }
        guard case .object(let members) = value else { throw problem(name, "`\(name)` is an object of texts.") }
        var texts: [String: String] = [:]
        for member in members {
            guard case .text(let text) = member.value else { throw problem(name, "`\(name)` is an object of texts.") }
            texts[member.name] = text
        }
        return texts
    }
}

extension Unicode.Scalar {
    var isControl: Bool { properties.generalCategory == .control }
}

extension [String] {
    /// "`a`, `b` and `c`".
    func quoted(and word: String) -> String {
        let all = map { "`\($0)`" }
        guard let last = all.last, all.count > 1 else { return all.first ?? "" }
        return all.dropLast().joined(separator: ", ") + " \(word) " + last
    }
}
