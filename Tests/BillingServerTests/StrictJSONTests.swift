import BillingRouter
import Testing

@testable import BillingServer

@Suite("Strict JSON")
struct StrictJSONTests {
    @Test(
        "what is JSON is read",
        arguments: ["null", "true", " [1, -0.5e+3, 0] ", #"{"a":{"b":[]}}"#, #""\u00e9\ud83d\ude00\n""#, "\"é😀\""]
    )
    func good(text: String) throws { _ = try StrictJSON.parse(Array(text.utf8)) }

    @Test("escapes mean what they stand for") func escapes() throws {
        let value = try StrictJSON.parse(Array(#""\u00e9\ud83d\ude00\n\/\"\\""#.utf8))
        #expect(value.text == "é😀\n/\"\\")
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "nul", "tru", "[1,]", "[,1]", #"{"a":1,}"#, #"{"a"}"#, #"{a:1}"#, "01", "1.", ".5", "-", "+1",
            "1e", "NaN",
            #""\x""#, #""\u12""#, #""\ud83d""#, #""\ud83d\u0041""#, #""\udc00""#, "\"a\nb\"", "\"abc", "[1 2]", "{} {}",
            "'a'",
            "/* */ 1", String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
        ]
    )
    func bad(text: String) {
        #expect(throws: ServiceError.self) { try StrictJSON.parse(Array(text.utf8)) }
    }

    @Test("bytes that are not UTF-8 are refused") func notUTF8() {
        #expect(throws: ServiceError.self) { try StrictJSON.parse([0x22, 0xFF, 0x22]) }
    }

    @Test("a fault is found where it is") func place() {
        let error = #expect(throws: ServiceError.self) { try StrictJSON.parse(Array("{\n  \"a\": x\n}".utf8)) }
        #expect(error?.detail.contains("line 2, column 8") == true)
    }

    @Test("every name that is there twice is named") func duplicates() {
        let error = #expect(throws: ServiceError.self) {
            try StrictJSON.parse(Array(#"{"a":1,"a":2,"b":{"c":1,"c":2}}"#.utf8))
        }
        #expect(error?.faults.map(\.pointer) == ["/a", "/b/c"])
    }
}
