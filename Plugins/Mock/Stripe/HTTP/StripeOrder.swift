import BillingHTTP
import FoundationEssentials
import GRDB
import HTTPTypes

/// A request that is in order as far as can be said without looking at the world.
struct StripeOrder: Sendable {
    let method: HTTPRequest.Method
    let route: StripeRoute
    /// What the path names; empty where it names nothing.
    let id: String
    let parameters: StripeParameters
    let expansions: [StripeExpansion]
    let version: StripeVersion
    /// Where the instance is mounted, with its origin.
    let base: String
    private let path: String
    private let idempotencyKey: String?

    /// What came of it: the body, and the id of the first request where the answer is an old one.
    struct Answer {
        let body: [UInt8]
        var replayed: String?
    }

    init(_ request: HostedPageRequest, version: StripeVersion, base: String) throws(StripeFailure) {
        let target = (request.head.path ?? "").dropFirst("/stripe".count)
        path = String(target.prefix { $0 != "?" })
        method = request.head.method
        guard let (route, id) = StripeRoute.find(method, path) else {
            throw .unrecognized(method.rawValue, path)
        }
        let query = target.drop { $0 != "?" }.dropFirst()
        guard let body = String(validating: request.body, as: UTF8.self) else {
            throw .invalid("Invalid request: the body is not in UTF-8.")
        }
        let given = try StripeParameters(forms: [String(query), body])
        try given.allow(only: route.known)
        if let name = given.names.first(where: route.unsupported.contains) { throw .unsupported(name) }
        self.route = route
        self.id = id
        self.version = version
        self.base = base
        parameters = given
        expansions = try StripeExpansion.read(given["expand"], for: route.answer)
        idempotencyKey = method == .post ? request.head.value("Idempotency-Key") : nil
        if let idempotencyKey, idempotencyKey.utf8.count > StripeIdempotency.maximumLength {
            throw .invalid("Idempotency keys are at most 255 characters long.")
        }
    }

    /// What a request comes to that changes nothing.
    func looked(at world: MockTransaction) throws -> Result<Answer, StripeFailure> {
        try result { Answer(body: try body(in: world)) }
    }

    /// What a request comes to that changes something; where it fails, nothing has changed.
    func done(in world: MockTransaction, requestID: String) throws -> Result<Answer, StripeFailure> {
        var result: Result<Answer, StripeFailure>?
        try world.db.inSavepoint {
            result = try self.result {
                guard let idempotencyKey else { return Answer(body: try body(in: world)) }
                let memory = try StripeIdempotency(key: idempotencyKey, path: path, parameters: parameters)
                if let known = try memory.answer(in: world) { return known }
                let body = try body(in: world)
                try memory.keep(body, requestID: requestID, in: world)
                return Answer(body: body)
            }
            if case .success = result { return .commit }
            return .rollback
        }
        return result ?? .failure(StripeFailure(status: 500, type: .api, message: "Nothing was done."))
    }

    private func result(_ body: () throws -> Answer) throws -> Result<Answer, StripeFailure> {
        do {
            return .success(try body())
        } catch let failure as StripeFailure {
            return .failure(failure)
        } catch let refusal as MockRefusal {
            return .failure(StripeFailure(refusal))
        }
    }

    private func body(in world: MockTransaction) throws -> [UInt8] {
        let call = StripeCall(world: world, id: id, parameters: parameters, version: version, base: base)
        var json = try route.handle(call)
        for expansion in expansions { json = try expansion.applied(to: json, call) }
        return Array(json.readable.utf8)
    }
}
