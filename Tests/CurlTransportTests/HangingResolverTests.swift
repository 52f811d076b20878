import BillingCore
import BillingHTTP
import CurlTransport
import Testing

extension OwnProcessTests {
    @Suite(
        "A resolver that hangs",
        .enabled(if: ScriptedResolver.isInPlace, "this build does not export getaddrinfo, so libcurl cannot see it")
    )
    struct HangingResolver {
        @Test("a resolver that hangs holds up nobody else, and leaves nothing behind")
        func hangingResolver() async throws {
            await #expect(processExitsWith: .success) {
                let server = try LoopbackServer { _ in ok() }
                let transport = try CurlTransport()
                _ = try await transport.text(request(port: server.port))
                let descriptors = try await ProcessFacts.descriptorsAfterSleep()
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
                // The resolver's thread has its name from the engine's.
                #expect(await eventually { ProcessFacts.engineThreads.count == 1 })
                #expect(ScriptedResolver.waiting == 1)
            }
        }
    }
}
