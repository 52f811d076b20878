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

    @Test("a resolver that hangs holds up nobody else, and leaves nothing behind")
    func hangingResolver() async throws {
        // In a process of its own, where descriptors and threads can be counted.
        await #expect(processExitsWith: .success) {
            let server = try LoopbackServer { _ in ok() }
            let transport = try CurlTransport()
            _ = try await transport.text(request(port: server.port))
            let descriptors = ProcessFacts.descriptors
            let threads = ProcessFacts.threads

            let count = 20
            let hanging = (0..<count).map { index in
                // Different ports, or they would wait for one another.
                let outbound = request(scheme: "https", host: "hang.test", port: 1000 + index)
                let deadline: Deadline = index % 2 == 0 ? .after(.milliseconds(300)) : .ample
                return Task { try await transport.send(outbound, deadline: deadline) }
            }
            #expect(await eventually { ScriptedResolver.waiting == count })
            // All the while, and while they are given up: the engine still works for others.
            #expect(try await transport.text(request(port: server.port)) == "ok")
            for (index, task) in hanging.enumerated() where index % 2 == 1 { task.cancel() }
            for (index, task) in hanging.enumerated() {
                let error = try await #require(throws: HTTPTransportError.self) { _ = try await task.value }
                #expect(error.code == (index % 2 == 0 ? .timeout : .cancelled))
                #expect(!error.mayHaveBeenSent)
            }
            #expect(ScriptedResolver.waiting == count)
            #expect(try await transport.text(request(port: server.port)) == "ok")
            #expect(server.connections == 1)

            ScriptedResolver.release()
            #expect(await eventually { ProcessFacts.threads <= threads + 2 })
            #expect(await eventually { ProcessFacts.descriptors <= descriptors })
        }
    }

    @Test("a transport can be shut down while the resolver hangs")
    func shutdownWhileHanging() async throws {
        await #expect(processExitsWith: .success) {
            let transport = try CurlTransport()
            let task = Task {
                try await transport.send(request(scheme: "https", host: "hang.test", port: 443), deadline: .ample)
            }
            #expect(await eventually { ScriptedResolver.waiting == 1 })
            transport.shutdown()
            let error = try await #require(throws: HTTPTransportError.self) { _ = try await task.value }
            #expect(error.code == .transportUnavailable)
            #expect(await eventually { ProcessFacts.engineThreads.isEmpty })
            #expect(ScriptedResolver.waiting == 1)
        }
    }
}
