import Synchronization

/// One configuration file in memory, and where things are in it.
///
/// Places are counted in characters (Unicode scalars), as libyaml counts them. Lines end where editors end them, at
/// `\n`, `\r\n` or `\r`, and not where YAML 1.1 does.
final class SourceFile: Sendable {
    /// As the operator named it, for diagnostics.
    let name: String
    /// The absolute directory that its relative paths start from.
    let directory: String
    let bytes: [UInt8]
    /// The bytes before the first character: a byte order mark.
    let start: Int
    private let isASCII: Bool
    private let tables = Mutex<Tables?>(nil)

    init(name: String, directory: String, bytes: [UInt8]) {
        self.name = name
        self.directory = directory
        self.bytes = bytes
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        isASCII = bytes.withUnsafeBufferPointer { bytes in bytes.reduce(0, |) < 0x80 }
    }

    /// Where something is: both count from 1.
    struct Position: Hashable, Sendable {
        let line: Int
        let column: Int
    }

    func position(of character: Int) -> Position {
        let byte = byteOffset(of: character)
        let line = lineIndex(containing: byte)
        return Position(line: line + 1, column: character - self.character(at: lineStart(line)) + 1)
    }

    /// The character that starts at a byte.
    func character(at byte: Int) -> Int {
        if isASCII { return byte - start }
        let checkpoints = prepared.checkpoints
        var index = partition(checkpoints) { $0 <= byte } - 1
        index = max(index, 0)
        return index * Tables.stride + count(checkpoints[index]..<byte)
    }

    /// The byte at which a character starts.
    func byteOffset(of character: Int) -> Int {
        if isASCII { return min(character + start, bytes.count) }
        let checkpoints = prepared.checkpoints
        let index = min(character / Tables.stride, checkpoints.count - 1)
        var byte = checkpoints[index]
        var missing = character - index * Tables.stride
        while missing > 0, byte < bytes.count {
            byte += 1
            while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
            missing -= 1
        }
        return byte
    }

    /// The bytes of the line that holds a byte, without its end.
    func line(containing byte: Int) -> Range<Int> {
        let first = lineStart(lineIndex(containing: byte))
        var end = max(first, min(byte, bytes.count))
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        while end > first, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return first..<end
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    // MARK: -

    private struct Tables: Sendable {
        static let stride = 1024
        /// The byte at which each line starts.
        var lines: [Int] = []
        /// The byte at which every 1024th character starts.
        ///
        /// Empty for a file in ASCII.
        var checkpoints: [Int] = []
    }

    /// Made when the first place is asked for: a file without faults never needs them.
    private var prepared: Tables {
        tables.withLock { tables in
            if let tables { return tables }
            let made = makeTables()
            tables = made
            return made
        }
    }

    private func makeTables() -> Tables {
        var tables = Tables()
        tables.lines.append(start)
        var characters = 0
        bytes.withUnsafeBufferPointer { bytes in
            for index in start..<max(start, bytes.count) {
                let byte = bytes[index]
                if byte == 0x0A || (byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)) {
                    tables.lines.append(index + 1)
                }
                if !isASCII, byte & 0xC0 != 0x80 {
                    if characters % Tables.stride == 0 { tables.checkpoints.append(index) }
                    characters += 1
                }
            }
        }
        if tables.checkpoints.isEmpty { tables.checkpoints.append(start) }
        return tables
    }

    private func lineIndex(containing byte: Int) -> Int { max(partition(prepared.lines) { $0 <= byte } - 1, 0) }

    private func lineStart(_ line: Int) -> Int { prepared.lines[line] }

    private func count(_ range: Range<Int>) -> Int {
        guard range.lowerBound < range.upperBound else { return 0 }
        return bytes[range.clamped(to: 0..<bytes.count)].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    /// How many of the sorted elements come before the first that does not satisfy the predicate.
    private func partition(_ sorted: [Int], _ belongs: (Int) -> Bool) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if belongs(sorted[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Some characters of a file.
struct SourceRange: Sendable {
    let file: SourceFile
    let start: Int
    let end: Int

    var position: SourceFile.Position { file.position(of: start) }
    /// Such as `providers.yaml:12:3`.
    var place: String { "\(file.name):\(position.line):\(position.column)" }
}
