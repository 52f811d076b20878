import BillingRouter
import Testing

@testable import BillingConfiguration

@Suite("Hostile input", .timeLimit(.minutes(5)))
struct HostileInputTests {
    @Test("an alias bomb is refused where it begins")
    func aliasBomb() {
        var text = "a: &a [x, x, x]\n"
        for (name, last) in zip("bcdefghij", "abcdefghi") {
            text += "\(name): &\(name) [*\(last), *\(last), *\(last)]\n"
        }
        let codes = Set(load(text).diagnostics.map(\.code))
        #expect(codes.isSuperset(of: [.anchor, .alias]))
    }

    @Test("2,000 levels end at the 33rd", arguments: ["[", "{a: ", "- "])
    func nesting(_ opening: String) {
        #expect(load(String(repeating: opening, count: 2000)).diagnostics.map(\.code) == [.tooDeep])
    }

    @Test("junk, other encodings and control characters are one clear error each")
    func junk() {
        var generator = Generator(seed: 7)
        let random = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }
        func codes(_ bytes: [UInt8]) -> [DiagnosticCode] {
            ConfigurationLoader(registry: FakeProviders.registry, environment: [:])
                .load(.bytes(bytes, name: "x")).diagnostics.map(\.code)
        }
        #expect(codes(random).count == 1)
        #expect(codes([0xFF, 0xFE, 0x76, 0x00]) == [.notUTF8])
        #expect(codes([0xFE, 0xFF, 0x00, 0x76]) == [.notUTF8])
        #expect(codes([0x76, 0x00, 0x65, 0x00]) == [.controlCharacter])
        #expect(codes([]) == [.emptyFile])
        #expect(codes(Array(repeating: 0, count: 1000)) == [.controlCharacter])
        #expect(codes(Array("version: 1\n\tx: 2".utf8)) == [.syntax])
        #expect(codes([UInt8](repeating: 0x78, count: ConfigurationLoader.maximumSize + 1)) == [.fileTooLarge])
    }

    @Test("equal keys by the thousand, and long ones, take no quadratic time")
    func manyKeys() {
        let keys = (0..<100_000).map { "k\($0): 1\n" }.joined()
        #expect(load(keys + keys).omitted > 100_000)
        let map = (0..<50_000).map { "    c\($0): cus_\($0)\n" }.joined()
        #expect(load(DiagnosticCodeTests.base + "tenants:\n  a:\n   customers:\n" + map).diagnostics.isEmpty)
    }

    @Test("10,000 mutations of the example neither crash nor hang, and every place is in the file")
    func mutations() throws {
        var generator = Generator(seed: 20_261_124)
        let seeds = [try Project.uncommentedExample(), ReferenceExample.text].map { Array($0.utf8) }
        let tokens = [
            "&a", "*a", "<<: ", "!!str ", "---\n", "{", "}", "[", "]", "\"", "'", ": ", "- ", "\t", "\r\n", "${", "}",
            "$$", "~", "null", "|\n", ">", "#", "%", "\u{0}", "\u{FEFF}", "é", "日", "? ",
        ].map { Array($0.utf8) }
        for round in 0..<10_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: 0..<max(1, bytes.count), using: &generator)
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.insert(contentsOf: tokens[Int.random(in: 0..<tokens.count, using: &generator)], at: index)
                case 2:
                    bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...40, using: &generator)))
                case 3: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0...200, using: &generator)))
                case 4:
                    bytes.insert(
                        contentsOf: bytes[index..<min(bytes.count, index + 60)],
                        at: Int.random(in: 0...index, using: &generator)
                    )
                default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &generator))
                }
                if bytes.isEmpty { bytes = [0x61] }
            }
            let loaded = ConfigurationLoader(registry: FakeProviders.registry, environment: ["K": "sk_test_x"])
                .load(.bytes(bytes, name: "x"), secrets: .all)
            #expect((loaded.configuration == nil) == loaded.diagnostics.contains { $0.severity == .error })
            let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
            #expect(loaded.diagnostics.allSatisfy { $0.line.map { (1...lines).contains($0) } ?? true })
            if round % 20 == 0 { for format in DiagnosticReport.Format.allCases { _ = loaded.report.render(format) } }
        }
    }
}

/// The same numbers in every run.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
