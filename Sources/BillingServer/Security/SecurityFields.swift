import HTTPTypes

/// What every answer says to browsers, whatever else it is.
struct SecurityFields {
    private let fields: [HTTPField]

    /// - Parameter isHTTPS: whether browsers reach the gateway by `https`.
    init(isHTTPS: Bool) {
        var fields = [
            HTTPField(name: .xContentTypeOptions, value: "nosniff"),
            HTTPField(name: .referrerPolicy, value: "no-referrer"),
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
