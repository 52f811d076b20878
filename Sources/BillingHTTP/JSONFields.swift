/// The members of an object that somebody wants to read: an enum whose raw values are the names.
///
/// Build it once, as a static constant: ``JSONReader/nextField(_:)`` finds a name in it without making a string.
public struct JSONFields<Field: CaseIterable & RawRepresentable & Sendable>: Sendable where Field.RawValue == String {
    @usableFromInline let fields: [Field]
    @usableFromInline let names: JSONNames

    /// Takes every case of `Field`.
    public init() {
        // In the order of the names' lengths, which is the order of the table.
        fields = Field.allCases.sorted { $0.rawValue.utf8.count < $1.rawValue.utf8.count }
        names = JSONNames(sortedByLength: fields.map { Array($0.rawValue.utf8) })
    }
}

/// Names by length: most members that nobody wants differ from all of them in that already.
@usableFromInline
struct JSONNames: Sendable {
    /// All names, one behind the other.
    private let text: [UInt8]
    /// At a length, where the names of that length begin in the text; one more entry than there are lengths.
    private let textStarts: [Int]
    /// At a length, how many names are shorter.
    private let counts: [Int]

    init(sortedByLength names: [[UInt8]]) {
        text = Array(names.joined())
        let lengths = 0...(names.last?.count ?? 0) + 1
        counts = lengths.map { length in names.count { $0.count < length } }
        textStarts = counts.map { count in names.prefix(count).reduce(0) { $0 + $1.count } }
    }

    /// Where the name that stands in the bytes stands in the table; nil for a name that is not there.
    func index(of name: Range<Int>, in bytes: [UInt8]) -> Int? {
        let length = name.count
        guard length + 1 < counts.count else { return nil }
        for number in counts[length]..<counts[length + 1] {
            let start = textStarts[length] + (number - counts[length]) * length
            var matched = 0
            while matched < length, text[start + matched] == bytes[name.lowerBound + matched] { matched += 1 }
            if matched == length { return number }
        }
        return nil
    }
}
