import BillingRouter
import FoundationEssentials
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import BillingServer

private let request =
    "GET /v1/tenants/acme/customers/ada/billing HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(Fixture.key)\r\n\r\n"

@Suite("Both listeners, from binding to draining")
struct GatewayServerTests {
    @Test("the ports that the system chose are known before the gateway is made", .timeLimit(.minutes(1)))
    func ports() async throws {
        try await RunningServer.with(Fixture()) { server in
            #expect(server.publicAddress.port != 0 && server.adminAddress.port != 0)
            #expect(server.publicAddress != server.adminAddress)
            let post =
                "POST /v1/tenants/acme/customers/ada/portal-sessions HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer \(Fixture.key)\r\nContent-Length: 0\r\n\r\n"
            let session = try await Wire.exchange(post, with: server.publicAddress)
            #expect(session.first?.body.contains("http://\(server.publicAddress)/providers/sandbox/p/") == true)
        }
    }

    @Test("what is under way is answered, and then the connection ends", .timeLimit(.minutes(1))) func drain()
        async throws
    {
        let fixture = Fixture()
        fixture.provider.change { $0.delay = .milliseconds(400) }
        try await RunningServer.with(fixture) { server in
            try await Wire.connect(to: server.publicAddress) { idle in
                try await idle.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await idle.read(responses: 1).first?["connection"] == nil)
                let responses = try await Wire.connect(to: server.publicAddress) { wire in
                    try await wire.send(request)
                    while fixture.provider.calls.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                    await server.stop()
                    return WireResponse.all(in: try await wire.readToEnd())
                }
                #expect(responses.map(\.status) == [200])
                #expect(responses.first?["connection"] == "close")
                // The idle connection is ended as well.
                #expect(WireResponse.all(in: try await idle.readToEnd()).count == 1)
            }
        }
    }

    @Test("a node says that it will stop, while it still takes connections", .timeLimit(.minutes(1)))
    func notice() async throws {
        let fixture = Fixture()
        try await RunningServer.with(fixture) { settings in
            settings.drainNotice = .milliseconds(500)
        } _: { server in
            await server.stop()
            while !fixture.readiness.isDraining { try await Task.sleep(for: .milliseconds(5)) }
            let responses = try await Wire.exchange(
                "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n",
                with: server.publicAddress
            )
            #expect(responses.map(\.status) == [503])
            #expect(responses.first?.body.contains("\"draining\"") == true)
            #expect(responses.first?["connection"] == "close")
            #expect(try await Wire.exchange(request, with: server.publicAddress).map(\.status) == [200])
        }
    }

    @Test("what takes longer than the limit is told that the node stops", .timeLimit(.minutes(1))) func limit()
        async throws
    {
        let fixture = Fixture()
        fixture.provider.change { $0.delay = .seconds(50) }
        try await RunningServer.with(fixture) { settings in
            settings.drainLimit = .milliseconds(300)
        } _: { server in
            let responses = try await Wire.connect(to: server.publicAddress) { wire in
                try await wire.send(request)
                while fixture.provider.calls.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                await server.stop()
                return WireResponse.all(in: try await wire.readToEnd())
            }
            #expect(responses.map(\.status) == [503])
            #expect(responses.first?.body.contains("\"draining\"") == true)
        }
    }

    @Test("a port that is taken is named", .timeLimit(.minutes(1))) func taken() async throws {
        try await RunningServer.with(Fixture()) { server in
            for isAdmin in [false, true] {
                let settings = ServerSettings(
                    publicAddress: isAdmin ? ListenAddress(host: "127.0.0.1", port: 0) : server.publicAddress,
                    adminAddress: isAdmin ? server.adminAddress : ListenAddress(host: "127.0.0.1", port: 0)
                )
                let error = await #expect(throws: ListenFailure.self) { try await GatewayServerTests.run(settings) }
                #expect(error?.address == (isAdmin ? server.adminAddress : server.publicAddress))
                #expect(error?.description.contains("another process listens there") == true)
            }
        }
    }

    @Test("a host that does not exist is named", .timeLimit(.minutes(1))) func noHost() async throws {
        let settings = ServerSettings(publicAddress: ListenAddress(host: "203.0.113.7", port: 1))
        let error = await #expect(throws: ListenFailure.self) { try await GatewayServerTests.run(settings) }
        #expect(error?.description == "cannot listen on 203.0.113.7:1: this machine has no such address")
    }

    @Test(
        "the admin listener is for this machine only",
        .timeLimit(.minutes(1)),
        arguments: ["0.0.0.0", "::", "10.0.0.1", "example.com", "127.0.0.1.example.com"]
    )
    func adminIsLocal(host: String) async throws {
        let settings = ServerSettings(adminAddress: ListenAddress(host: host, port: 0))
        let error = await #expect(throws: ListenFailure.self) { try await GatewayServerTests.run(settings) }
        #expect(error?.description.contains("for this machine only") == true)
    }

    @Test("a gateway that cannot be made ends the server", .timeLimit(.minutes(1))) func noGateway() async throws {
        struct Broken: Error {}
        let settings = ServerSettings(
            publicAddress: ListenAddress(host: "127.0.0.1", port: 0),
            adminAddress: ListenAddress(host: "127.0.0.1", port: 0)
        )
        await #expect(throws: Broken.self) {
            try await GatewayServer(settings, logger: CapturedLog().logger()) { _ in throw Broken() }.run()
        }
    }

    private static func run(_ settings: ServerSettings) async throws {
        let fixture = Fixture()
        try await GatewayServer(settings, logger: fixture.log.logger()) { _ in try fixture.gateway() }.run()
    }
}
