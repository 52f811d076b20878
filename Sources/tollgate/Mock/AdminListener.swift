import BillingCore
import BillingHTTP
import CurlTransport
import Foundation
import HTTPTypes

/// The admin listener of a running gateway.
struct AdminListener: Sendable {
    /// Without a slash at its end.
    let url: String
    private let authority: String
    private let transport: CurlTransport
    private let timeout: Duration

    /// - Throws: ``CommandFailure`` for what cannot be the URL of an admin listener.
    init(_ text: String, timeout: Duration?) throws {
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            throw CommandFailure(.usage, "the URL of the admin listener \(error.reason)")
        }
        guard url.scheme == "http", url.isLoopback, url.path == "/", url.query == nil else {
            throw CommandFailure(
                .usage,
                "the admin listener is on this machine: its URL is like http://127.0.0.1:8081"
            )
        }
        self.url = url.origin
        authority = url.authority
        transport = try CurlTransport()
        self.timeout = timeout ?? .seconds(30)
    }

    /// - Throws: ``CommandFailure`` where there is no answer.
    func send(_ method: HTTPRequest.Method, _ path: String, json: [UInt8]? = nil) async throws -> InboundResponse {
        var head = HTTPRequest(method: method, scheme: "http", authority: authority, path: path)
        head.headerFields[.accept] = "application/json"
        if json != nil { head.headerFields[.contentType] = "application/json" }
        let request = OutboundRequest(head: head, body: json ?? [], maximumResponseBytes: 64 << 20)
        do {
            return try await transport.send(request, deadline: .after(timeout))
        } catch {
            throw CommandFailure(.unreachable, "the gateway at \(url) does not answer: \(error.detail)")
        }
    }

    /// What the gateway is and has, and the document that says so.
    ///
    /// - Throws: ``CommandFailure``.
    func status() async throws -> (GatewayStatus, document: [UInt8]) {
        let response = try await send(.get, "/readyz?verbose")
        if response.head.status == .serviceUnavailable {
            throw CommandFailure(.unreachable, "the gateway at \(url) is about to stop")
        }
        guard response.head.status == .ok,
            let status = try? JSONDecoder().decode(GatewayStatus.self, from: Data(response.body))
        else {
            throw CommandFailure(.unreachable, "what answers at \(url) is not the admin listener of a gateway")
        }
        return (status, response.body)
    }
}

/// What a running gateway says of itself.
struct GatewayStatus: Decodable {
    let version: String
    let environment: String
    let url: String
    /// In seconds.
    let uptime: Int
    let tenants: Int
    let providers: [Provider]

    struct Provider: Decodable {
        let id: String
        let kind: String
        let mode: String
    }

    private enum CodingKeys: String, CodingKey {
        case version, environment, url, tenants, providers
        case uptime = "uptime_seconds"
    }
}
