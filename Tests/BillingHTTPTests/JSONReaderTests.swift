import BillingHTTP
import Foundation
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
    private enum Field: String, CaseIterable {
        case id, status, created, livemode, items, deleted
        case periodEnd = "current_period_end"
    }
    private static let fields = JSONFields<Field>()

    private static func isDocument(_ text: String) -> Bool { isDocument(Array(text.utf8)) }

    private static func isDocument(_ bytes: [UInt8]) -> Bool {
        var reader = JSONReader(bytes)
        return (try? reader.finish()) != nil
    }

    @Test(
        "documents are accepted",
        arguments: [
            "{}", "[]", "0", "-0", "1.5", "1e5", "1E+5", "1e-5", "-12.50e0", "true", "false", "null", #""""#, " {} ",
            "\t\r\n[ 1 , 2 ]\n", #"{"a":{"b":[{},[],""]}}"#, #"{"a":1,"a":2}"#, #"{"":0}"#, #""\"\\\/\b\f\n\r\t""#,
            #""\u00e9\uD83D\uDE00""#, #""é😀\#u{7F}""#, "\"\u{10FFFF}\u{FFFF}\"", "[[[[[[[[]]]]]]]]",
            "123456789012345678901234567890",
        ]
    )
    func accepted(_ text: String) { #expect(Self.isDocument(text)) }

    @Test(
        "what is not a document is rejected",
        arguments: [
            "", " ", "{", "}", "[", "]", "{]", "[}", "{}{}", "[] x", "tru", "True", "nul", "nulll", "01", "-", "-a",
            "+1",
            ".5", "1.", "1.e5", "1e", "1e+", "0x10", "NaN", "Infinity", "'a'", "\"", #""\"#, #""\x""#, #""\u12"#,
            #""\u12g4""#, #""\uD800""#, #""\uDC00""#, #""\uD800\u0041""#, #""\uD800\uD800""#, "\"\n\"", "\"\u{0}\"",
            "[1,]", "[,1]", "[1 2]", "[1,,2]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{"a" 1}"#, "{a:1}",
            "{1:1}", #"{"a":1 "b":2}"#, "// x\n1", "[1]/**/", "\u{FEFF}{}", "\u{A0}1", "1\u{0}",
        ]
    )
    func rejected(_ text: String) { #expect(!Self.isDocument(text)) }

    @Test(
        "what is not UTF-8 is rejected",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
            [0xED, 0xA0, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xF0, 0x9F, 0x98],
            [0xE2, 0x28, 0xA1], [0xF0, 0x28, 0x8C, 0xBC],
        ] as [[UInt8]]
    )
    func notUTF8(_ bytes: [UInt8]) {
        #expect(!Self.isDocument([0x22] + bytes + [0x22]))
        #expect(!Self.isDocument([0x22] + bytes))
        #expect(!Self.isDocument(Array(#"{"a":""#.utf8) + bytes + Array(#""}"#.utf8)))
    }

    @Test("nesting is accepted up to the limit and rejected beyond it, without recursion running away")
    func nesting() {
        let depth = JSONReader.maximumDepth
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            func nested(_ count: Int) -> String {
                String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
            }
            #expect(Self.isDocument(nested(depth)))
            #expect(!Self.isDocument(nested(depth + 1)))
            #expect(!Self.isDocument(String(repeating: open, count: 1_000_000)))
        }
    }

    @Test(
        "strings read with their escapes resolved",
        arguments: [
            (#""""#, ""), (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""a\uD83D\uDE00b""#, "a😀b"), (#""é\u00e9é""#, "ééé"),
            (#""\u0000""#, "\0"), (#""x\\u0041""#, #"x\u0041"#), (#""\ud834\udd1e\ud834\udd1e""#, "𝄞𝄞"),
        ]
    )
    func strings(_ json: String, _ expected: String) throws {
        var reader = JSONReader(Array(json.utf8))
        #expect(try reader.string() == expected)
        try reader.finish()
    }

    @Test(
        "whole numbers read exactly, however they are written",
        arguments: [
            ("0", 0), ("-0", 0), ("1500", 1500), ("-7", -7), ("1.5e3", 1500), ("1500.0", 1500), ("1500.000", 1500),
            ("15E2", 1500), ("15e+2", 1500), ("150000e-2", 1500), ("0e999999999999999999999", 0), ("0.0", 0),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("1e19", nil), ("1e400", nil), ("1.5", nil), ("15e-1", nil), ("1e-400", nil),
            ("1e-9223372036854775808", nil), ("1e9223372036854775807", nil), ("0.1e1", 1), ("-2.50e1", -25),
            ("92233720368547758070e-1", nil), ("true", nil), (#""5""#, nil), ("null", nil), ("{}", nil), ("[5]", nil),
        ] as [(String, Int?)]
    )
    func integers(_ json: String, _ expected: Int?) throws {
        var reader = JSONReader(Array(json.utf8))
        #expect(try reader.integer() == expected)
        try reader.finish()
    }

    @Test(
        "a value of another type reads as nil and is passed over",
        arguments: ["1", #""x""#, "true", "null", "{}", "[]", #"{"id":1}"#, "[1,[2]]"]
    )
    func otherTypes(_ value: String) throws {
        for id in 0..<5 {
            var reader = JSONReader(Array("[\(value),42]".utf8))
            #expect(try reader.beginArray())
            #expect(try reader.nextElement())
            switch id {
            case 0 where value.first != "\"": #expect(try reader.string() == nil)
            case 1 where value.first != "1": #expect(try reader.integer() == nil)
            case 2 where value.first != "t": #expect(try reader.boolean() == nil)
            case 3 where value.first != "{": #expect(try !reader.beginObject())
            case 4 where value.first != "[": #expect(try !reader.beginArray())
            default: try reader.skip()
            }
            #expect(try reader.nextElement())
            #expect(try reader.integer() == 42)
            #expect(try !reader.nextElement())
            try reader.finish()
        }
    }

    @Test("fields are found in any order, others are passed over, unread values too")
    func fieldsInAnyOrder() throws {
        let json = #"""
            {"object":"subscription","items":{"data":[{"id":"si_1"}],"has_more":false},"statu":1,"statusx":2,
             "current_period_end":1765391293,"id":"sub_1","deep":[[{"id":"no"}]],"livemode":true,"s\u0074atus":"active",
             "created":5}
            """#
        var reader = JSONReader(Array(json.utf8))
        var seen: [Field] = []
        var texts: [String?] = []
        #expect(try reader.beginObject())
        while let field = try reader.nextField(Self.fields) {
            seen.append(field)
            if field == .id || field == .status { texts.append(try reader.string()) }
        }
        try reader.finish()
        #expect(seen == [.items, .periodEnd, .id, .livemode, .status, .created])
        #expect(texts == ["sub_1", "active"])
    }

    @Test("a document of another type than an object has no fields")
    func notAnObject() throws {
        var reader = JSONReader(Array("[1,2]".utf8))
        #expect(!reader.isAtObject)
        #expect(try !reader.beginObject())
        try reader.finish()
    }

    @Test("an error says where, and quotes nothing")
    func errors() {
        var reader = JSONReader(Array(#"{"key": "sk_live_abc" "#.utf8))
        let error = #expect(throws: JSONSyntaxError.self) { try reader.finish() }
        #expect(error?.offset == 22)
        #expect(error?.description == "a comma is missing at byte 22")
    }

    @Test("20,000 mutated documents never crash, and are accepted when Foundation accepts them")
    func mutations() {
        var random = SplitMix64(state: 0x5EED)
        let seeds = JSONReaderTests.seeds.map { Array($0.utf8) }
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = seeds[Int(random.next() % UInt64(seeds.count))]
            for _ in 0...random.next() % 3 { random.mutate(&bytes) }
            let ours = Self.isDocument(bytes)
            accepted += ours ? 1 : 0
            // Foundation detects other encodings by byte-order marks and NULs.
            guard !bytes.contains(0), bytes.first != 0xEF, bytes.first != 0xFE, bytes.first != 0xFF else { continue }
            let theirs = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            guard ours != theirs else { continue }
            // Foundation accepts a comma at the end, and refuses numbers that no number type of its own can hold.
            let text = String(decoding: bytes, as: UTF8.self)
            let isExplained =
                theirs ? text.contains(/,\s*[}\]]/) : text.contains(/[0-9][eE][+\-]?[0-9]{3,}|[0-9]{19,}/)
            #expect(isExplained, "we \(ours ? "accept" : "reject") \(text)")
        }
        // Otherwise the comparison would say nothing.
        #expect(accepted > 1000)
    }

    private static let seeds = [
        #"{"id":"sub_1","status":"active","items":{"data":[{"id":"si_1","quantity":2}],"has_more":false},"x":null}"#,
        #"{"error":{"message":"No such customer: 'cus_1'","param":"id","code":"resource_missing"}}"#,
        #"[1,-2.5,3e2,true,false,null,"é\u00e9\uD83D\uDE00\"\\",[],{},[[[]]]]"#,
        #" { "a" : [ 1 , 2 , { "b" : "c" } ] , "d" : -0.0e-1 } "#,
    ]
}

/// A small generator that gives the same numbers for the same seed everywhere.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private static let telling = Array("{}[]\",:\\u0019eE.+-tfn \n".utf8) + [0x00, 0x1F, 0x80, 0xC3, 0xED, 0xF0, 0xFF]

    /// Changes, removes, doubles or inserts a byte or a stretch.
    mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let at = Int.random(in: bytes.indices, using: &self)
        let end = min(bytes.count, at + Int.random(in: 1...6, using: &self))
        switch next() % 6 {
        case 0: bytes[at] = Self.telling.randomElement(using: &self) ?? 0
        case 1: bytes[at] = UInt8.random(in: .min ... .max, using: &self)
        case 2: bytes.removeSubrange(at..<end)
        case 3: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &self))
        case 4: bytes.insert(Self.telling.randomElement(using: &self) ?? 0, at: at)
        default: bytes.removeSubrange(at...)
        }
    }
}
