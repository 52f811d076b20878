import BillingCore
import BillingHTTP
import FoundationEssentials
import HTTPTypes

/// What operators' programs ask of a world, as JSON.
struct OperatorAPI {
    let world: MockWorld
    let patience: Duration

    /// What a call is answered with: a status, and a document.
    struct Answer: Sendable {
        var status = HTTPResponse.Status.ok
        let document: JSONValue
        /// Whether people read it.
        var isReadable = false
    }

    /// - Parameters:
    ///   - path: what follows `/api`.
    ///   - query: what follows the question mark.
    func respond(to request: HostedPageRequest, path: Substring, query: Substring) async -> HostedPageResponse {
        var fields: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        fields[.xContentTypeOptions] = "nosniff"
        do {
            guard let calls = calls(path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()) else {
                throw OperatorProblem(.notFound, "There is nothing at this path.")
            }
            let method = request.head.method == .head ? .get : request.head.method
            guard let call = calls.first(where: { $0.method == method }) else {
                fields[.allow] = calls.flatMap { $0.method == .get ? ["GET", "HEAD"] : [$0.method.rawValue] }
                    .joined(separator: ", ")
                throw OperatorProblem(.methodNotAllowed, "This path has no \(method.rawValue).")
            }
            let answer = try await call.body(OperatorInput(request, query: query))
            let text = answer.isReadable ? answer.document.readable : answer.document.compact
            return OperatorAPI.response(answer.status, fields, text)
        } catch {
            let problem = OperatorProblem(any: error)
            let document: JSONValue = [
                "code": .text(problem.code.rawValue), "detail": .text(problem.detail),
                "pointer": JSONValue(problem.pointer),
            ]
            return OperatorAPI.response(problem.code.status, fields, document.compact)
        }
    }

    func read(_ body: @Sendable (MockTransaction) throws -> JSONValue) async throws -> JSONValue {
        try await world.read(until: .after(patience), body)
    }

    func change(_ body: @Sendable (MockTransaction) throws -> JSONValue) async throws -> JSONValue {
        try await world.change(until: .after(patience), body)
    }

    private static func response(
        _ status: HTTPResponse.Status,
        _ fields: HTTPFields,
        _ text: String
    ) -> HostedPageResponse {
        HostedPageResponse(head: HTTPResponse(status: status, headerFields: fields), body: Array(text.utf8))
    }

    // MARK: - Calls

    private struct Call {
        let method: HTTPRequest.Method
        let body: (OperatorInput) async throws -> Answer

        init(_ method: HTTPRequest.Method, _ body: @escaping (OperatorInput) async throws -> Answer) {
            self.method = method
            self.body = body
        }
    }

    /// What a path has; nil: there is no such path.
    private func calls(_ path: ArraySlice<Substring>) -> [Call]? {
        let names = path.map { PercentEncoding.decode($0) ?? "" }
        switch (names.first, names.count) {
        case ("customers", 1): return [Call(.get, customers), Call(.post, addCustomer)]
        case ("customers", 2):
            return [
                Call(.get) { try await customer(names[1], $0) },
                Call(.delete) { try await deleteCustomer(names[1], $0) },
            ]
        case ("clock", 1): return [Call(.get, clock), Call(.post, setClock)]
        case ("faults", 1): return [Call(.get, faults), Call(.post, addFault), Call(.delete, clearFaults)]
        case ("faults", 2): return [Call(.delete) { try await clearFault(names[1], $0) }]
        case ("events", 1): return [Call(.get, events)]
        case ("triggers", 1): return [Call(.post, trigger)]
        case ("state", 1): return [Call(.get, state), Call(.put, putState)]
        case ("state", 2) where names[1] == "reset": return [Call(.post, resetState)]
        default: return nil
        }
    }
}

extension OperatorProblem {
    /// Whatever was thrown.
    fileprivate init(any error: any Error) {
        switch error {
        case let problem as OperatorProblem: self = problem
        case let failure as MockFailure: self.init(failure)
        default: self.init(.unavailable, "The mock failed: \(type(of: error)).")
        }
    }
}

extension OperatorProblem.Code {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .invalidRequest: .badRequest
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .unsupportedMediaType: .unsupportedMediaType
        case .unavailable: .serviceUnavailable
        }
    }
}
