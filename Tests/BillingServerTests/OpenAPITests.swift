import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes
import Testing

@testable import BillingServer

@Suite("The API's description")
struct OpenAPITests {
    private struct Call: Sendable, CustomStringConvertible {
        let method: HTTPRequest.Method
        let template: String
        let target: String
        let key: String?
        let fields: HTTPFields
        let body: String
        let status: Int

        init(
            _ status: Int,
            _ template: String,
            _ target: String,
            key: String? = Fixture.key,
            fields: HTTPFields = [:],
            body: String = "",
            method: HTTPRequest.Method = .get
        ) {
            self.method = method
            self.template = template
            self.target = target
            self.key = key
            self.fields = fields
            self.body = body
            self.status = status
        }

        var description: String { "\(method) \(target) \(status)" }
    }

    private static let customer = "/v1/tenants/{tenant}/customers/{customer}"
    private static let acme = "/v1/tenants/acme/customers/"
    private static let noJSON: HTTPFields = [.accept: "a/b"]
    private static let known: HTTPFields = [.ifNoneMatch: "*"]

    private static func reads(_ part: String) -> [Call] {
        let template = customer + part
        return [
            Call(200, template, acme + "ada" + part),
            Call(200, template, acme + "nobody" + part),
            Call(200, template, acme + "gone" + part),
            Call(304, template, acme + "ada" + part, fields: known),
            Call(400, template, acme + "me" + part),
            Call(401, template, acme + "ada" + part, key: nil),
            Call(403, template, acme + "ada" + part, key: Fixture.portalKey),
            Call(404, template, acme + "ada" + part, key: Fixture.otherKey),
            Call(406, template, acme + "ada" + part, fields: noJSON),
        ]
    }

    private static func order(
        _ status: Int,
        _ customer: String = "ada",
        key: String? = Fixture.key,
        fields: HTTPFields = [:],
        body: String = ""
    ) -> Call {
        let part = "/portal-sessions"
        let template = OpenAPITests.customer + part
        return Call(status, template, acme + customer + part, key: key, fields: fields, body: body, method: .post)
    }

    private static let orders: [Call] = [
        order(201),
        order(303, fields: [.contentType: FormParameters.mediaType], body: "flow=home"),
        order(400, body: "{"),
        order(401, key: nil),
        order(403, key: Fixture.readKey),
        order(404, "gone", body: #"{"flow":"subscription_cancel"}"#),
        order(406, fields: noJSON),
        order(409, "nobody"),
        order(415, fields: [.contentType: "text/plain"], body: "x"),
        order(422, body: #"{"flow":"customer_update"}"#),
    ]

    private static let tenants: [Call] = ["", "/plans"].flatMap { part -> [Call] in
        let template = "/v1/tenants/{tenant}" + part
        return [
            Call(200, template, "/v1/tenants/acme" + part),
            Call(304, template, "/v1/tenants/acme" + part, fields: known),
            Call(400, template, "/v1/tenants/acme" + part + "?x=1"),
            Call(401, template, "/v1/tenants/acme" + part, key: nil),
            Call(403, template, "/v1/tenants/acme" + part, key: Fixture.portalKey),
            Call(404, template, "/v1/tenants/globex" + part),
            Call(406, template, "/v1/tenants/acme" + part, fields: noJSON),
        ]
    }

    private static let open: [Call] = [
        Call(200, "/livez", "/livez", key: nil),
        Call(200, "/readyz", "/readyz", key: nil),
        Call(200, "/openapi.json", "/openapi.json", key: nil),
        Call(304, "/openapi.json", "/openapi.json", key: nil, fields: known),
        Call(200, "/problems/{code}", "/problems/internal", key: nil),
        Call(200, "/problems/{code}", "/problems/internal", key: nil, fields: [.accept: "text/html"]),
        Call(304, "/problems/{code}", "/problems/internal", key: nil, fields: known),
        Call(404, "/problems/{code}", "/problems/nonsense", key: nil),
        Call(406, "/problems/{code}", "/problems/internal", key: nil, fields: noJSON),
    ]

    private static let calls: [Call] =
        reads("/billing") + reads("/subscription") + reads("/cancellation") + orders + tenants + open
        + [Call(200, customer + "/subscription", acme + "ada/subscription?all=true")]

    @Test("what the server answers is what is described", arguments: calls)
    private func answers(call: Call) async throws {
        let site = try Fixture().site()
        let response = await site.ask(call.method, call.target, key: call.key, call.fields, body: call.body)
        #expect(response.status.code == call.status)
        try check(response, call.template, call.method)
    }

    @Test(
        "every failure that a service has is described for the calls that can have it",
        arguments: ProblemCode.allCases
    )
    func failures(code: ProblemCode) async throws {
        // Said of paths and methods as such, not of one operation; or of a gateway that did not answer.
        if [.notFound, .methodNotAllowed, .gatewayUnreachable, .gatewayBadResponse].contains(code) { return }
        let error = ServiceError(code, "A sentence.", faults: [ServiceError.Fault("/x", "So.")])
        let response = try await Fixture().site(service: FailingService(error: error))
            .ask(.post, OpenAPITests.acme + "ada/portal-sessions")
        try check(response, OpenAPITests.customer + "/portal-sessions", .post)
    }

    @Test("a node that stops says so as described") func draining() async throws {
        let fixture = Fixture()
        fixture.readiness.drain()
        try check(await fixture.site().ask("/readyz", key: nil), "/readyz", .get)
    }

    @Test("paths and methods are those of the code, but for pages") func paths() throws {
        guard case .object(let paths)? = try document()["paths"] else {
            Issue.record("no paths")
            return
        }
        let described = paths.flatMap { path, operations -> [String] in
            guard case .object(let operations) = operations else { return [] }
            return operations.map(\.name).filter { $0 != "parameters" }.map { "\($0.uppercased()) \(path)" }
        }
        let served = PublicSite.routes.filter { route in
            route.template != "/" && !["/providers/", "/t/", "/embed/"].contains { route.template.hasPrefix($0) }
        }
        .flatMap { route in route.methods.map { "\($0.rawValue) \(route.template)" } }
        #expect(Set(described) == Set(served))
    }

    @Test("the example fits its schema, and every reference leads somewhere") func integrity() throws {
        let schema = JSONSchema(document: try document())
        let example = try StrictJSON.parse(Array(OpenAPI.Example.overview.utf8))
        let overview = try #require(schema.resolve("#/components/schemas/BillingOverview"))
        #expect(schema.faults(of: example, against: overview) == [])
        var references: [String] = []
        collect(try document(), into: &references)
        #expect(references.count > 50)
        for reference in references { #expect(schema.resolve(reference) != nil) }
    }

    @Test("the validator sees what is wrong") func validator() throws {
        let schema = JSONSchema(document: try document())
        let overview = try #require(schema.resolve("#/components/schemas/BillingOverview"))
        let good = OpenAPI.Example.overview
        for (old, new) in [
            (#""warnings":[]"#, #""warnings":[],"extra":1"#), (#""state":"canceling""#, #""state":"happy""#),
            (#""tenant":"acme","#, ""), (#""as_of":"2026-11-22T07:30:00Z","#, #""as_of":"yesterday","#),
            (#""is_paid":true"#, #""is_paid":"yes""#),
        ] {
            let broken = try StrictJSON.parse(Array(good.replacing(old, with: new).utf8))
            #expect(!schema.faults(of: broken, against: overview).isEmpty)
        }
    }

    // MARK: -

    private func document() throws -> JSONValue { try StrictJSON.parse(OpenAPI.bytes) }

    private func check(_ response: ServerResponse, _ template: String, _ method: HTTPRequest.Method) throws {
        let document = try document()
        let described = try #require(
            document["paths"]?[template]?[method.rawValue.lowercased()]?["responses"]?[String(response.status.code)],
            "\(response.status.code) is not described"
        )
        // Fields: those described are there, unless they depend on the case; and the API's own are described.
        guard case .object(let headers)? = described["headers"] else {
            Issue.record("no headers")
            return
        }
        let sometimes: Set = ["age", "retry-after"]
        for (name, _) in headers where !sometimes.contains(name.lowercased()) {
            #expect(response.fields.contains { $0.name.canonicalName == name.lowercased() }, "`\(name)` is missing")
        }
        let common: Set = [
            "content-type", "x-content-type-options", "referrer-policy", "x-frame-options", "content-security-policy",
            "cross-origin-resource-policy", "strict-transport-security",
        ]
        let names = Set(headers.map { $0.name.lowercased() })
        for field in response.fields where !common.contains(field.name.canonicalName) {
            #expect(
                names.contains(field.name.canonicalName) || field.name == .cacheStatus || field.name == .vary,
                "`\(field.name)` is not described"
            )
        }
        guard let content = described["content"] else {
            #expect(response.body.isEmpty)
            return
        }
        let type = try #require(response.fields[.contentType]?.split(separator: ";").first)
        let schema = try #require(content[String(type)]?["schema"], "`\(type)` is not described")
        let value = type == "text/html" ? .string(response.text) : try response.json()
        #expect(JSONSchema(document: document).faults(of: value, against: schema) == [])
    }

    private func collect(_ value: JSONValue, into references: inout [String]) {
        switch value {
        case .object(let members):
            for (name, value) in members {
                if name == "$ref", let text = value.text {
                    references.append(text)
                } else {
                    collect(value, into: &references)
                }
            }
        case .array(let elements): for element in elements { collect(element, into: &references) }
        default: break
        }
    }
}
