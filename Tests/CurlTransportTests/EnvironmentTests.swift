import BillingHTTP
import CurlTransport
import Foundation
import Testing

extension OwnProcessTests {
    @Suite("The environment")
    struct Environment {
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
                let settings = ConnectionSettings(connectTimeout: .milliseconds(300))
                _ = try await transport.failure(request(scheme: "https", port: server.port, connection: settings))
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
    }
}
