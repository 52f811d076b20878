import HTTPTypes

/// What every answer says to browsers, whatever else it is.
struct SecurityFields {
    private let fields: [HTTPField]

    /// - Parameters:
    ///   - isHTTPS: whether browsers reach the gateway by `https`.
    ///   - referrerPolicy: with `no-referrer`, a form on a page of ours is posted with the origin `null`.
    init(isHTTPS: Bool, referrerPolicy: String = "no-referrer") {
        var fields = [
            HTTPField(name: .xContentTypeOptions, value: "nosniff"),
            HTTPField(name: .referrerPolicy, value: referrerPolicy),
            HTTPField(name: .xFrameOptions, value: "DENY"),
            HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"),
            HTTPField(name: .crossOriginResourcePolicy, value: "same-origin"),
        ]
        if isHTTPS { fields.append(HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")) }
        self.fields = fields
    }

    /// Adds those that an answer does not decide for itself.
    func add(to response: inout ServerResponse) {
        for field in fields where !response.fields.contains(field.name) { response.fields.append(field) }
    }
}
