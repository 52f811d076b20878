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
    func encoding(_ text: String, _ expected: String) { #expect(PercentEncoding.encode(text) == expected) }
}
