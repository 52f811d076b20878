import BillingCore
import BillingHTTP
import BillingRouter
import Foundation
import HTTPTypes

/// What an operator can do with the world of a mock: JSON in, JSON out.
///
/// It is the same over the admin listener of a running gateway and in this process, because it goes through the pages
/// that the instance hosts: nothing here knows what is behind them.
struct OperatorAPI: Sendable {
    /// The kind of provider that has one.
    static let kind = "mock"

    let instance: String
    private let exchange: Exchange

    private typealias Exchange =
        @Sendable (_ method: HTTPRequest.Method, _ path: String, _ json: [UInt8]?) async throws -> (
            status: Int, body: [UInt8]
        )

    /// That of an instance in this process.
    ///
    /// - Throws: ``CommandFailure`` where it hosts no pages.
    init(_ instance: ProviderInstance) throws {
        guard let pages = instance.extensions.lazy.compactMap({ $0 as? any HostedPages }).first else {
            throw OperatorAPI.none(instance.id.rawValue)
        }
        self.instance = instance.id.rawValue
        exchange = { method, path, json in
            var head = HTTPRequest(method: method, scheme: nil, authority: nil, path: path)
            head.headerFields[.accept] = "application/json"
            if json != nil { head.headerFields[.contentType] = "application/json" }
            let request = HostedPageRequest(
                head: head,
                body: json ?? [],
                basePath: instance.mountPath,
                audience: .operator,
                isFromLoopback: true
            )
            let response = await pages.respond(to: request)
            return (response.head.status.code, response.body)
        }
    }

    /// That of an instance of a running gateway.
    init(_ instance: String, at listener: AdminListener) {
        self.instance = instance
        exchange = { method, path, json in
            let response = try await listener.send(method, "/providers/\(instance)\(path)", json: json)
            return (response.head.status.code, response.body)
        }
    }

    /// Calls it.
    ///
    /// - Parameters:
    ///   - path: below `/api`, escaped.
    ///   - json: what is sent; nil for nothing.
    /// - Throws: ``OperatorFailure`` for what it refuses, ``CommandFailure`` where there is no such answer.
    func call(_ method: HTTPRequest.Method, _ path: String, json: [UInt8]? = nil) async throws -> [UInt8] {
        let (status, body) = try await exchange(method, "/api" + path, json)
        if 200..<300 ~= status { return body }
        if let failure = OperatorFailure(body) { throw failure }
        if status == 404 { throw OperatorAPI.none(instance) }
        throw CommandFailure(.unreachable, "what `\(instance)` answered makes no sense here (status \(status))")
    }

    /// The customers of its world.
    func customers() async throws -> [MockCustomer] {
        try OperatorAPI.read(MockCustomers.self, try await call(.get, "/customers")).customers
    }

    /// - Throws: ``CommandFailure`` for a document that is not the one that was asked for.
    static func read<Document: Decodable>(_ type: Document.Type, _ json: [UInt8]) throws -> Document {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = RFC3339.date(from: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 date")
            }
            return date
        }
        do {
            return try decoder.decode(type, from: Data(json))
        } catch {
            throw CommandFailure(.unreachable, "the mock's answer is not one that this version knows; --json shows it")
        }
    }

    private static func none(_ instance: String) -> CommandFailure {
        CommandFailure(.failure, "`\(instance)` is no mock that can be operated: it has no operator API")
    }
}
