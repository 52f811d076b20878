import Foundation
import Testing

@testable import BillingRouter

@Suite("The JSON writer")
struct JSONWriterTests {
    struct Sample: JSONDocument {
        let text: String

        func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("text", text)
                json.member("absent", nil as String?)
                json.member("list", ["a", "b"])
                json.member("none", [] as [String])
                json.member("number", -3)
                json.member("flag", true)
                json.member("date", Date(timeIntervalSince1970: 0))
            }
        }
    }

    @Test("keeps the order, and writes absent values as null")
    func order() {
        let text = String(decoding: Sample(text: "x").json(), as: UTF8.self)
        #expect(
            text
                == #"{"text":"x","absent":null,"list":["a","b"],"none":[],"number":-3,"flag":true,"date":"1970-01-01T00:00:00Z"}"#
        )
    }

    @Test("indents for people")
    func indented() {
        let text = String(decoding: Sample(text: "x").json(indented: true), as: UTF8.self)
        #expect(
            text.hasPrefix(
                "{\n  \"text\": \"x\",\n  \"absent\": null,\n  \"list\": [\n    \"a\",\n    \"b\"\n  ],\n  \"none\": [],"
            )
        )
        #expect(text.hasSuffix("\n}"))
    }

    @Test(
        "escapes so that any reader reads the same text back",
        arguments: ["\"\\/\u{8}\n\r\t", "\u{0}\u{1F}\u{7F}", "ä€😀\u{2028}", "</script>"]
    )
    func escapes(_ text: String) throws {
        for indented in [false, true] {
            let data = Data(Sample(text: text).json(indented: indented))
            let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            #expect(object?["text"] as? String == text)
        }
    }
}
