import BillingRouter
import HTTPTypes
import Logging

/// All that one listener answers.
protocol Site: Sendable {
    /// How many bytes of a body this request may have.
    func bodyLimit(_ method: HTTPRequest.Method, path: Substring) -> Int

    /// Answers a request. Always answers.
    func respond(to request: ServerRequest) async -> ServerResponse

    /// Answers what is not even a request, in the form that every problem has.
    func refuse(_ error: ServiceError) -> ServerResponse
}

/// What every request of every listener goes through: trace, route, method; at the end problem, common fields and log.
struct Edge<Endpoint: Sendable>: Sendable {
    let routes: RouteTable<Endpoint>
    let security: SecurityFields
    let log: AccessLog

    /// A request that found its route.
    struct Visit {
        let request: ServerRequest
        let endpoint: Endpoint
        /// As they came.
        let parameters: [Substring]
        let trace: TraceContext
    }

    init(routes: [Route<Endpoint>], security: SecurityFields, logger: Logger) {
        self.routes = RouteTable(routes: routes)
        self.security = security
        log = AccessLog(logger: logger)
    }

    func respond(
        to request: ServerRequest,
        _ answer: (Visit, inout RequestFacts) async throws -> ServerResponse
    ) async -> ServerResponse {
        let trace = TraceContext(request.fields)
        var facts = RequestFacts(
            method: request.method,
            requestID: RequestID.of(request.fields),
            traceID: trace.traceID
        )
        var response: ServerResponse
        do {
            response = try await route(request, trace, &facts, answer)
        } catch let refusal as MethodNotAllowed {
            response = problem(refusal.error, &facts)
            response.fields[.allow] = refusal.allowed
        } catch let error as ServiceError {
            response = problem(error, &facts)
        } catch {
            response = problem(ServiceError(.internal, ProblemCode.internal.explanation.meaning), &facts)
        }
        if response.hangsUp {
            log.record(facts, status: nil)
            return response
        }
        security.add(to: &response)
        response.fields[.xRequestID] = facts.requestID
        response.fields[.traceParent] = trace.traceParent
        log.record(facts, status: response.status.code)
        return request.method == .head ? response.withoutBody : response
    }

    func refuse(_ error: ServiceError) -> ServerResponse {
        let trace = TraceContext([:])
        var facts = RequestFacts(method: .get, requestID: RandomID.hexadecimal(bytes: 16), traceID: trace.traceID)
        var response = problem(error, &facts)
        security.add(to: &response)
        response.fields[.xRequestID] = facts.requestID
        return response
    }

    private func route(
        _ request: ServerRequest,
        _ trace: TraceContext,
        _ facts: inout RequestFacts,
        _ answer: (Visit, inout RequestFacts) async throws -> ServerResponse
    ) async throws -> ServerResponse {
        if request.path == "*", request.method == .options {
            return ServerResponse(.noContent, fields: [.allow: MethodNotAllowed.anywhere])
        }
        guard let (route, parameters) = routes.match(request.path) else {
            throw ServiceError(.notFound, "There is nothing at this path.")
        }
        facts.route = route.template
        if request.method == .options { return ServerResponse(.noContent, fields: [.allow: route.allowed]) }
        let method = request.method == .head ? .get : request.method
        guard route.methods.contains(method) else { throw MethodNotAllowed(allowed: route.allowed) }
        let visit = Visit(request: request, endpoint: route.endpoint, parameters: parameters, trace: trace)
        return try await answer(visit, &facts)
    }

    private func problem(_ error: ServiceError, _ facts: inout RequestFacts) -> ServerResponse {
        facts.error = error
        // A call is cancelled because its caller is gone, and then nobody reads this; or because the node stops.
        let shown = error.isCancellation ? ServiceError(.draining, ProblemCode.draining.explanation.meaning) : error
        return Problem(error: shown, traceID: facts.traceID).response
    }
}
