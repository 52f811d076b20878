import BillingCore
import Testing

@Suite("Web URLs")
struct WebURLTests {
    @Test(
        "plain URLs are read",
        arguments: [
            ("https://billing.stripe.com/p/session/x", "https://billing.stripe.com", "/p/session/x"),
            ("HTTPS://Billing.Stripe.COM", "https://billing.stripe.com", "/"),
            ("https://a.example:443/", "https://a.example", "/"),
            ("https://a.example:8443?x", "https://a.example:8443", "/?x"),
            ("http://127.0.0.1:12111", "http://127.0.0.1:12111", "/"), ("http://[::1]:80/#f", "http://[::1]", "/#f"),
            ("http://localhost/@", "http://localhost", "/@"), ("http://[::1]/?a#?b", "http://[::1]", "/?a#?b"),
        ]
    )
    func plain(_ text: String, _ origin: String, _ rest: String) throws {
        let url = try WebURL(text, allowsFragment: true)
        #expect(url.origin == origin)
        #expect(url.description == origin + rest)
        #expect(url.isHTTPS == origin.hasPrefix("https"))
    }

    @Test(
        "whatever two readers could read in two ways is refused",
        arguments: [
            "", "billing.stripe.com", "//a.example", "ftp://a.example", "javascript:alert(1)", "https:/a.example",
            "https://", "https:///a", "https://user@a.example", "https://a.example@b.example", #"https://a.example\@b"#,
            "https://a.example/ b", "https://a.example/\n", "https://a..example", "https://.a.example",
            "https://a.example.", "https://-a.example", "https://a.example:", "https://a.example:0",
            "https://a.example:65536", "https://a.example:8a", "https://a.example:+80", "https://é.example",
            "https://a%2eb",
            "https://1.2.3", "https://0x7f.1", "https://2130706433", "https://127.0.0.01", "https://[::1",
            "https://::1",
            "https://[::1]x", "https://[]", "https://a_b.example", " https://a.example",
        ]
    )
    func refused(_ text: String) { #expect((try? WebURL(text, allowsFragment: true)) == nil) }

    @Test(
        "loopback is this machine only",
        arguments: [
            ("http://localhost:1", true), ("http://127.0.0.1", true), ("http://127.9.9.9", true),
            ("http://[::1]", true),
            ("http://128.0.0.1", false), ("http://localhost.example", false), ("http://127.example", false),
            ("http://[::2]", false), ("http://0.0.0.0", false),
        ]
    )
    func loopback(_ text: String, _ expected: Bool) { #expect((try? WebURL(text))?.isLoopback == expected) }

    @Test("host names are told from addresses", arguments: ["billing.acme.example", "a", "x-1.y2"])
    func hostNames(_ text: String) { #expect(WebURL.isHostName(text)) }

    @Test("what is not a host name", arguments: ["", "A.example", "a:1", "127.0.0.1", "https://a", "a b", "a."])
    func notHostNames(_ text: String) { #expect(!WebURL.isHostName(text)) }
}
