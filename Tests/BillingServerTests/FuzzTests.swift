import BillingRouter
import Testing

@testable import BillingServer

/// The same numbers for the same seed.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Mutated requests")
struct FuzzTests {
    private static let seeds = [
        "GET /v1/tenants/acme/customers/ada/billing?fresh=true HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(Fixture.key)\r\nIf-None-Match: \"a\", W/\"b\"\r\nAccept: application/json;q=0.5\r\nCache-Control: no-cache\r\n\r\n",
        "POST /v1/tenants/acme/customers/ada/portal-sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(Fixture.key)\r\nContent-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: 63\r\n\r\n{\"flow\":\"home\",\"return_path\":\"/a?b=\\u00e9\",\"locale\":\"de\",\"x\":1}",
        "POST /providers/sandbox/p/%41?x=%zz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nCookie: a=b; c=d\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: t\r\n\r\n",
        "GET /problems/internal HTTP/1.1\r\nHost: [::1]:80\r\nAccept: text/html, */*;q=0.1\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nX-Request-Id: a\r\n\r\n",
        "OPTIONS * HTTP/1.0\r\nConnection: keep-alive, Upgrade\r\nUpgrade: h2c\r\nExpect: 100-continue\r\n\r\n",
    ].map { Array($0.utf8) }
    private static let pieces = [
        "\r\n", "\r\n\r\n", "\0", "%", "%00", "%2F", "/..", "//", "?", "#", " ", ":", ",", ";", "\"", "{", "[", "\\u",
        "é", "\u{1F600}",
        "Host: x\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n",
        "HTTP/1.1", "-1",
        "99999999999999999999", "me", "null", "GET / HTTP/1.1\r\n",
    ].map { Array($0.utf8) }

    @Test(
        "no mutated request brings the server down, or makes it say that it is its own fault",
        .timeLimit(.minutes(2))
    )
    func mutations() async throws {
        let fixture = Fixture()
        try await RunningServer.with(fixture) { settings in
            settings.limits.head = .seconds(2)
            settings.limits.request = .seconds(2)
            settings.limits.linger = .milliseconds(50)
        } _: { server in
            try await withThrowingTaskGroup(of: [Int].self) { group in
                for lane in 0..<16 {
                    group.addTask {
                        var random = Seeded(state: UInt64(lane) &* 7919 &+ 1)
                        var statuses: [Int] = []
                        for _ in 0..<160 {
                            let bytes = FuzzTests.mutated(&random)
                            let received = try await Wire.connect(to: server.publicAddress) { wire in
                                try? await wire.send(bytes)
                                wire.finish()
                                return try await wire.readToEnd()
                            }
                            statuses += WireResponse.all(in: received).map(\.status)
                        }
                        return statuses
                    }
                }
                var statuses: [Int] = []
                for try await lane in group { statuses += lane }
                #expect(statuses.filter { $0 >= 500 } == [])
                // The mutations reach the handlers, and do not only bounce off the parser.
                #expect(
                    statuses.contains(200) && statuses.contains(201) && statuses.contains(400) && statuses.contains(404)
                )
            }
            let after = try await Wire.exchange(
                "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                with: server.publicAddress
            )
            #expect(after.map(\.status) == [200])
        }
    }

    private static func mutated(_ random: inout Seeded) -> [UInt8] {
        var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 0..<max(bytes.count, 1), using: &random)
            guard place < bytes.count else { continue }
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)], at: place)
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
            default:
                let end = min(bytes.count, place + Int.random(in: 1...30, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }
}
