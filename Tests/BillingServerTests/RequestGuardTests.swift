import BillingRouter
import HTTPTypes
import NIOCore
import Testing

@testable import BillingServer

private let bearer = "Authorization: Bearer \(Fixture.key)\r\n"
private let host = "Host: localhost\r\n"
private let last = "Connection: close\r\n"
private let portal = "POST /v1/tenants/acme/customers/ada/portal-sessions HTTP/1.1\r\n"

@Suite("The request guard, over real sockets")
struct RequestGuardTests {
    @Test("requests follow one another on a connection, sent ahead or not", .timeLimit(.minutes(1)))
    func pipelining() async throws {
        try await RunningServer.with(Fixture()) { server in
            let get = "GET /v1/tenants/acme/plans HTTP/1.1\r\n" + host + bearer
            let requests = [
                get + "\r\n", "GET /livez HTTP/1.1\r\n" + host + "\r\n",
                "GET /nothing HTTP/1.1\r\n" + host + last + "\r\n",
            ]
            let ahead = try await Wire.exchange(requests.joined(), with: server.publicAddress)
            #expect(ahead.map(\.status) == [200, 200, 404])
            #expect(ahead.map { $0["connection"] } == [nil, nil, "close"])
            let inTurn = try await Wire.connect(to: server.publicAddress) { wire in
                for (index, request) in requests.enumerated() {
                    try await wire.send(request)
                    _ = try await wire.read(responses: index + 1)
                }
                return WireResponse.all(in: try await wire.readToEnd())
            }
            #expect(inTurn.map(\.status) == [200, 200, 404])
        }
    }

    @Test(
        "an answer has a length and a date, names no software, and HEAD has the same without a body",
        .timeLimit(.minutes(1))
    )
    func fields() async throws {
        try await RunningServer.with(Fixture()) { server in
            let get = try await Wire.exchange(
                "GET /livez HTTP/1.1\r\n" + host + last + "\r\n",
                with: server.publicAddress
            )
            #expect(get.first?["content-length"] == String(get.first?.body.utf8.count ?? -1))
            #expect(get.first?["date"]?.hasSuffix(" GMT") == true)
            #expect(get.first?["server"] == nil && get.first?["transfer-encoding"] == nil)
            let head = try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send("HEAD /livez HTTP/1.1\r\n" + host + last + "\r\n")
                return String(decoding: try await wire.readToEnd(), as: UTF8.self)
            }
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"))
            #expect(head.contains("Content-Length: \(get.first?.body.utf8.count ?? -1)\r\n"))
        }
    }

    @Test("an unchanged document is not sent again", .timeLimit(.minutes(1))) func notModified() async throws {
        try await RunningServer.with(Fixture()) { server in
            let get = "GET /v1/tenants/acme HTTP/1.1\r\n" + host + bearer
            let first = try await Wire.exchange(get + last + "\r\n", with: server.publicAddress)
            let tag = try #require(first.first?["etag"])
            let again = try await Wire.exchange(
                get + "If-None-Match: \(tag)\r\n\r\nGET /livez HTTP/1.1\r\n" + host + last + "\r\n",
                with: server.publicAddress
            )
            #expect(again.map(\.status) == [304, 200])
            #expect(again.first?["content-length"] == nil)
        }
    }

    @Test(
        "what is no proper request is refused once, and the connection ends",
        .timeLimit(.minutes(1)),
        arguments: [
            ("GET /livez HTTP/1.1\r\n\r\n", 400), ("GET /livez HTTP/1.1\r\nHost:\r\n\r\n", 400),
            ("GET /livez HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
            ("GET /livez HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
            ("GET /livez HTTP/1.1\r\nHost: a@b\r\n\r\n", 400), ("GET /livez HTTP/1.1\r\nHost: a:99999\r\n\r\n", 400),
            ("GET /livez HTTP/1.1\r\nHost: [::1\r\n\r\n", 400),
            ("GET http://a@b/livez HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("GET livez HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /livez#x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("GET /é HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("NONSENSE\r\n\r\n", 400),
            ("BREW /livez HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 405), ("TRACE /livez HTTP/1.1\r\nHost: a\r\n\r\n", 405),
            ("GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
            ("GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
            ("GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            (portal + host + bearer + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
            ("GET /livez HTTP/1.1\r\nHost : a\r\n\r\n", 400), ("GET /livez HTTP/1.1\r\nHost: a\r\n b: c\r\n\r\n", 400),
            ("GET /livez HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 9000))\r\n\r\n", 400),
            ("GET /\(String(repeating: "x", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("GET /livez HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 101) + "\r\n", 400),
            (
                "GET /livez HTTP/1.1\r\nHost: a\r\n"
                    + String(repeating: "X: \(String(repeating: "x", count: 4000))\r\n", count: 9) + "\r\n", 400
            ),
            (portal + host + bearer + "Content-Length: 65537\r\n\r\n", 413),
            (
                portal + host + bearer + "Transfer-Encoding: chunked\r\n\r\n"
                    + String(repeating: "8000\r\n\(String(repeating: " ", count: 0x8000))\r\n", count: 3), 413
            ),
        ]
    )
    func refused(request: String, status: Int) async throws {
        try await RunningServer.with(Fixture()) { server in
            let responses = try await Wire.exchange(
                request + "GET /livez HTTP/1.1\r\n" + host + "\r\n",
                with: server.publicAddress
            )
            #expect(responses.map(\.status) == [status])
            #expect(responses.first?["connection"] == "close")
            #expect(responses.first?["content-type"] == "application/problem+json")
            #expect(responses.first?["x-content-type-options"] == "nosniff")
            if status == 405 { #expect(responses.first?["allow"] != nil) }
        }
    }

    @Test("a refusal ends even a client that never stops sending", .timeLimit(.minutes(1))) func endlessBody()
        async throws
    {
        try await RunningServer.with(Fixture()) { server in
            let sent = try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send(portal + host + bearer + "Content-Length: 9999999999\r\n\r\n")
                var sent = 0
                let piece = [UInt8](repeating: 0x20, count: 64 * 1024)
                do {
                    while sent < 4 << 30 {
                        try await wire.send(piece)
                        sent += piece.count
                    }
                } catch {}
                return sent
            }
            #expect(sent < 4 << 30)
        }
    }

    @Test("what chunks carry beside the body counts too", .timeLimit(.minutes(1))) func chunkExtensions() async throws {
        try await RunningServer.with(Fixture()) { server in
            let sent = try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send(portal + host + bearer + "Transfer-Encoding: chunked\r\n\r\n1;")
                var sent = 0
                let piece = [UInt8](repeating: 0x61, count: 64 * 1024)
                do {
                    while sent < 256 << 20 {
                        try await wire.send(piece)
                        sent += piece.count
                    }
                } catch {}
                return sent
            }
            #expect(sent < 256 << 20)
        }
    }

    @Test("a request that begins behind another one has no more time than any", .timeLimit(.minutes(1)))
    func begunEarly() async throws {
        try await RunningServer.with(Fixture()) { settings in
            settings.limits.head = .milliseconds(150)
            settings.limits.idle = .seconds(600)
        } _: { server in
            let start = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /li"
            let responses = try await Wire.exchange(start, with: server.publicAddress)
            #expect(responses.count == 1)
        }
    }

    @Test("a body may come in chunks, after a go-ahead, and at the limit", .timeLimit(.minutes(1))) func bodies()
        async throws
    {
        try await RunningServer.with(Fixture()) { server in
            let chunked =
                portal + host + bearer + last
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
            #expect(try await Wire.exchange(chunked, with: server.publicAddress).map(\.status) == [201])
            let full =
                portal + host + bearer + last + "Content-Type: application/json\r\nContent-Length: 65536\r\n\r\n{}"
                + String(repeating: " ", count: 65534)
            #expect(try await Wire.exchange(full, with: server.publicAddress).map(\.status) == [201])
            let statuses = try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send(
                    portal + host + bearer + last
                        + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
                )
                _ = try await wire.read(responses: 1)
                try await wire.send("{}")
                return WireResponse.all(in: try await wire.readToEnd()).map(\.status)
            }
            #expect(statuses == [100, 201])
            let refused = portal + host + bearer + "Expect: 100-continue\r\nContent-Length: 70000\r\n\r\n"
            #expect(try await Wire.exchange(refused, with: server.publicAddress).map(\.status) == [413])
        }
    }

    @Test(
        "the connection ends where the request says so",
        .timeLimit(.minutes(1)),
        arguments: [
            "GET /livez HTTP/1.1\r\n" + host + "connection: Close\r\n\r\n", "GET /livez HTTP/1.0\r\n\r\n",
            "GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n" + host + "\r\n",
            "GET /livez HTTP/1.1\r\n" + host + "Connection: x, CLOSE\r\n\r\n",
            "GET /livez HTTP/1.1\r\n" + host + "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n",
            "GET http://elsewhere.example/livez HTTP/1.1\r\n" + host + last + "\r\n",
            "OPTIONS * HTTP/1.1\r\n" + host + last + "\r\n",
        ]
    )
    func closes(request: String) async throws {
        try await RunningServer.with(Fixture()) { server in
            let responses = try await Wire.exchange(request, with: server.publicAddress)
            #expect(responses.count == 1)
            #expect([200, 204].contains(responses.first?.status))
            #expect(responses.first?["connection"] == "close")
        }
    }

    @Test("a client that closes its side still gets its answer", .timeLimit(.minutes(1))) func halfClosed() async throws
    {
        let fixture = Fixture()
        fixture.provider.change { $0.delay = .milliseconds(100) }
        try await RunningServer.with(fixture) { server in
            let responses = try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send("GET /v1/tenants/acme/customers/ada/billing HTTP/1.1\r\n" + host + bearer + "\r\n")
                try await wire.send("GET /livez HTTP/1.1\r\n" + host + "\r\nGET /nothing HTTP/1.1\r\n" + host + "\r\n")
                wire.finish()
                return WireResponse.all(in: try await wire.readToEnd())
            }
            #expect(responses.map(\.status) == [200, 200, 404])
            #expect(responses.map { $0["connection"] } == [nil, nil, "close"])
        }
    }

    @Test(
        "whoever takes too long is let go",
        .timeLimit(.minutes(1)),
        arguments: [
            "", "GET /livez HT", "GET /livez HTTP/1.1\r\nHost: a\r\n",
            portal + host + bearer + "Content-Length: 10\r\n\r\n{",
            "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n", "GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /livez",
        ]
    )
    func slow(start: String) async throws {
        try await RunningServer.with(Fixture()) { settings in
            settings.limits.head = .milliseconds(150)
            settings.limits.request = .milliseconds(250)
            settings.limits.idle = .milliseconds(300)
        } _: { server in
            let responses = try await Wire.exchange(start, with: server.publicAddress)
            #expect(responses.count == (start.contains("\r\n\r\nGET") || start.hasSuffix("a\r\n\r\n") ? 1 : 0))
        }
    }

    @Test(
        "dripping bytes does not buy time",
        .timeLimit(.minutes(1)),
        arguments: [
            "GET /livez HTTP/1.1\r\nX: ", "GET /livez HTTP/1.1\r\n" + host + "\r\nGET /livez HTTP/1.1\r\nX: ",
            portal + host + bearer + "Content-Length: 9999\r\n\r\n",
        ]
    )
    func drip(start: String) async throws {
        try await RunningServer.with(Fixture()) { settings in
            settings.limits.head = .milliseconds(150)
            settings.limits.request = .milliseconds(250)
        } _: { server in
            try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send(start)
                await #expect(throws: (any Error).self) {
                    for _ in 0..<3000 {
                        try await wire.send("y")
                        try await Task.sleep(for: .milliseconds(10))
                    }
                }
            }
        }
    }

    @Test("whoever does not take its answers is let go", .timeLimit(.minutes(1))) func slowReader() async throws {
        try await RunningServer.with(Fixture()) { settings in
            settings.limits.write = .milliseconds(200)
        } _: { server in
            try await Wire.connect(to: server.publicAddress) { wire in
                // Many large answers, and nobody reads.
                let requests = String(repeating: "GET /openapi.json HTTP/1.1\r\n" + host + "\r\n", count: 200)
                await #expect(throws: (any Error).self) {
                    for _ in 0..<1000 {
                        try await wire.send(requests)
                        try await Task.sleep(for: .milliseconds(10))
                    }
                }
            }
        }
    }

    @Test("more connections than allowed wait until one is free", .timeLimit(.minutes(1))) func cap() async throws {
        try await RunningServer.with(Fixture()) { settings in
            settings.limits.connections = 1
        } _: { server in
            try await Wire.connect(to: server.publicAddress) { first in
                try await first.send("GET /livez HTTP/1.1\r\n" + host + "\r\n")
                #expect(try await first.read(responses: 1).count == 1)
                async let second = Wire.exchange(
                    "GET /livez HTTP/1.1\r\n" + host + last + "\r\n",
                    with: server.publicAddress
                )
                try await first.send("GET /livez HTTP/1.1\r\n" + host + last + "\r\n")
                #expect(WireResponse.all(in: try await first.readToEnd()).count == 2)
                first.finish()
                #expect(try await second.map(\.status) == [200])
            }
        }
    }

    @Test("the admin listener answers for this machine's names only", .timeLimit(.minutes(1))) func rebinding()
        async throws
    {
        try await RunningServer.with(Fixture()) { server in
            for (name, status) in [
                ("localhost", 200), ("127.0.0.1:8081", 200), ("[::1]:8081", 200), ("evil.example", 400),
                ("127.0.0.1.evil.example", 400),
            ] {
                let responses = try await Wire.exchange(
                    "GET /livez HTTP/1.1\r\nHost: \(name)\r\n" + last + "\r\n",
                    with: server.adminAddress
                )
                #expect(responses.map(\.status) == [status])
            }
        }
    }

    @Test("a caller that goes away is noticed by the provider", .timeLimit(.minutes(1))) func cancelled() async throws {
        let fixture = Fixture()
        fixture.provider.change { $0.delay = .seconds(30) }
        try await RunningServer.with(fixture) { server in
            try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send("GET /v1/tenants/acme/customers/ada/billing HTTP/1.1\r\n" + host + bearer + "\r\n")
                while fixture.provider.calls.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                try await wire.reset()
            }
            while !fixture.log.text.contains("\"http.route\"") { try await Task.sleep(for: .milliseconds(5)) }
        }
    }
}
