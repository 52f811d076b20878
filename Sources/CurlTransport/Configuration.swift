extension CurlTransport {
    /// The limits of one transport.
    ///
    /// How one host is reached comes with each request.
    public struct Configuration: Sendable {
        /// Open connections to one host; further requests wait for one, within their deadline.
        ///
        /// HTTP/2 carries many requests on each.
        public var maximumConnectionsPerHost: Int
        /// Open connections in all, idle ones included.
        public var maximumConnections: Int
        /// Sent where a request has no `User-Agent` of its own.
        public var userAgent: String

        /// Limits that fit a gateway.
        public init(
            maximumConnectionsPerHost: Int = 64,
            maximumConnections: Int = 256,
            userAgent: String = "tollgate"
        ) {
            self.maximumConnectionsPerHost = maximumConnectionsPerHost
            self.maximumConnections = maximumConnections
            self.userAgent = userAgent
        }
    }
}
