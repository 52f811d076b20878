import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import HTTPTypes
import Testing

@testable import MockProvider

/// A door with a world of its own behind it, on a clock that stands still.
struct StripeDoorBench {
    static let key = "sk_test_51MockDoor"
    static let authority = "127.0.0.1:8080"
    static let basePath = "/providers/sandbox"

    let clock = ManualClock(Date(timeIntervalSince1970: 1_795_509_000))
    let world: MockWorld
    let door: StripeDoor

    init(environment: DeploymentEnvironment = .development) throws {
        world = MockWorld(
            place: .memory,
            catalogue: MockCatalogue.read(ProviderSettings()).catalogue,
            clock: clock,
            patience: .seconds(60)
        )
        door = try #require(StripeDoor(world: world, environment: environment))
    }

    var now: Int { Int(clock.now().timeIntervalSince1970) }

    /// What somebody does in the world.
    @discardableResult
    func act<Answer: Sendable>(_ body: @Sendable (MockTransaction) throws -> Answer) async throws -> Answer {
        try await world.change(until: .after(.seconds(60)), body)
    }

    /// Has the trouble strike every call from now on.
    func trouble(_ kind: MockFault.Kind, _ operation: MockFault.Operation = .any) async throws {
        try await act { _ = try $0.addFault(operation, kind, rate: 1) }
    }

    func get(_ path: String, _ parameters: KeyValuePairs<String, String> = [:]) async throws -> StripeDoorReply {
        try await call(.get, path, parameters)
    }

    func post(
        _ path: String,
        _ parameters: KeyValuePairs<String, String> = [:],
        key: String? = nil
    ) async throws -> StripeDoorReply {
        try await call(.post, path, parameters, key.map { ["Idempotency-Key": $0] } ?? [:])
    }

    func delete(_ path: String, _ parameters: KeyValuePairs<String, String> = [:]) async throws -> StripeDoorReply {
        try await call(.delete, path, parameters)
    }

    /// Calls with a key unless the fields say otherwise.
    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ parameters: KeyValuePairs<String, String> = [:],
        _ fields: [String: String] = [:]
    ) async throws -> StripeDoorReply {
        let form = parameters.map { PercentEncoding.encode($0.key) + "=" + PercentEncoding.encode($0.value) }
            .joined(separator: "&")
        let isPost = method == .post
        return try await send(
            method,
            "/v1/" + path + (isPost || form.isEmpty ? "" : "?" + form),
            body: isPost ? form : "",
            fields
        )
    }

    func send(
        _ method: HTTPRequest.Method,
        _ target: String,
        body: String = "",
        _ fields: [String: String] = [:],
        authority: String? = StripeDoorBench.authority,
        isFromLoopback: Bool = true
    ) async throws -> StripeDoorReply {
        var head = HTTPRequest(method: method, scheme: nil, authority: authority, path: "/stripe" + target)
        head.headerFields[.authorization] = "Bearer \(StripeDoorBench.key)"
        for (name, value) in fields {
            let name = try #require(HTTPField.Name(name))
            head.headerFields[name] = value.isEmpty ? nil : value
        }
        let request = HostedPageRequest(
            head: head,
            body: Array(body.utf8),
            basePath: StripeDoorBench.basePath,
            audience: .public,
            isFromLoopback: isFromLoopback
        )
        #expect(StripeDoor.claims(request))
        return StripeDoorReply(await door.respond(to: request))
    }

    /// A customer with a card that works, subscribed to the monthly price; the ids of both.
    func subscriber(_ parameters: [String: String] = [:]) async throws -> (customer: String, subscription: String) {
        let customer = try await post("customers", ["email": "zoe@example.com", "payment_method": "pm_card_visa"])
        let id = try #require(customer["id"])
        let form = ["customer": id, "items[0][price]": "mock_pro_m"].merging(parameters) { $1 }
        let body = form.map { PercentEncoding.encode($0.key) + "=" + PercentEncoding.encode($0.value) }
        let created = try await send(.post, "/v1/subscriptions", body: body.joined(separator: "&"))
        try #require(created.status == 200, "\(created.text)")
        return (id, try #require(created["id"]))
    }
}

/// An answer of the door.
struct StripeDoorReply: Sendable {
    let response: HostedPageResponse
    let text: String
    private let json: Node?

    init(_ response: HostedPageResponse) {
        self.response = response
        text = String(decoding: response.body, as: UTF8.self)
        json = try? JSONDecoder().decode(Node.self, from: Data(response.body))
    }

    var status: Int { response.head.status.code }

    func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { response.head.headerFields[$0] } }

    /// A value by its path, such as `items.data.0.price.id`, written as a text; nil for none and for null.
    subscript(path: String) -> String? {
        switch node(path) {
        case .text(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): String(flag)
        default: nil
        }
    }

    /// How many elements a list has.
    func count(_ path: String) -> Int? {
        if case .array(let elements) = node(path) { elements.count } else { nil }
    }

    func ids(_ path: String = "data") -> [String] { (0..<(count(path) ?? 0)).compactMap { self["\(path).\($0).id"] } }

    func isNull(_ path: String) -> Bool {
        if case .null = node(path) { true } else { false }
    }

    /// The error's type, code and parameter.
    var error: String {
        [self["error.type"], self["error.code"], self["error.param"]].map { $0 ?? "-" }.joined(separator: " ")
    }

    private func node(_ path: String) -> Node? {
        path.split(separator: ".").reduce(json) { node, part in
            switch node {
            case .array(let elements): Int(part).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            case .object(let members): members[String(part)]
            default: nil
            }
        }
    }

    private indirect enum Node: Decodable, Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        case text(String)
        case array([Node])
        case object([String: Node])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = try? container.decode(Bool.self) {
                self = .bool(flag)
            } else if let number = try? container.decode(Int.self) {
                self = .integer(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let elements = try? container.decode([Node].self) {
                self = .array(elements)
            } else {
                self = .object(try container.decode([String: Node].self))
            }
        }
    }
}
