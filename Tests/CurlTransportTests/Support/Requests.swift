import BillingCore
import BillingHTTP
import CurlTransport
import HTTPTypes
import Testing

/// A request to a local port.
func request(
    _ method: HTTPRequest.Method = .get,
    scheme: String = "http",
    host: String = "127.0.0.1",
    port: Int,
    path: String = "/",
    fields: HTTPFields = [:],
    body: [UInt8] = [],
    maximumResponseBytes: Int = 1 << 20,
    connection: ConnectionSettings = ConnectionSettings()
) -> OutboundRequest {
    OutboundRequest(
        head: HTTPRequest(
            method: method,
            scheme: scheme,
            authority: "\(host):\(port)",
            path: path,
            headerFields: fields
        ),
        body: body,
        maximumResponseBytes: maximumResponseBytes,
        connection: connection
    )
}

extension Deadline {
    /// More than anything that works needs, on any machine.
    static var ample: Deadline { .after(.seconds(30)) }
}

extension CurlTransport {
    func text(_ request: OutboundRequest) async throws -> String {
        String(decoding: try await send(request, deadline: .ample).body, as: UTF8.self)
    }

    /// The error that a request ends with; an answer is a failure of the test.
    func failure(
        _ request: OutboundRequest,
        deadline: Deadline = .ample,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> HTTPTransportError {
        try await #require(throws: HTTPTransportError.self, sourceLocation: sourceLocation) {
            _ = try await self.send(request, deadline: deadline)
        }
    }
}

/// Waits until something holds that another thread brings about.
func eventually(within limit: Duration = .seconds(20), _ condition: () -> Bool) async -> Bool {
    let end = ContinuousClock.now.advanced(by: limit)
    while ContinuousClock.now < end {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}
