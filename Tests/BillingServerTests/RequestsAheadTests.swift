import BillingRouter
import Testing

@testable import BillingServer

private let host = "Host: localhost\r\n"
private let bearer = "Authorization: Bearer \(Fixture.key)\r\n"
private let overview = "GET /v1/tenants/acme/customers/ada/billing HTTP/1.1\r\n" + host + bearer

@Suite("What a client sends before it has its answer")
struct RequestsAheadTests {
    /// Sends a request whose answer takes a while, and what else there is as soon as the provider was asked.
    private func exchange(_ request: String, then rest: [String]) async throws -> [WireResponse] {
        let fixture = Fixture()
        fixture.provider.change { $0.delay = .milliseconds(300) }
        return try await RunningServer.with(fixture) { server in
            try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send(request)
                while fixture.provider.calls.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                for part in rest {
                    try? await wire.send(part)
                    try await Task.sleep(for: .milliseconds(20))
                }
                return WireResponse.all(in: try await wire.readToEnd())
            }
        }
    }

    @Test(
        "whatever follows a request, it gets its answer",
        .timeLimit(.minutes(1)),
        arguments: [
            ("", [200, 400]), ("Connection: close\r\n", [200]), ("Connection: Upgrade\r\nUpgrade: foo\r\n", [200]),
        ]
    )
    func garbage(fields: String, statuses: [Int]) async throws {
        let garbage = ["\u{1}\u{2} no HTTP\r\n\r\n", "more\r\n\r\n", String(repeating: "x", count: 20_000)]
        #expect(try await exchange(overview + fields + "\r\n", then: garbage).map(\.status) == statuses)
    }

    @Test(
        "while an answer is made, not much of what comes is taken",
        .timeLimit(.minutes(1)),
        arguments: ["", "Connection: Upgrade\r\nUpgrade: foo\r\n"]
    )
    func flood(field: String) async throws {
        let fixture = Fixture()
        fixture.provider.change { $0.delay = .milliseconds(500) }
        let taken = try await RunningServer.with(fixture) { server in
            try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send(overview + field + "\r\n")
                let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
                // Until the server has answered, refused the rest and closed.
                for count in 0..<128 where (try? await wire.send(block)) == nil { return count }
                return 128
            }
        }
        // The system's buffers on both sides, and no more.
        #expect(taken < 32)
    }

    @Test("a head is not longer for being made of spaces", .timeLimit(.minutes(1))) func spaces() async throws {
        try await RunningServer.with(Fixture()) { server in
            let responses = try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send("GET /livez HTTP/1.1\r\n" + host + "X:")
                for _ in 0..<64 where (try? await wire.send(String(repeating: " ", count: 4096))) == nil { break }
                return WireResponse.all(in: try await wire.readToEnd())
            }
            #expect(responses.map(\.status) == [400])
        }
    }
}
