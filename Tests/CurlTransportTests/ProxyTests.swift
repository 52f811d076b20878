import BillingHTTP
import CurlTransport
import Foundation
import HTTPTypes
import Testing

@Suite("Proxies", .timeLimit(.minutes(1)))
struct ProxyTests {
    @Test("neither the proxies nor the passwords of the environment are used")
    func environment() async throws {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer { _ in ok("proxy") }
            let server = try LoopbackServer { _ in ok("direct") }
            let home = FileManager.default.temporaryDirectory.appendingPathComponent("home-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            try "machine 127.0.0.1 login someone password something\n"
                .write(to: home.appendingPathComponent(".netrc"), atomically: true, encoding: .utf8)
            setenv("HOME", home.path, 1)
            for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
                setenv(name, "http://127.0.0.1:\(proxy.port)", 1)
            }
            let transport = try CurlTransport()
            #expect(try await transport.text(request(port: server.port)) == "direct")
            _ = try await transport.failure(request(scheme: "https", port: server.port))
            #expect(proxy.connections == 0)
            #expect(server.requests.allSatisfy { $0.field("Authorization") == nil })
            try FileManager.default.removeItem(at: home)
        }
    }

    @Test("a configured proxy is used, whatever the environment excepts")
    func configured() async throws {
        await #expect(processExitsWith: .success) {
            setenv("no_proxy", "*", 1)
            setenv("NO_PROXY", "*", 1)
            let proxy = try LoopbackServer { _ in ok("proxy") }
            let settings = ConnectionSettings(proxy: "http://127.0.0.1:\(proxy.port)")
            let transport = try CurlTransport()
            #expect(try await transport.text(request(port: 1, path: "/x", connection: settings)) == "proxy")
            #expect(proxy.requests.first?.line == "GET http://127.0.0.1:1/x HTTP/1.1")
        }
    }

    @Test("a proxy that refuses the tunnel has failed, and nothing was sent through it", arguments: [403, 407, 502])
    func refusedTunnel(_ status: Int) async throws {
        let proxy = try LoopbackServer { _ in "HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n" }
        let settings = ConnectionSettings(proxy: "http://127.0.0.1:\(proxy.port)")
        let fields: HTTPFields = [.authorization: "Bearer secret"]
        let outbound = request(scheme: "https", host: "known.test", port: 443, fields: fields, connection: settings)
        let error = try await CurlTransport().failure(outbound)
        #expect(error.code == .proxyFailed)
        #expect(!error.mayHaveBeenSent)
        let received = try #require(proxy.requests.first)
        #expect(received.line == "CONNECT known.test:443 HTTP/1.1")
        #expect(received.field("Authorization") == nil)
    }

    @Test(
        "a proxy that cannot be reached has failed",
        arguments: ["http://127.0.0.1:1", "http://absent.test:1", "http://127.0.0.1:1/"]
    )
    func unreachable(_ proxy: String) async throws {
        let outbound = request(scheme: "https", port: 1, connection: ConnectionSettings(proxy: proxy))
        let error = try await CurlTransport().failure(outbound)
        #expect(error.code == .proxyFailed)
        #expect(!error.mayHaveBeenSent)
    }

    @Test("a proxy that hangs up during the tunnel's set-up has failed")
    func hangsUp() async throws {
        let proxy = try LoopbackServer { _ = $0.readRequest() }
        let settings = ConnectionSettings(proxy: "http://127.0.0.1:\(proxy.port)")
        let error = try await CurlTransport().failure(request(scheme: "https", port: 1, connection: settings))
        #expect(error.code == .proxyFailed)
        #expect(!error.mayHaveBeenSent)
    }

    @Test(
        "a proxy that is no http or https URL is refused, and so is a remote one for plain http",
        arguments: ["", "127.0.0.1:3128", "socks5://127.0.0.1:1", "http://", "http://a b:1", "http://10.0.0.1:3128"]
    )
    func invalid(_ proxy: String) async throws {
        let error = try await CurlTransport().failure(request(port: 1, connection: ConnectionSettings(proxy: proxy)))
        #expect(error.code == .invalidRequest)
    }
}
