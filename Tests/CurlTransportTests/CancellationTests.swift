import BillingCore
import BillingHTTP
import CurlTransport
import Testing

@Suite("Cancellation", .timeLimit(.minutes(1)))
struct CancellationTests {
    private func result(
        of task: Task<InboundResponse, any Error>
    ) async throws -> HTTPTransportError {
        try await #require(throws: HTTPTransportError.self) { _ = try await task.value }
    }

    @Test("cancelling frees the caller and the connection at once")
    func inFlight() async throws {
        let hasEnded = Gate()
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            if connection.waitForEnd() { hasEnded.open() }
        }
        let transport = try CurlTransport()
        let task = Task { try await transport.send(request(port: server.port), deadline: .ample) }
        #expect(await eventually { server.requests.count == 1 })
        task.cancel()
        let error = try await result(of: task)
        #expect(error.code == .cancelled)
        #expect(error.mayHaveBeenSent)
        #expect(await eventually { hasEnded.isOpen })
    }

    @Test("a task that is cancelled already sends nothing")
    func beforehand() async throws {
        let server = try LoopbackServer { _ in ok() }
        let transport = try CurlTransport()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await transport.send(request(port: server.port), deadline: .ample)
        }
        task.cancel()
        let error = try await result(of: task)
        #expect(error.code == .cancelled)
        #expect(!error.mayHaveBeenSent)
        #expect(server.connections == 0)
    }

    @Test("a request that waits for a connection can be cancelled, and those behind it go on")
    func waiting() async throws {
        let gate = Gate()
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil {
                gate.wait()
                connection.write(ok())
            }
        }
        let transport = try CurlTransport(.init(maximumConnectionsPerHost: 1))
        let tasks = (0..<3).map { _ in
            Task { try await transport.send(request(port: server.port), deadline: .ample) }
        }
        #expect(await eventually { server.requests.count == 1 })
        for task in tasks.dropFirst() { task.cancel() }
        // The first of the three to be sent need not be the first that was made.
        gate.open()
        var outcomes: [HTTPTransportError.Code?] = []
        for task in tasks { outcomes.append((await task.result.failure as? HTTPTransportError)?.code) }
        #expect(outcomes.allSatisfy { $0 == nil || $0 == .cancelled })
        #expect(try await transport.text(request(port: server.port)) == "ok")
        #expect(server.connections <= 2)
    }

    @Test("a cancellation that races with the answer has one outcome, and leaves the transport sound")
    func race() async throws {
        let server = try LoopbackServer { _ in ok() }
        let transport = try CurlTransport(.init(maximumConnectionsPerHost: 8))
        var answered = 0
        for round in 0..<40 {
            let tasks = (0..<25).map { _ in
                Task { try await transport.send(request(port: server.port), deadline: .ample) }
            }
            for (index, task) in tasks.enumerated() where index % 2 == 0 {
                for _ in 0..<(round * index) { await Task.yield() }
                task.cancel()
            }
            for (index, task) in tasks.enumerated() {
                switch await task.result {
                case .success:
                    answered += 1
                case .failure(let error):
                    #expect((error as? HTTPTransportError)?.code == .cancelled)
                    #expect(index % 2 == 0)
                }
            }
        }
        #expect(answered >= 40 * 12)
        #expect(try await transport.text(request(port: server.port)) == "ok")
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
