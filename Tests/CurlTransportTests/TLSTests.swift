import BillingCore
import BillingHTTP
import CurlTransport
import Foundation
import HTTPTypes
import Testing

@Suite(
    "TLS",
    .enabled(if: TLSPeer.isPossible, "python3 or openssl is missing"),
    .timeLimit(.minutes(1))
)
struct TLSTests {
    let certificates: TestCertificates
    var trusting: ConnectionSettings { ConnectionSettings(caFile: certificates.authority) }

    init() throws {
        certificates = try TestCertificates.shared.get()
    }

    @Test("an authority from the certificate file is trusted, and only for requests that name the file")
    func authority() async throws {
        let peer = try TLSPeer(.http1, certificates.local)
        let transport = try CurlTransport()
        let trusted = request(scheme: "https", port: peer.port, connection: trusting)
        #expect(try await transport.text(trusted) == "http1 1")
        #expect(try await transport.text(trusted) == "http1 1")
        // The connection that stands is another trust's.
        let error = try await transport.failure(request(.post, scheme: "https", port: peer.port, body: [1]))
        #expect(error.code == .tlsFailed)
        #expect(!error.mayHaveBeenSent)
        #expect(error.detail.contains("certificate"))
    }

    @Test("a certificate for another host is refused", arguments: ["127.0.0.1", "localhost"])
    func wrongHost(_ host: String) async throws {
        let peer = try TLSPeer(.http1, certificates.foreign)
        let outbound = request(scheme: "https", host: host, port: peer.port, connection: trusting)
        let error = try await CurlTransport().failure(outbound)
        #expect(error.code == .tlsFailed)
        #expect(!error.mayHaveBeenSent)
    }

    @Test("a host is verified by its name", .enabled(if: ScriptedResolver.isInPlace))
    func name() async throws {
        let peer = try TLSPeer(.http1, certificates.local)
        let outbound = request(scheme: "https", host: "known.test", port: peer.port, connection: trusting)
        #expect(try await CurlTransport().text(outbound) == "http1 1")
    }

    @Test("TLS 1.1 is refused")
    func obsolete() async throws {
        let peer = try TLSPeer(.obsoleteTLS, certificates.local)
        let error = try await CurlTransport().failure(
            request(scheme: "https", port: peer.port, connection: trusting)
        )
        #expect(error.code == .tlsFailed)
        #expect(!error.mayHaveBeenSent)
    }

    @Test("what does not speak TLS is refused")
    func noTLS() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.read()
            connection.write(ok())
        }
        let error = try await CurlTransport().failure(request(scheme: "https", port: server.port))
        #expect(error.code == .tlsFailed)
        #expect(!error.mayHaveBeenSent)
    }

    @Test("a certificate file that cannot be read is an error of its own")
    func unreadable() async throws {
        let peer = try TLSPeer(.http1, certificates.local)
        let empty = FileManager.default.temporaryDirectory.appendingPathComponent("empty-\(UUID().uuidString).pem")
        try Data().write(to: empty)
        defer { try? FileManager.default.removeItem(at: empty) }
        for file in ["/does/not/exist.pem", empty.path, "relative.pem"] {
            let settings = ConnectionSettings(caFile: file)
            let error = try await CurlTransport().failure(
                request(scheme: "https", port: peer.port, connection: settings)
            )
            #expect(error.code == .trustUnavailable, "\(file): \(error)")
            #expect(!error.mayHaveBeenSent)
        }
    }

    @Test("HTTP/2 carries many requests on one connection")
    func http2() async throws {
        let peer = try TLSPeer(.http2, certificates.local)
        let transport = try CurlTransport()
        let outbound = request(scheme: "https", port: peer.port, connection: trusting)
        try await withThrowingTaskGroup(of: InboundResponse.self) { group in
            for _ in 0..<50 { group.addTask { try await transport.send(outbound, deadline: .ample) } }
            for try await response in group {
                #expect(response.body == Array("http2 1".utf8))
                #expect(response.head.status.code == 200)
                #expect(response.head.headerFields[values: try #require(HTTPField.Name("X-Twice"))] == ["a", "b"])
            }
        }
        let posted = request(.post, scheme: "https", port: peer.port, body: [1, 2], connection: trusting)
        #expect(try await transport.text(posted) == "http2 1")
    }

    @Test("a tunnel through a proxy shows it the host and nothing else")
    func tunnel() async throws {
        let peer = try TLSPeer(.http1, certificates.local)
        let proxy = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 Connection established\r\nX-From-Proxy: 1\r\n\r\n")
            connection.forward(to: peer.port)
        }
        let settings = ConnectionSettings(
            caFile: certificates.authority,
            proxy: "http://someone:something@127.0.0.1:\(proxy.port)"
        )
        let fields: HTTPFields = [.authorization: "Bearer secret", .userAgent: "agent"]
        let outbound = request(scheme: "https", port: peer.port, fields: fields, connection: settings)
        let response = try await CurlTransport().send(outbound, deadline: .ample)
        #expect(response.body == Array("http1 1".utf8))
        #expect(response.head.headerFields.map(\.name.canonicalName) == ["content-length"])
        let received = try #require(proxy.requests.first)
        #expect(received.line == "CONNECT 127.0.0.1:\(peer.port) HTTP/1.1")
        #expect(received.field("Proxy-Authorization") == "Basic c29tZW9uZTpzb21ldGhpbmc=")
        #expect(received.field("Authorization") == nil)
    }
}
