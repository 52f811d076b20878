import BillingCore
import BillingHTTP
import CurlTransport
import Foundation
import Testing

@Suite(
    "The resolver",
    .enabled(if: ScriptedResolver.isInPlace, "this build does not export getaddrinfo, so libcurl cannot see it"),
    .timeLimit(.minutes(1))
)
struct ResolverTests {
    @Test("a host that does not exist is named, and nothing was sent")
    func unknownHost() async throws {
        let error = try await CurlTransport().failure(request(scheme: "https", host: "absent.test", port: 443))
        #expect(error.code == .resolveFailed)
        #expect(!error.mayHaveBeenSent)
        #expect(error.detail.contains("absent.test"))
    }

    @Test("localhost is this machine without asking a resolver")
    func localhost() async throws {
        let server = try LoopbackServer { _ in ok() }
        #expect(try await CurlTransport().text(request(host: "localhost", port: server.port)) == "ok")
    }
}
