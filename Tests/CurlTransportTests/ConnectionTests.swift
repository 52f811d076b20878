import BillingCore
import BillingHTTP
import CurlTransport
import Foundation
import HTTPTypes
import Testing

@Suite("How connections are made, kept and lost", .timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test("requests one after the other share one connection")
    func keepAlive() async throws {
        let server = try LoopbackServer { _ in ok() }
        let transport = try CurlTransport()
        for _ in 0..<20 { _ = try await transport.text(request(port: server.port)) }
        #expect(server.connections == 1)
        #expect(server.requests.count == 20)
    }

    @Test("there are never more connections to a host than the limit")
    func limit() async throws {
        let server = try LoopbackServer { _ in ok() }
        let transport = try CurlTransport(.init(maximumConnectionsPerHost: 4))
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await transport.text(request(port: server.port)) } }
            for try await text in group { #expect(text == "ok") }
        }
        #expect(server.requests.count == 100)
        #expect(server.connections <= 4)
    }

    @Test("a kept-alive connection that died is replaced, and the request sent again")
    func deadConnection() async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write(ok(String(connection.number)))
            // The second request on the first connection is read and not answered.
            if connection.number == 1 { _ = connection.readRequest() } else { _ = connection.waitForEnd() }
        }
        let transport = try CurlTransport()
        #expect(try await transport.text(request(port: server.port)) == "1")
        #expect(try await transport.text(request(.post, port: server.port, body: [1])) == "2")
        #expect(server.requests.map(\.line.first) == ["G", "P", "P"])
    }

    @Test("a refused connection was not sent anything")
    func refused() async throws {
        let (descriptor, port) = try LoopbackServer.listen(backlog: 1)
        close(descriptor)
        let error = try await CurlTransport().failure(request(port: port))
        #expect(error.code == .connectFailed)
        #expect(!error.mayHaveBeenSent)
        #expect(!error.detail.isEmpty)
    }

    @Test("a reset after the request may have been acted on", arguments: [true, false])
    func reset(_ isAnswerBegun: Bool) async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            if isAnswerBegun { connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1") }
            connection.resetAtEnd()
        }
        let error = try await CurlTransport().failure(request(.post, port: server.port, body: [1]))
        #expect(error.code == .connectionLost)
        #expect(error.mayHaveBeenSent)
    }

    @Test("a connection that is not accepted ends with the connect timeout, and nothing was sent")
    func connectTimeout() async throws {
        // A full queue of connections makes the kernel ignore further ones.
        let (descriptor, port) = try LoopbackServer.listen(backlog: 0)
        let fillers = (0..<8).map { _ in
            LoopbackServer.connect(to: port, flags: Int32(SOCK_NONBLOCK.rawValue))
        }
        defer { for open in fillers + [descriptor] { close(open) } }
        let settings = ConnectionSettings(connectTimeout: .milliseconds(200))
        let error = try await CurlTransport().failure(request(port: port, connection: settings))
        #expect(error.code == .timeout)
        #expect(!error.mayHaveBeenSent)
    }

    @Test("a TLS handshake without answer ends with the deadline, and nothing was sent")
    func handshakeTimeout() async throws {
        let server = try LoopbackServer { _ = $0.waitForEnd() }
        let outbound = request(scheme: "https", port: server.port)
        let error = try await CurlTransport().failure(outbound, deadline: .after(.milliseconds(300)))
        #expect(error.code == .timeout)
        #expect(!error.mayHaveBeenSent)
        #expect(server.connections == 1)
    }

    @Test("a request without answer ends with the deadline, and may have been acted on")
    func answerTimeout() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            _ = connection.waitForEnd()
        }
        let error = try await CurlTransport().failure(request(port: server.port), deadline: .after(.milliseconds(500)))
        #expect(error.code == .timeout)
        #expect(error.mayHaveBeenSent)
        #expect(server.requests.count == 1)
    }

    @Test("a request that waits for a connection keeps its deadline, and nothing was sent")
    func waitingTimeout() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            _ = connection.waitForEnd()
        }
        let transport = try CurlTransport(.init(maximumConnectionsPerHost: 1))
        let first = Task { try await transport.text(request(port: server.port)) }
        #expect(await eventually { server.requests.count == 1 })
        let error = try await transport.failure(request(port: server.port), deadline: .after(.milliseconds(200)))
        #expect(error.code == .timeout)
        #expect(!error.mayHaveBeenSent)
        first.cancel()
        _ = await first.result
        #expect(server.requests.count == 1)
    }

    @Test("an answer that drips ends with the deadline all the same")
    func drip() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            for _ in 0..<1000 {
                connection.write("x")
                usleep(10_000)
            }
        }
        let error = try await CurlTransport().failure(request(port: server.port), deadline: .after(.milliseconds(500)))
        #expect(error.code == .timeout)
        #expect(error.mayHaveBeenSent)
    }

    @Test("no child process inherits a connection")
    func closeOnExec() async throws {
        let server = try LoopbackServer { _ in ok() }
        let transport = try CurlTransport()
        _ = try await transport.text(request(port: server.port))
        let descriptors = ProcessFacts.descriptors(connectedTo: server.port)
        #expect(descriptors.count == 1)
        for descriptor in descriptors { #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0) }
        transport.shutdown()
    }

    @Test("an error names no part of a URL but the host")
    func noURLInDetail() async throws {
        let transport = try CurlTransport()
        let settings = ConnectionSettings(proxy: "http://user:word@127.0.0.1:1")
        for connection in [ConnectionSettings(), settings] {
            let outbound = request(scheme: "https", port: 1, path: "/secret?token=secret", connection: connection)
            let error = try await transport.failure(outbound)
            #expect(!error.detail.contains("secret") && !error.detail.contains("word"))
        }
    }
}
