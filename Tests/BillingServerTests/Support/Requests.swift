import BillingRouter
import HTTPTypes

@testable import BillingServer

extension Site {
    /// Sends a request as it would come from a socket.
    func ask(
        _ method: HTTPRequest.Method,
        _ target: String,
        key: String? = Fixture.key,
        _ fields: HTTPFields = [:],
        body: String = ""
    ) async -> ServerResponse {
        var fields = fields
        if let key { fields[.authorization] = "Bearer " + key }
        if !body.isEmpty, !fields.contains(.contentType) { fields[.contentType] = "application/json" }
        let request = ServerRequest(
            method: method,
            target: target[...],
            fields: fields,
            authority: "localhost",
            body: Array(body.utf8)
        )
        return await respond(to: request)
    }

    /// Reads.
    func ask(_ target: String, key: String? = Fixture.key, _ fields: HTTPFields = [:]) async -> ServerResponse {
        await ask(.get, target, key: key, fields)
    }
}

extension ServerResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSONValue { try StrictJSON.parse(body) }

    /// The code of a problem; nil for anything else.
    func problem() throws -> String? {
        guard fields[.contentType] == "application/problem+json" else { return nil }
        return try json()["code"]?.text
    }

    /// The pointers of a problem's errors.
    func pointers() throws -> [String] {
        guard case .array(let errors)? = try json()["errors"] else { return [] }
        return errors.compactMap { $0["pointer"]?.text }
    }
}

extension JSONValue {
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var text: String? { if case .string(let text) = self { text } else { nil } }
    var integer: Int? { if case .number(let digits) = self { Int(digits) } else { nil } }
    var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
}
