/// What one connection may take of time and space.
package struct ConnectionLimits: Sendable {
    /// From a connection's start, or from the first byte of a later request, to the end of the request's head.
    package var head: Duration = .seconds(10)
    /// To the end of the request's body.
    package var request: Duration = .seconds(15)
    /// Between two requests.
    ///
    /// Longer than what proxies keep a connection for, so that they are the ones to close it.
    package var idle: Duration = .seconds(75)
    /// From an answer's end to the moment when the system has taken all of it.
    package var write: Duration = .seconds(15)
    /// After the last answer, until the other side closes.
    ///
    /// Closing at once could take the answer from it.
    package var linger: Duration = .seconds(2)
    /// How many connections are open at most on one listener; the next ones wait.
    ///
    /// A quarter of what the process may have open stays for everything else.
    package var connections = max(16, min(4096, DescriptorLimit.current / 4 * 3))
    /// Of one header field, and of the request target.
    package var fieldBytes = 8 * 1024
    /// Of all header fields together.
    package var headBytes = 32 * 1024
    package var fields = 100

    package init() {}
}
