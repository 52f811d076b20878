public import BillingCore
public import BillingHTTP
public import HTTPTypes
import Synchronization

/// A transport that answers from a script and never reaches a network.
///
/// What the script has no answer for fails with ``HTTPTransportError/Code/invalidRequest`` and the method and path, so
/// that a forgotten handler is seen and not served from somewhere else.
public final class StubTransport: HTTPTransport {
    /// Answers a request.
    ///
    /// It may be called from many tasks at once.
    public typealias Handler = @Sendable (OutboundRequest) -> StubAnswer

    private struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let handler: Handler

        func matches(_ request: HTTPRequest, _ requestPath: Substring) -> Bool {
            guard request.method == method else { return false }
            return path.last == "*" ? requestPath.hasPrefix(path.dropLast()) : requestPath == path
        }
    }

    private struct State: Sendable {
        var routes: [Route] = []
        var requests: [OutboundRequest] = []
    }

    private let state = Mutex(State())

    /// Answers nothing yet.
    public init() {}

    /// Answers requests to a path, without its query; `*` at its end stands for anything.
    ///
    /// The latest that matches wins.
    public func on(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        state.withLock { state in
            state.routes.removeAll { $0.method == method && $0.path == path }
            state.routes.append(Route(method: method, path: path, handler: handler))
        }
    }

    /// Answers requests to a path always alike.
    public func on(_ method: HTTPRequest.Method, _ path: String, _ answer: StubAnswer) {
        on(method, path) { _ in answer }
    }

    /// All that was sent, in order.
    public var requests: [OutboundRequest] { state.withLock(\.requests) }

    /// Answers from the script; a task that is cancelled and a deadline that has passed come first.
    public func send(
        _ request: OutboundRequest,
        deadline: Deadline
    ) async throws(HTTPTransportError) -> InboundResponse {
        if Task.isCancelled {
            throw HTTPTransportError(.cancelled, mayHaveBeenSent: false, "cancelled before sending")
        }
        if deadline.hasPassed {
            throw HTTPTransportError(.timeout, mayHaveBeenSent: false, "the deadline passed before sending")
        }
        let path = (request.head.path ?? "").prefix { $0 != "?" }
        let route = state.withLock { state in
            state.requests.append(request)
            return state.routes.last { $0.matches(request.head, path) }
        }
        guard let route else {
            throw HTTPTransportError(
                .invalidRequest,
                mayHaveBeenSent: false,
                "the stub has no answer for \(request.head.method.rawValue) \(path)"
            )
        }
        switch route.handler(request) {
        case .response(let response): return response
        case .failure(let error): throw error
        case .hang:
            try? await Task.sleep(until: deadline.instant, clock: .continuous)
            if Task.isCancelled {
                throw HTTPTransportError(.cancelled, mayHaveBeenSent: true, "cancelled while waiting")
            }
            throw HTTPTransportError(.timeout, mayHaveBeenSent: true, "no answer before the deadline")
        }
    }
}

/// What a ``StubTransport`` does with a request.
public enum StubAnswer: Sendable {
    case response(InboundResponse)
    case failure(HTTPTransportError)
    /// Waits until the deadline passes or the task is cancelled, as if the request had been sent and nothing came back.
    case hang

    /// An answer with a JSON body.
    public static func json(_ body: String, status: HTTPResponse.Status = .ok, _ fields: HTTPFields = [:]) -> StubAnswer
    {
        var fields = fields
        fields[.contentType] = "application/json"
        return .response(
            InboundResponse(head: HTTPResponse(status: status, headerFields: fields), body: Array(body.utf8))
        )
    }
}
