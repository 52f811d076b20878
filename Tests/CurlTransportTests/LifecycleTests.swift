import BillingCore
import BillingHTTP
import CurlTransport
import Glibc
import Testing

extension OwnProcessTests {
    @Suite("A transport's life")
    struct Lifecycle {
        @Test("shutting down fails what is in flight and what comes later, and ends the thread")
        func shutdown() async throws {
            await #expect(processExitsWith: .success) {
                let server = try LoopbackServer { connection in
                    _ = connection.readRequest()
                    _ = connection.waitForEnd()
                }
                // The first time, whatever else the process opens once is opened too.
                for round in 1...2 {
                    let descriptors = try await ProcessFacts.descriptorsAfterSleep()
                    let transport = try CurlTransport()
                    let task = Task { try await transport.send(request(port: server.port), deadline: .ample) }
                    #expect(await eventually { server.requests.count == round })
                    transport.shutdown()
                    transport.shutdown()
                    let error = try await #require(throws: HTTPTransportError.self) { _ = try await task.value }
                    #expect(error.code == .transportUnavailable)
                    #expect(error.mayHaveBeenSent)
                    let later = try await transport.failure(request(port: server.port))
                    #expect(later.code == .transportUnavailable)
                    #expect(!later.mayHaveBeenSent)
                    #expect(await eventually { ProcessFacts.engineThreads.isEmpty })
                    // The eventfd is the transport's until it goes.
                    if round == 2 { #expect(await eventually { ProcessFacts.descriptors <= descriptors + 1 }) }
                }
            }
        }

        @Test("a transport that is let go ends its thread and closes everything")
        func letGo() async throws {
            await #expect(processExitsWith: .success) {
                let server = try LoopbackServer { _ in ok() }
                do {
                    // libcurl and TLS set themselves up once, and keep that.
                    let first = try CurlTransport()
                    _ = try await first.text(request(port: server.port))
                }
                #expect(await eventually { ProcessFacts.engineThreads.isEmpty })
                #expect(await eventually { ProcessFacts.descriptors(connectedTo: server.port).isEmpty })
                let descriptors = try await ProcessFacts.descriptorsAfterSleep()
                for _ in 0..<20 {
                    let transport = try CurlTransport()
                    #expect(try await transport.text(request(port: server.port)) == "ok")
                    #expect(ProcessFacts.engineThreads.count >= 1)
                }
                #expect(await eventually { ProcessFacts.engineThreads.isEmpty })
                #expect(await eventually { ProcessFacts.descriptors <= descriptors })
            }
        }

        @Test("the thread takes no signals, SIGPIPE least of all")
        func signals() async throws {
            await #expect(processExitsWith: .success) {
                let server = try LoopbackServer { _ in ok() }
                let transport = try CurlTransport()
                _ = try await transport.text(request(port: server.port))
                let thread = try #require(ProcessFacts.engineThreads.first)
                let blocked = ProcessFacts.blockedSignals(ofThread: thread)
                for signal in [SIGPIPE, SIGTERM, SIGINT, SIGHUP] { #expect(blocked & (1 << UInt64(signal - 1)) != 0) }
                transport.shutdown()
            }
        }

        @Test("out of descriptors is said to be that, and passes")
        func descriptors() async throws {
            await #expect(processExitsWith: .success) {
                let server = try LoopbackServer { _ in ok() }
                let transport = try CurlTransport()
                // What the concurrency library opens for its timers, it opens now: it cannot do without.
                try await Task.sleep(for: .milliseconds(20), clock: .continuous)
                try await Task.sleep(for: .milliseconds(20), clock: .suspending)
                var open: [Int32] = []
                var limit = rlimit(rlim_cur: 64, rlim_max: 64)
                setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                while case let descriptor = dup(0), descriptor >= 0 { open.append(descriptor) }
                let error = try await transport.failure(request(port: server.port))
                #expect(error.code == .transportUnavailable)
                #expect(!error.mayHaveBeenSent)
                #expect(throws: HTTPTransportError.self) { _ = try CurlTransport() }
                for descriptor in open { close(descriptor) }
                #expect(try await transport.text(request(port: server.port)) == "ok")
            }
        }

        @Test("10,000 requests, 256 at a time, leave no descriptor, thread or memory behind")
        func load() async throws {
            await #expect(processExitsWith: .success) {
                let body = String(repeating: "x", count: 3000)
                let server = try LoopbackServer { _ in ok(body) }
                let transport = try CurlTransport(.init(maximumConnectionsPerHost: 32))
                func send(_ total: Int) async throws {
                    try await withThrowingTaskGroup(of: Int.self) { group in
                        var started = 0
                        func start() {
                            started += 1
                            group.addTask {
                                try await transport.send(request(port: server.port), deadline: .ample).body.count
                            }
                        }
                        while started < min(256, total) { start() }
                        while let count = try await group.next() {
                            #expect(count == 3000)
                            if started < total { start() }
                        }
                    }
                }
                try await send(2000)
                let descriptors = try await ProcessFacts.descriptorsAfterSleep()
                let threads = ProcessFacts.threads
                let memory = ProcessFacts.residentMemory
                try await send(10_000)
                #expect(server.requests.count == 12_000)
                #expect(server.connections <= 32)
                #expect(ProcessFacts.descriptors <= descriptors + 2)
                #expect(ProcessFacts.threads <= threads + 2)
                // The server's notes of 10,000 requests are among it.
                #expect(ProcessFacts.residentMemory - memory < 24 << 10)
                transport.shutdown()
                #expect(await eventually { ProcessFacts.descriptors(connectedTo: server.port).isEmpty })
            }
        }
    }
}
