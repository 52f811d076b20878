import BillingHTTP
import BillingRouter

extension OpenAPI {
    static let paths = [
        path("/v1/tenants/{tenant}/customers/{customer}/billing", of: customer, "get", billing),
        path("/v1/tenants/{tenant}/customers/{customer}/subscription", of: customer, "get", subscription),
        path("/v1/tenants/{tenant}/customers/{customer}/cancellation", of: customer, "get", cancellation),
        path("/v1/tenants/{tenant}/customers/{customer}/portal-sessions", of: customer, "post", portalSession),
        path("/v1/tenants/{tenant}", of: ["Tenant"], "get", tenant),
        path("/v1/tenants/{tenant}/plans", of: ["Tenant"], "get", plans),
        path("/livez", of: [], "get", live),
        path("/readyz", of: [], "get", ready),
        path("/openapi.json", of: [], "get", description),
        path("/problems/{code}", of: ["Code"], "get", problem),
    ].joined(separator: ",")

    private static let customer = ["Tenant", "Customer"]

    // MARK: Operations

    private static let billing = Operation(
        "getBilling",
        "Customers",
        "The combined answer for one customer",
        "A customer without a link to the provider, or unknown to it, reads as the state `none`. Scope `billing:read`.",
        parameters: ["Fresh", "CacheControl", "IfNoneMatch"],
        responses: read(of: "BillingOverview", example: Example.overview, answered: true) + problems(reading + provider)
    )
    private static let subscription = Operation(
        "getSubscription",
        "Customers",
        "The customer's current subscription, or all of them",
        "With the status `none` and nulls where there is none. Scope `billing:read`.",
        parameters: ["All", "Fresh", "CacheControl", "IfNoneMatch"],
        responses: read(
            of: Schema(json: #"{"anyOf":[\#(Schema.ref("Subscription").json),\#(Schema.ref("Subscriptions").json)]}"#),
            "The subscription; with `all`, the list.",
            answered: true
        ) + problems(reading + provider)
    )
    private static let cancellation = Operation(
        "getCancellation",
        "Customers",
        "Whether the customer's current subscription is cancelled",
        "Scope `billing:read`.",
        parameters: ["Fresh", "CacheControl", "IfNoneMatch"],
        responses: read(of: "Cancellation", answered: true) + problems(reading + provider)
    )
    private static let portalSession = Operation(
        "createPortalSession",
        "Customers",
        "Open the provider's portal for one customer",
        "Send the customer to `url` soon, and keep it nowhere: whoever holds it acts as the customer. An empty body asks for "
            + "the defaults. A form is answered with 303. Scope `portal:create`.",
        parameters: ["IdempotencyKey"],
        body: "PortalOrder",
        responses: [
            response(
                303,
                "The way to the portal, for a form.",
                headers: ["CacheControl", "Location"]
            ),
            response(
                201,
                "The session.",
                content: ["application/json": .ref("PortalSession")],
                headers: ["CacheControl"]
            ),
        ]
            + problems(ordering + provider)
    )
    private static let tenant = Operation(
        "getTenant",
        "Tenants",
        "What a tenant may know of its set-up",
        "Scope `billing:read`.",
        parameters: ["IfNoneMatch"],
        responses: read(of: "Tenant") + problems(reading)
    )
    private static let plans = Operation(
        "getPlans",
        "Tenants",
        "The tenant's catalogue",
        "Scope `billing:read`.",
        parameters: ["IfNoneMatch"],
        responses: read(of: "Plans") + problems(reading)
    )
    private static let live = Operation(
        "getLiveness",
        "Gateway",
        "Whether the process runs",
        isOpen: true,
        responses: [
            response(200, "It does.", content: ["application/json": .ref("Liveness")], headers: ["CacheControl"])
        ]
    )
    private static let ready = Operation(
        "getReadiness",
        "Gateway",
        "Whether the node wants traffic",
        "A provider's outage does not change it.",
        isOpen: true,
        responses: [
            response(200, "It does.", content: ["application/json": .ref("Readiness")], headers: ["CacheControl"])
        ]
            + problems([.draining])
    )
    private static let description = Operation(
        "getDescription",
        "Gateway",
        "This document",
        isOpen: true,
        parameters: ["IfNoneMatch"],
        responses: [
            response(
                200,
                "OpenAPI 3.1.",
                content: ["application/json": Schema(json: #"{"type":"object"}"#)],
                headers: ["CacheControl", "ETag"]
            ), unchanged,
        ]
    )
    private static let problem = Operation(
        "getProblem",
        "Gateway",
        "What a problem's code means",
        isOpen: true,
        parameters: ["IfNoneMatch"],
        responses: [
            response(
                200,
                "As a page where `Accept` has `text/html`, as JSON otherwise.",
                content: ["application/json": .ref("ProblemDescription"), "text/html": .string],
                headers: ["CacheControl", "ETag", "Vary"]
            ), unchanged,
        ] + problems([.notFound, .notAcceptable])
    )

    // MARK: Problems by operation

    private static let everywhere: [ProblemCode] = [
        .invalidRequest, .unauthenticated, .forbidden, .tenantNotFound, .notAcceptable, .payloadTooLarge,
        .quotaExceeded,
        .internal, .overloaded, .draining, .storeUnavailable,
    ]
    private static let reading = everywhere
    private static let ordering =
        everywhere + [
            .customerNotFound, .customerNotLinked, .portalUnavailable, .idempotencyInFlight, .unsupportedMediaType,
            .returnURLNotAllowed, .flowNotSupported, .idempotencyKeyReused, .capabilityUnsupported, .outcomeUnknown,
        ]
    private static let provider: [ProblemCode] = [
        .providerAuthFailed, .providerPermissionDenied, .providerMisconfigured, .providerBadResponse, .providerTLSError,
        .providerUnavailable, .providerRateLimited, .providerTimeout,
    ]

    // MARK: Pieces

    private struct Operation {
        let json: String

        init(
            _ id: String,
            _ tag: String,
            _ summary: String,
            _ description: String? = nil,
            isOpen: Bool = false,
            parameters: [String] = [],
            body: String? = nil,
            responses: [String]
        ) {
            var members = [
                #""operationId":\#(Schema.quoted(id))"#, #""tags":[\#(Schema.quoted(tag))]"#,
                #""summary":\#(Schema.quoted(summary))"#,
            ]
            if let description { members.append(#""description":\#(Schema.quoted(description))"#) }
            if isOpen { members.append(#""security":[]"#) }
            let parameters = parameters + ["RequestID", "TraceParent"]
            members.append(#""parameters":[\#(parameters.map(parameter).joined(separator: ","))]"#)
            if let body {
                let schema = Schema.ref(body).json
                let content = ["application/json", FormParameters.mediaType].map { #""\#($0)":{"schema":\#(schema)}"# }
                members.append(#""requestBody":{"content":{\#(content.joined(separator: ","))}}"#)
            }
            members.append(#""responses":{\#(responses.joined(separator: ","))}"#)
            json = "{" + members.joined(separator: ",") + "}"
        }
    }

    private static func path(_ path: String, of parameters: [String], _ method: String, _ operation: Operation)
        -> String
    {
        let common = parameters.isEmpty ? "" : #""parameters":[\#(parameters.map(parameter).joined(separator: ","))],"#
        return #"\#(Schema.quoted(path)):{\#(common)"\#(method)":\#(operation.json)}"#
    }

    private static func parameter(_ name: String) -> String { ##"{"$ref":"#/components/parameters/\##(name)"}"## }

    private static func read(of name: String, example: String? = nil, answered: Bool = false) -> [String] {
        read(of: .ref(name), "The document.", example: example, answered: answered)
    }

    /// - Parameter answered: it comes from a provider, maybe a while ago.
    private static func read(
        of schema: Schema,
        _ text: String,
        example: String? = nil,
        answered: Bool = false
    ) -> [String] {
        let headers = ["CacheControl", "ETag", "Vary"] + (answered ? ["Age", "CacheStatus"] : [])
        return [
            response(200, text, content: ["application/json": schema], example: example, headers: headers), unchanged,
        ]
    }

    private static let unchanged = response(
        304,
        "What `If-None-Match` names still holds.",
        headers: ["CacheControl", "ETag"]
    )

    private static func problems(_ codes: [ProblemCode]) -> [String] {
        let byStatus = Dictionary(grouping: codes, by: Problem.status(of:)).sorted { $0.key < $1.key }
        return byStatus.map { status, codes in
            let names = codes.map(\.rawValue)
            let schema = Schema(
                json: """
                    {"allOf":[\(Schema.ref("Problem").json),\
                    {"type":"object","properties":{"status":{"const":\(status)},"code":{"enum":\(Schema.list(names))}}}]}
                    """
            )
            var headers = ["CacheControl"]
            if status == 401 { headers.append("WWWAuthenticate") }
            if codes.contains(where: { RetryAfter.seconds(for: ServiceError($0, "")) != nil }) {
                headers.append("RetryAfter")
            }
            let text = names.map { "`\($0)`" }.joined(separator: ", ")
            return response(status, text, content: ["application/problem+json": schema], headers: headers)
        }
    }

    private static func response(
        _ status: Int,
        _ description: String,
        content: KeyValuePairs<String, Schema> = [:],
        example: String? = nil,
        headers: [String]
    ) -> String {
        let fields = (headers + ["RequestID", "TraceParent"]).map { name in
            ##"\##(Schema.quoted(headerNames[name] ?? name)):{"$ref":"#/components/headers/\##(name)"}"##
        }
        var members = [
            #""description":\#(Schema.quoted(description))"#, #""headers":{\#(fields.joined(separator: ","))}"#,
        ]
        if !content.isEmpty {
            let types = content.map { type, schema in
                let example = example.map { #","example":\#($0)"# } ?? ""
                return #"\#(Schema.quoted(type)):{"schema":\#(schema.json)\#(example)}"#
            }
            members.append(#""content":{\#(types.joined(separator: ","))}"#)
        }
        return #""\#(status)":{\#(members.joined(separator: ","))}"#
    }
}
