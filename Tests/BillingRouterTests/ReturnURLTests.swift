import BillingCore
import Testing

@testable import BillingRouter

@Suite("Return URLs")
struct ReturnURLTests {
    static let policy: @Sendable () throws -> ReturnURLPolicy = {
        ReturnURLPolicy(
            app: try WebURL("https://app.acme.example"),
            allowed: [try WebURL("https://app.acme.example/dashboard/"), try WebURL("https://acme.example:8443/back")],
            allowsLoopbackHTTP: false
        )
    }

    @Test(
        "are allowed by exact origin and path prefix, and put in one form",
        arguments: [
            ("https://app.acme.example/dashboard/", "https://app.acme.example/dashboard/"),
            ("https://app.acme.example/dashboard/x?y=1&z=%20", "https://app.acme.example/dashboard/x?y=1&z=%20"),
            ("HTTPS://APP.Acme.Example:443/dashboard/x", "https://app.acme.example/dashboard/x"),
            ("https://acme.example:8443/back", "https://acme.example:8443/back"),
            ("https://acme.example:8443/back/more", "https://acme.example:8443/back/more"),
            ("https://app.acme.example/dashboard/billing", "https://app.acme.example/dashboard/billing"),
        ]
    )
    func allowed(_ text: String, _ canonical: String) throws {
        #expect(try Self.policy().resolve(.url(text)) == canonical)
    }

    @Test("the gateway's own pages of the tenant are always good to return to, those of another are not")
    func ownPages() throws {
        for policy in [try Self.policy(), ReturnURLPolicy(app: nil, allowed: [], allowsLoopbackHTTP: false)] {
            let own = "http://127.0.0.1:8080/t/acme/dashboard/billing?returned=0123456789abcdef"
            #expect(try policy.resolve(.url(own)) == own)
            for foreign in [
                "http://127.0.0.1:8080/t/acme-2/dashboard/billing", "http://127.0.0.1:8080/t/globex/x",
                "http://127.0.0.1:8080/", "http://127.0.0.1:8081/t/acme/x", "http://127.0.0.1:8080/t/acme/..%2fglobex",
                "https://127.0.0.1:8080/t/acme/x",
            ] {
                #expect(throws: ServiceError.self) { try policy.resolve(.url(foreign)) }
            }
        }
    }

    @Test("without an application the way back leads to the gateway's billing page") func withoutApplication() throws {
        let policy = ReturnURLPolicy(app: nil, allowed: nil, allowsLoopbackHTTP: true)
        #expect(try policy.resolve(.standard) == "http://127.0.0.1:8080/t/acme/dashboard/billing")
        #expect(throws: ServiceError.self) { try policy.resolve(.path("/x")) }
    }

    @Test(
        "are refused wherever a browser could end up elsewhere",
        arguments: [
            "https://evil.example/dashboard/", "https://app.acme.example.evil.example/dashboard/",
            "https://app.acme.example@evil.example/dashboard/", "https://user:pw@app.acme.example/dashboard/",
            "https://app.acme.example:8443/dashboard/", "http://app.acme.example/dashboard/",
            "https://app.acme.example./dashboard/", "https://app.acme.example/dashboard", "https://app.acme.example/",
            "https://app.acme.example/dashboard/../admin", "https://app.acme.example/dashboard/%2e%2e/admin",
            "https://app.acme.example/dashboard/.%2E/admin", "https://app.acme.example/dashboard/..%2fadmin",
            "https://app.acme.example/dashboard/%5Cx", "https://app.acme.example/dashboard/%09/x",
            "https://app.acme.example\\@evil.example/dashboard/",
            "https:\\\\evil.example/dashboard/", "https:/evil.example/dashboard/", "//evil.example/dashboard/",
            "https://app.acme.example/dashboard/#x", "https://app.acme.example/dashboard/\n",
            "\thttps://app.acme.example/dashboard/",
            " https://app.acme.example/dashboard/", "javascript:alert(1)", "data:text/html,x", "https://",
            "https:///dashboard/",
            "https://*.acme.example/dashboard/", "https://app.acme.example/dashboard/%zz",
            "https://app.acme.example/dashboard/%2",
            "https://äpp.acme.example/dashboard/", "https://app..acme.example/dashboard/",
            "https://acme.example:8443/backdoor",
            "https://acme.example:0443/back", "https://acme.example:/back", "https://acme.example:99999/back",
            "https://[::1/dashboard/", "https://0x7f.1/dashboard/", "https://2130706433/dashboard/", "", "/dashboard/",
            "https://app.acme.example/dashboard/<script>", "ftp://app.acme.example/dashboard/",
            "https://app.acme.example/dashboard/\u{0}",
        ]
    )
    func refused(_ text: String) throws {
        let policy = try Self.policy()
        let error = #expect(throws: ServiceError.self) { try policy.resolve(.url(text)) }
        #expect(error?.code == .returnURLNotAllowed)
        #expect(error?.faults.first?.pointer == "/return_url")
    }

    @Test(
        "paths stay in the tenant's application",
        arguments: [
            ("/dashboard/team", "https://app.acme.example/dashboard/team" as String?),
            ("//evil.example/dashboard/", nil),
            ("dashboard/team", nil), ("/elsewhere", nil), ("/dashboard/../elsewhere", nil), ("/\\evil.example", nil),
            ("", nil),
            ("@evil.example/dashboard/", nil), (":8443/dashboard/", nil), (".evil.example/dashboard/", nil),
        ]
    )
    func paths(_ path: String, _ expected: String?) throws {
        #expect((try? Self.policy().resolve(.path(path))) == expected)
    }

    @Test("without an allow-list, the whole origin of the application is allowed")
    func wholeOrigin() throws {
        let policy = ReturnURLPolicy(app: try WebURL("http://localhost:3000"), allowed: nil, allowsLoopbackHTTP: true)
        #expect(try policy.resolve(.url("http://localhost:3000/x")) == "http://localhost:3000/x")
        #expect(throws: ServiceError.self) { try policy.resolve(.url("http://localhost:3001/x")) }
        #expect(try policy.resolve(.standard) == "http://localhost:3000/dashboard/billing")
    }

    @Test("an empty allow-list allows the default and nothing else")
    func emptyList() throws {
        let policy = ReturnURLPolicy(app: try WebURL("https://a.example"), allowed: [], allowsLoopbackHTTP: false)
        #expect(throws: ServiceError.self) { try policy.resolve(.path("/x")) }
        #expect(try policy.resolve(.path("/dashboard/billing")) == "https://a.example/dashboard/billing")
    }

    @Test("http to this machine is for development only")
    func loopback() throws {
        let policy = ReturnURLPolicy(app: try WebURL("http://localhost:3000"), allowed: nil, allowsLoopbackHTTP: false)
        #expect(throws: ServiceError.self) { try policy.resolve(.url("http://localhost:3000/x")) }
    }

    @Test("without an application a path leads nowhere, and no other site is allowed")
    func noApplication() throws {
        let policy = ReturnURLPolicy(app: nil, allowed: [], allowsLoopbackHTTP: false)
        for destination in [PortalOrder.Destination.path("/x"), .url("https://a.example/")] {
            #expect(throws: ServiceError.self) { try policy.resolve(destination) }
        }
    }
}

extension ReturnURLPolicy {
    fileprivate func resolve(_ destination: PortalOrder.Destination) throws -> String {
        let pages = TenantAddress(try TenantID("acme"), publicURL: "http://127.0.0.1:8080")
        return try resolve(destination, pages: pages)
    }
}
