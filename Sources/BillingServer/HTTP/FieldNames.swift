import HTTPTypes

extension HTTPField.Name {
    static let cacheStatus = constant("Cache-Status")
    static let crossOriginResourcePolicy = constant("Cross-Origin-Resource-Policy")
    static let idempotencyKey = constant("Idempotency-Key")
    static let keepAlive = constant("Keep-Alive")
    static let proxyConnection = constant("Proxy-Connection")
    static let referrerPolicy = constant("Referrer-Policy")
    static let secFetchSite = constant("Sec-Fetch-Site")
    static let traceParent = constant("traceparent")
    static let xFrameOptions = constant("X-Frame-Options")
    static let xRequestID = constant("X-Request-Id")

    private static func constant(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("`\(text)` is not a field name") }
        return name
    }
}
