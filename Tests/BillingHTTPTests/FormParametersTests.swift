import BillingHTTP
import Testing

@Suite("Form parameters")
struct FormParametersTests {
    @Test("names nest, values are encoded, nil is left out")
    func nesting() {
        var form = FormParameters()
        #expect(form.encoded.isEmpty)
        form.append("cus_1", at: "customer")
        form.append("https://app.example.com/a?b=c&d", at: "return_url")
        form.append(nil, at: "locale")
        form.append("sub_1", at: "flow_data", "subscription_cancel", "subscription")
        form.append("si 1", at: "items", "0", "id")
        #expect(
            form.encoded == "customer=cus_1&return_url=https%3A%2F%2Fapp.example.com%2Fa%3Fb%3Dc%26d"
                + "&flow_data%5Bsubscription_cancel%5D%5Bsubscription%5D=sub_1&items%5B0%5D%5Bid%5D=si%201"
        )
    }

    @Test(
        "every byte that could mean something is encoded",
        arguments: [
            ("AZaz09-._~", "AZaz09-._~"), ("", ""), ("a b", "a%20b"), ("a+b", "a%2Bb"), ("é", "%C3%A9"),
            ("😀", "%F0%9F%98%80"), ("a/b?c#d", "a%2Fb%3Fc%23d"), ("100%", "100%25"), ("\r\n\0", "%0D%0A%00"),
            ("*'()!", "%2A%27%28%29%21"),
        ]
    )
    func encoding(_ text: String, _ expected: String) {
        #expect(PercentEncoding.encode(text) == expected)
        if !text.contains("\0") { #expect(PercentEncoding.decode(expected) == text) }
    }

    @Test(
        "what is no encoding is not decoded",
        arguments: ["%", "%4", "%zz", "a%2", "%00", "a\0b", "%ff", "%C3", "%C3%28", "%ED%A0%80"]
    )
    func badEncodings(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
        #expect(FormParameters.pairs(in: "a=1&b=\(text)") == nil)
    }

    @Test("a plus is a space in forms alone, and nothing is decoded twice")
    func plus() {
        #expect(PercentEncoding.decode("a+b%2Bc") == "a+b+c")
        #expect(PercentEncoding.decode("a+b%2Bc", plusIsSpace: true) == "a b+c")
        #expect(PercentEncoding.decode("%2541") == "%41")
    }

    @Test("pairs come in their order, with what has no value, no name, or several equals signs")
    func pairs() throws {
        let pairs = try #require(FormParameters.pairs(in: "b=1&&a&=x&b=2&c=d=e&f+g=%26"))
        #expect(pairs.map(\.name) == ["b", "a", "", "b", "c", "f g"])
        #expect(pairs.map(\.value) == ["1", "", "x", "2", "d=e", "&"])
        #expect(FormParameters.pairs(in: "")?.isEmpty == true)
    }

    @Test(
        "a form is told by its media type, whatever follows",
        arguments: [
            ("application/x-www-form-urlencoded", true), ("Application/X-WWW-Form-Urlencoded ; charset=utf-8", true),
            ("application/json", false), ("application/x-www-form-urlencoded2", false), (nil, false),
        ] as [(String?, Bool)]
    )
    func mediaType(type: String?, expected: Bool) { #expect(FormParameters.isMediaType(type) == expected) }
}
