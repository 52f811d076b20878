import BillingCore
import BillingHTTP
import Foundation
import HTTPTypes
import Testing

@testable import MockProvider

@Suite("Who may through the door", .timeLimit(.minutes(1)))
struct StripeDoorAccessTests {
    @Test("outside development there is no door", arguments: [DeploymentEnvironment.staging, .production])
    func environment(_ environment: DeploymentEnvironment) throws {
        let world = try StripeDoorBench().world
        #expect(StripeDoor(world: world, environment: environment) == nil)
    }

    @Test("outside development its paths are like any other that is not there")
    func paths() async throws {
        let bench = try StripeDoorBench()
        func page(_ door: StripeDoor?) async throws -> HostedPageResponse {
            let pages = MockPages(world: bench.world, instance: try ProviderID("sandbox"), door: door)
            return await pages.respond(to: .stripe("/stripe/v1/customers/ada", key: StripeDoorBench.key))
        }
        let closed = try await page(nil)
        #expect(closed.head.status == .notFound)
        #expect(closed.head.headerFields[.contentType] == "text/html; charset=utf-8")
        #expect(try await page(bench.door).head.status == .ok)
    }

    @Test(
        "only this machine may, by a loopback name",
        arguments: [
            ("127.0.0.1:8080", true, 200), ("localhost:8080", true, 200), ("[::1]:8080", true, 200),
            ("127.0.0.1", true, 200), ("127.0.0.1:8080", false, 403), ("stripe.attacker.example", true, 403),
            ("localhost.attacker.example", true, 403), ("10.0.0.1:8080", true, 403), ("", true, 403),
        ] as [(String, Bool, Int)]
    )
    func loopback(authority: String, isFromLoopback: Bool, status: Int) async throws {
        let reply = try await StripeDoorBench().send(
            .get,
            "/v1/customers/ada",
            authority: authority.isEmpty ? nil : authority,
            isFromLoopback: isFromLoopback
        )
        #expect(reply.status == status)
        if status == 403 {
            #expect(reply.error == "invalid_request_error - -")
            #expect(reply["error.message"]?.contains("loopback") == true)
            #expect(reply.field("Request-Id") == nil)
        }
    }

    @Test(
        "any key of test mode opens it, however it is sent",
        arguments: [
            "Bearer sk_test_1", "bearer rk_test_abc_DEF", "Basic " + Data("sk_test_1:".utf8).base64EncodedString(),
            "Basic " + Data("rk_test_1".utf8).base64EncodedString(),
        ]
    )
    func keys(_ authorization: String) async throws {
        let reply = try await StripeDoorBench().call(.get, "customers/ada", [:], ["Authorization": authorization])
        #expect(reply.status == 200)
    }

    @Test(
        "everything else is refused as Stripe refuses it, and not repeated",
        arguments: [
            "", "Bearer", "Bearer  ", "Bearer pk_test_planted", "Bearer sk_test_", "Bearer sk_test_plan ted",
            "Bearer sk_test_plänted", "Basic planted", "Digest sk_test_planted", "Bearer tg_planted",
            "Bearer sk_test_" + String(repeating: "x", count: 300),
        ]
    )
    func wrongKeys(_ authorization: String) async throws {
        let reply = try await StripeDoorBench().call(.get, "customers/ada", [:], ["Authorization": authorization])
        #expect(reply.status == 401)
        #expect(reply.error == "invalid_request_error - -")
        #expect(reply.field("WWW-Authenticate") == "Bearer realm=\"Stripe\"")
        #expect(reply.field("Request-Id") == nil && reply.field("Stripe-Version") == nil)
        #expect(!reply.text.contains("plan"))
    }

    @Test("a live key is refused with the advice to roll it", arguments: ["sk_live_planted", "rk_live_planted"])
    func liveKeys(_ key: String) async throws {
        for authorization in ["Bearer \(key)", "Basic " + Data("\(key):".utf8).base64EncodedString()] {
            let reply = try await StripeDoorBench().call(.get, "customers/ada", [:], ["Authorization": authorization])
            #expect(reply.status == 401)
            #expect(reply["error.message"]?.contains("live key") == true)
            #expect(reply["error.message"]?.contains("Roll it") == true)
            #expect(!reply.text.contains("planted"))
        }
    }

    @Test(
        "a path or a method that Stripe does not have is unrecognized",
        arguments: [
            ("GET", "/v1/nothing"), ("GET", "/v1/customers/"), ("PUT", "/v1/customers/ada"), ("GET", "/v2/customers"),
            ("GET", "/v1"), ("DELETE", "/v1/customers"), ("GET", "/v1/customers/ada/x/y"), ("GET", "/v1/customers/%ff"),
        ]
    )
    func unrecognized(method: String, path: String) async throws {
        let bench = try StripeDoorBench()
        let reply = try await bench.send(#require(.init(rawValue: method)), path)
        #expect(reply.status == 404)
        #expect(reply.error == "invalid_request_error - -")
        #expect(reply["error.message"]?.hasPrefix("Unrecognized request URL (\(method): \(path)).") == true)
        #expect(reply.field("Request-Id")?.hasPrefix("req_") == true)
    }
}

extension HostedPageRequest {
    fileprivate static func stripe(_ path: String, key: String) -> HostedPageRequest {
        var head = HTTPRequest(method: .get, scheme: nil, authority: StripeDoorBench.authority, path: path)
        head.headerFields[.authorization] = "Bearer \(key)"
        return HostedPageRequest(
            head: head,
            body: [],
            basePath: StripeDoorBench.basePath,
            audience: .public,
            isFromLoopback: true
        )
    }
}
