public import BillingCore
public import BillingHTTP

/// Sends requests through libcurl: one thread, kept-alive connections, HTTP/2 where the other side offers it.
///
/// Beyond what ``HTTPTransport`` promises: plain `http` goes to loopback hosts only; the proxies and credentials of
/// the environment are ignored; TLS is 1.2 or newer, and certificate and host name are always verified. libcurl sends
/// a request a second time by itself when a kept-alive connection turns out to be dead, so whatever must not happen
/// twice carries an idempotency key.
public final class CurlTransport: HTTPTransport {
    private let mailbox: Mailbox
    private let userAgent: String

    /// Starts the thread.
    ///
    /// - Throws: ``HTTPTransportError/Code/transportUnavailable`` when the system has no descriptor or thread left.
    public init(_ configuration: Configuration = Configuration()) throws(HTTPTransportError) {
        mailbox = try Engine.start(configuration)
        userAgent = configuration.userAgent
    }

    deinit {
        mailbox.close()
    }

    /// Fails what is in flight and what comes later with ``HTTPTransportError/Code/transportUnavailable``, and ends the
    /// thread.
    ///
    /// It does not wait for that.
    public func shutdown() {
        mailbox.close()
    }

    /// Sends a request, and gives the whole answer.
    public func send(
        _ request: OutboundRequest,
        deadline: Deadline
    ) async throws(HTTPTransportError) -> InboundResponse {
        let call = Call(try PreparedRequest(request, defaultUserAgent: userAgent), deadline: deadline)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { mailbox.submit(call, $0) }
        } onCancel: {
            mailbox.cancel(call)
        }
        // Here and not on the engine's thread, which everybody shares.
        return try outcome.get().parsed()
    }
}
