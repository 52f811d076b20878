import BillingCore
import BillingHTTP
import CurlTransport
import HTTPTypes
import Testing

@Suite("What is sent", .timeLimit(.minutes(1)))
struct RequestTests {
    @Test("a GET holds its own fields, and nothing that nobody asked for")
    func plainGet() async throws {
        let server = try LoopbackServer { _ in ok() }
        let fields: HTTPFields = [.authorization: "Bearer x", try #require(HTTPField.Name("X-Empty")): ""]
        let transport = try CurlTransport()
        _ = try await transport.text(request(port: server.port, path: "/v1/a?b=c%20d", fields: fields))
        let received = try #require(server.requests.first)
        #expect(received.line == "GET /v1/a?b=c%20d HTTP/1.1")
        #expect(
            Set(received.fields) == [
                "Host: 127.0.0.1:\(server.port)", "Authorization: Bearer x", "X-Empty:", "User-Agent: tollgate",
            ]
        )
    }

    @Test("the caller's own User-Agent, Accept and Content-Type are sent once each")
    func ownFields() async throws {
        let server = try LoopbackServer { _ in ok() }
        let fields: HTTPFields = [.userAgent: "mine/1", .accept: "application/json", .contentType: "text/plain"]
        let transport = try CurlTransport()
        _ = try await transport.text(request(.post, port: server.port, fields: fields, body: Array("a=b".utf8)))
        let received = try #require(server.requests.first)
        #expect(
            Set(received.fields) == [
                "Host: 127.0.0.1:\(server.port)", "User-Agent: mine/1", "Accept: application/json",
                "Content-Type: text/plain", "Content-Length: 3",
            ]
        )
        #expect(received.fields.count == 5)
    }

    @Test(
        "every method arrives with its body",
        arguments: [
            (HTTPRequest.Method.post, "a=b\u{0}c", "7"), (.post, "", "0"), (.put, "x", "1"), (.put, "", "0"),
            (.patch, "x", "1"), (.delete, "", nil), (.delete, "x", "1"), (.get, "x", "1"), (.options, "", nil),
        ] as [(HTTPRequest.Method, String, String?)]
    )
    func methods(_ method: HTTPRequest.Method, _ text: String, _ length: String?) async throws {
        let server = try LoopbackServer { ok(String($0.body.count)) }
        let transport = try CurlTransport()
        let body = Array(text.replacing("\u{0}", with: "\u{0}\u{1}\u{2}").utf8)
        let expected = length == "7" ? body.count : Int(length ?? "0")
        #expect(try await transport.text(request(method, port: server.port, body: body)) == String(expected ?? 0))
        let received = try #require(server.requests.first)
        #expect(received.line == "\(method.rawValue) / HTTP/1.1")
        #expect(received.body == body)
        #expect((received.field("Content-Length") == nil) == (length == nil))
        #expect(received.field("Content-Type") == nil)
    }

    @Test("a large body is sent without asking first, and whole")
    func largeBody() async throws {
        let server = try LoopbackServer { ok(String($0.body.count)) }
        let body = [UInt8](repeating: 7, count: 3 << 20)
        let transport = try CurlTransport()
        #expect(try await transport.text(request(.post, port: server.port, body: body)) == String(3 << 20))
        #expect(server.requests.first?.field("Expect") == nil)
    }

    @Test("dots in a path stay as they are")
    func pathAsIs() async throws {
        let server = try LoopbackServer { _ in ok() }
        let transport = try CurlTransport()
        _ = try await transport.text(request(port: server.port, path: "/a/../b/./c"))
        #expect(server.requests.first?.line == "GET /a/../b/./c HTTP/1.1")
    }

    @Test("a cookie that was set is not sent back")
    func noCookies() async throws {
        let server = try LoopbackServer { _ in ok("ok", "Set-Cookie: a=b; Path=/") }
        let transport = try CurlTransport()
        _ = try await transport.text(request(port: server.port))
        _ = try await transport.text(request(port: server.port))
        #expect(server.requests.count == 2)
        #expect(server.requests.allSatisfy { $0.field("Cookie") == nil })
    }

    @Test(
        "http goes to loopback hosts only",
        arguments: [
            "example.com", "10.0.0.1", "128.0.0.1", "127.1", "0177.0.0.1", "0x7f.0.0.1", "2130706433", "127.0.0.01",
            "127.0.0.256", "127.0.0.1.example.com", "localhost.example.com", "localhost.", "[::2]", "[::ffff:10.0.0.1]",
            "0.0.0.0", "user@127.0.0.1", "127.0.0.1@example.com",
        ]
    )
    func loopbackOnly(_ host: String) async throws {
        let error = try await CurlTransport().failure(request(host: host, port: 1))
        #expect(error.code == .invalidRequest)
        #expect(!error.mayHaveBeenSent)
    }

    @Test("loopback hosts are 127.0.0.0/8, ::1 and localhost", arguments: ["127.0.0.1", "127.9.0.1", "LocalHost"])
    func loopback(_ host: String) async throws {
        let transport = try CurlTransport()
        // Nothing listens on this port: what matters is that it was tried.
        let error = try await transport.failure(request(host: host, port: 1))
        #expect(error.code == .connectFailed)
        #expect(try await transport.failure(request(host: "[::1]", port: 1)).code == .connectFailed)
    }

    @Test(
        "what cannot be sent is refused before libcurl sees it",
        arguments: [
            ("ftp", "example.com", "/"), ("file", "", "/etc/passwd"), ("HTTPS", "example.com", "/"),
            ("https", "", "/"), ("https", "example.com:0", "/"), ("https", "example.com:65536", "/"),
            ("https", "example.com:+1", "/"), ("https", "exa mple.com", "/"), ("https", "example.com/x", "/"),
            ("https", "example.com%2fx", "/"), ("https", "user:word@example.com", "/"), ("https", "bücher.test", "/"),
            ("https", "[::1", "/"), ("https", "[v1.x]", "/"), ("https", "example.com", "x"),
            ("https", "example.com", ""), ("https", "example.com", "*"), ("https", "example.com", "/a b"),
            ("https", "example.com", "/a\r\nX: y"), ("https", "example.com", "/a#b"), ("https", "example.com", "/ä"),
            ("https", "example.com", "/a\u{0}b"),
        ]
    )
    func invalidAddresses(_ scheme: String, _ authority: String, _ path: String) async throws {
        let head = HTTPRequest(method: .get, scheme: scheme, authority: authority, path: path)
        let error = try await CurlTransport().failure(OutboundRequest(head: head))
        #expect(error.code == .invalidRequest)
        #expect(!error.mayHaveBeenSent)
    }

    @Test(
        "fields that frame the request are the transport's own",
        arguments: [
            "Host", "Transfer-Encoding", "Connection", "Expect", "Upgrade", "TE", "Trailer", "Proxy-Authorization",
            "Content-Length",
        ]
    )
    func framingFields(_ name: String) async throws {
        let fields: HTTPFields = [try #require(HTTPField.Name(name)): "9"]
        let error = try await CurlTransport().failure(request(.post, port: 1, fields: fields, body: [1]))
        #expect(error.code == .invalidRequest)
    }

    @Test("a Content-Length that fits is sent once")
    func fittingContentLength() async throws {
        let server = try LoopbackServer { _ in ok() }
        let transport = try CurlTransport()
        _ = try await transport.text(request(.post, port: server.port, fields: [.contentLength: "1"], body: [1]))
        #expect(server.requests.first?.fields.filter { $0.hasPrefix("Content-Length") } == ["Content-Length: 1"])
    }

    @Test("a line break in a field never starts a new line")
    func lineBreaks() async throws {
        let server = try LoopbackServer { _ in ok() }
        let fields: HTTPFields = [.referer: "a\r\nX-Injected: b"]
        _ = try? await CurlTransport().text(request(port: server.port, fields: fields))
        #expect(server.requests.allSatisfy { $0.field("X-Injected") == nil })
    }

    @Test("CONNECT, and a HEAD with a body, are refused", arguments: [HTTPRequest.Method.connect, .head])
    func refusedMethods(_ method: HTTPRequest.Method) async throws {
        #expect(try await CurlTransport().failure(request(method, port: 1, body: [1])).code == .invalidRequest)
    }

    @Test("a deadline that has passed fails at once, and nothing is sent")
    func passedDeadline() async throws {
        let server = try LoopbackServer { _ in ok() }
        let error = try await CurlTransport().failure(request(port: server.port), deadline: .after(.seconds(-1)))
        #expect(error.code == .timeout)
        #expect(!error.mayHaveBeenSent)
        #expect(server.connections == 0)
    }
}
