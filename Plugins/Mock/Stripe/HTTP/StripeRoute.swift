import BillingHTTP
import HTTPTypes

/// A call of Stripe's API that the door knows.
struct StripeRoute: Sendable {
    let method: HTTPRequest.Method
    /// Its segments, with `*` for an id.
    let path: [Substring]
    let answer: StripeShape
    /// The names of its parameters, at the top of the tree.
    let known: Set<String>
    /// Those of them that would change what the mock cannot do otherwise.
    let unsupported: Set<String>
    let operation: MockFault.Operation
    let handle: @Sendable (StripeCall) throws -> JSONValue

    /// - Parameter parameters: what the call heeds.
    /// - Parameter ignored: what Stripe knows and the mock has no use for.
    /// - Parameter unsupported: what Stripe knows and the mock refuses, because it would answer something else.
    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: StripeShape,
        _ parameters: [String] = [],
        ignored: [String] = [],
        unsupported: [String] = [],
        operation: MockFault.Operation = .any,
        _ handle: @escaping @Sendable (StripeCall) throws -> JSONValue
    ) {
        self.method = method
        self.path = path.split(separator: "/")
        self.answer = answer
        let common =
            answer.isList && method == .get ? ["expand", "limit", "starting_after", "ending_before"] : ["expand"]
        known = Set(parameters + ignored + unsupported + common)
        self.unsupported = Set(unsupported)
        self.operation = operation
        self.handle = handle
    }

    /// The call of a path, such as `/v1/customers/cus_1`, and the id that the path names.
    static func find(_ method: HTTPRequest.Method, _ path: String) -> (StripeRoute, id: String)? {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard segments.first == "v1" else { return nil }
        let rest = Array(segments.dropFirst())
        // What is written out goes before what is an id: `invoices/create_preview`.
        let routes = all.filter { route in
            route.method == method && route.path.count == rest.count
                && zip(route.path, rest).allSatisfy { $0 == $1 || $0 == "*" && !$1.isEmpty }
        }
        guard let route = routes.first else { return nil }
        guard let index = route.path.firstIndex(of: "*") else { return (route, "") }
        guard let id = PercentEncoding.decode(rest[index]) else { return nil }
        return (route, id)
    }

    static let all =
        customers + subscriptions + prices + products + paymentMethods + invoices + portal + testClocks + events
}
