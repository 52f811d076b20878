import BillingRouter

extension OpenAPI {
    static let parameters = [
        parameter(
            "Tenant",
            "tenant",
            in: "path",
            Schema.string("^[a-z0-9][a-z0-9-]{0,62}$"),
            "The tenant of the credential."
        ),
        parameter(
            "Customer",
            "customer",
            in: "path",
            Schema(json: #"{"type":"string","minLength":1,"maxLength":255}"#),
            "The tenant's own id of the customer, percent-encoded (`/` as `%2F`)."
        ),
        parameter("Code", "code", in: "path", Schema.oneOf(ProblemCode.self), "A problem's code."),
        parameter("Fresh", "fresh", in: "query", .boolean, "Ask the provider, whatever is remembered."),
        parameter("All", "all", in: "query", .boolean, "All subscriptions, the current one first."),
        parameter("CacheControl", "Cache-Control", in: "header", .string, "`no-cache` is the same as `fresh=true`."),
        parameter("IfNoneMatch", "If-None-Match", in: "header", .string, "An `ETag` that the caller has."),
        parameter(
            "IdempotencyKey",
            "Idempotency-Key",
            in: "header",
            Schema.string("^[!-~]{1,255}$"),
            "Names the intent: two calls with one key open one session. It never reaches a provider as it is."
        ),
        parameter(
            "RequestID",
            "X-Request-Id",
            in: "header",
            Schema.string("^[0-9A-Za-z._-]{1,128}$"),
            "The caller's own id."
        ),
        parameter("TraceParent", "traceparent", in: "header", .string, "W3C Trace Context."),
    ].joined(separator: ",")

    static let headers = headerTexts.map { key, value in
        let (_, description, schema) = value
        return #"\#(Schema.quoted(key)):{"description":\#(Schema.quoted(description)),"schema":\#(schema.json)}"#
    }.joined(separator: ",")

    static let headerNames = Dictionary(uniqueKeysWithValues: headerTexts.map { ($0.key, $0.value.name) })

    private static let headerTexts: KeyValuePairs<String, (name: String, description: String, schema: Schema)> = [
        "Age": ("Age", "Seconds since the provider was asked, for a remembered answer.", .integer(from: 0)),
        "CacheControl": ("Cache-Control", "What the caller may keep.", .string),
        "CacheStatus": ("Cache-Status", "Whether the answer was remembered (RFC 9211).", .string),
        "ETag": ("ETag", "Stands for this document; a weak one for all that say the same.", .string),
        "Location": ("Location", "Where to go: a secret of the customer's.", .string),
        "RequestID": ("X-Request-Id", "The request's id, as in the log.", .string),
        "RetryAfter": ("Retry-After", "Seconds to wait.", .integer(from: 1)),
        "TraceParent": ("traceparent", "The trace, and the gateway's step in it.", .string),
        "Vary": ("Vary", "What the answer depends on.", .string),
        "WWWAuthenticate": ("WWW-Authenticate", "How to authenticate.", .string),
    ]

    private static func parameter(
        _ key: String,
        _ name: String,
        in place: String,
        _ schema: Schema,
        _ description: String
    ) -> String {
        """
        \(Schema.quoted(key)):{"name":\(Schema.quoted(name)),"in":\(Schema.quoted(place)),\
        "required":\(place == "path"),"description":\(Schema.quoted(description)),"schema":\(schema.json)}
        """
    }
}
