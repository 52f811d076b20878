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
    private let names: [[UInt8]]
    /// At a length, where the names of that length begin; one more entry than there are lengths.
    private let starts: [Int]

    init(sortedByLength names: [[UInt8]]) {
        self.names = names
        let longest = names.last?.count ?? 0
        starts = (0...longest + 1).map { length in names.firstIndex { $0.count >= length } ?? names.count }
    }

    /// Where the name stands in the table. Nil for a name that is not there.
    func index(of name: ArraySlice<UInt8>) -> Int? {
        let length = name.count
        guard length + 1 < starts.count else { return nil }
        return (starts[length]..<starts[length + 1]).first { names[$0].elementsEqual(name) }
    }
}
