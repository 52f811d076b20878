import BillingRouter

/// The description of the API, at `/openapi.json`. What is a closed list in the code is taken from there.
package enum OpenAPI {
    package static let bytes = Array(document.utf8)
    static let tag = EntityTag(of: bytes)

    private static let document = """
        {"openapi":"3.1.0",\
        "info":{"title":"Tollgate","version":"1.0.0",\
        "summary":"Plan, subscription, cancellation and portal of a tenant's customers, whatever their billing provider.",\
        "description":\(Schema.quoted(introduction))},\
        "servers":[{"url":"/"}],\
        "tags":[{"name":"Customers"},{"name":"Tenants"},{"name":"Gateway"}],\
        "security":[{"serverKey":[]}],\
        "paths":{\(paths)},\
        "components":{\
        "securitySchemes":{"serverKey":{"type":"http","scheme":"bearer","description":\(Schema.quoted(serverKey))}},\
        "parameters":{\(parameters)},\
        "headers":{\(headers)},\
        "schemas":{\(schemas)}}}
        """

    private static let introduction = """
        Absent values are explicit nulls, and every member that is described is always there. Instants are RFC 3339 in \
        UTC; amounts are in minor units. Failures are problem documents (RFC 9457); what each code means is at \
        `/problems/{code}`. A path that exists answers another method with 405 and `Allow`. Unknown members of a body and \
        unknown query parameters are refused.
        """

    private static let serverKey = """
        A server key of the tenant, `tg_` and 64 hexadecimal digits, with the scope that the call needs. Another tenant's \
        path answers as one that does not exist.
        """
}
