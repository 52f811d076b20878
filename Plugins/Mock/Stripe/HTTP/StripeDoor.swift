import BillingCore
import BillingHTTP
import HTTPTypes

/// Stripe's API over the mock's world: for applications that speak to Stripe themselves, and for their tests.
///
/// It is there in development only, and for this machine only. Any key of test mode opens it.
struct StripeDoor: Sendable {
    let world: MockWorld
    /// How long a call may wait for the world.
    var patience = Duration.seconds(10)
    /// How long an answer is held that never comes.
    var silence = Duration.seconds(60)

    /// The door of an instance; nil where there must be none.
    init?(world: MockWorld, environment: DeploymentEnvironment) {
        guard environment == .development else { return nil }
        self.world = world
    }

    /// Whether a request is one for the door.
    static func claims(_ request: HostedPageRequest) -> Bool {
        request.audience == .public && request.head.path?.hasPrefix(prefix + "/") == true
    }

    func respond(to request: HostedPageRequest) async -> HostedPageResponse {
        guard request.isFromLoopback, let origin = StripeDoor.loopbackOrigin(of: request.head) else {
            return StripeReply.refusal(
                .invalid(
                    "The mock speaks Stripe's API to this machine only: connect to it on a loopback address, by "
                        + "localhost, 127.0.0.1 or [::1].",
                    status: 403
                )
            )
        }
        if let refusal = StripeCredential.refusal(of: request.head.headerFields) {
            return StripeReply.refusal(refusal)
        }
        var reply = StripeReply(request.head)
        do throws(StripeFailure) {
            reply.version = try StripeVersion(header: reply.askedVersion)
            let order = try StripeOrder(request, version: reply.version, base: origin + request.basePath)
            return await play(order, reply)
        } catch {
            return reply.response(error)
        }
    }

    // MARK: -

    private static let prefix = "/stripe"

    /// Whatever name a browser was led here by is not this machine's.
    private static func loopbackOrigin(of head: HTTPRequest) -> String? {
        guard let authority = head.authority, let url = try? WebURL("http://\(authority)"), url.isLoopback else {
            return nil
        }
        return url.origin
    }

    /// Does it, with the trouble that somebody asked for.
    private func play(_ order: StripeOrder, _ reply: StripeReply) async -> HostedPageResponse {
        do {
            let deadline = Deadline.after(patience)
            let fault = try await world.fault(striking: order.route.operation, until: deadline)
            switch fault?.kind {
            case .status(let status): return reply.response(.fault(status))
            case .rateLimit(let wait):
                return reply.response(.fault(429, retryAfter: Int(wait.seconds.rounded(.up))))
            case .latency(let wait):
                try await Task.sleep(for: wait)
                return await answer(order, reply)
            case .malformed:
                let whole = await answer(order, reply)
                return HostedPageResponse(head: whole.head, body: Array(whole.body.prefix(whole.body.count / 2)))
            case .empty: return HostedPageResponse(head: await answer(order, reply).head)
            case .reset:
                _ = await answer(order, reply)
                return .hangUp
            case .timeout:
                _ = await answer(order, reply)
                try await Task.sleep(for: silence)
                return .hangUp
            case nil: return await answer(order, reply)
            }
        } catch let failure as MockFailure {
            return reply.response(StripeFailure(failure))
        } catch {
            // The caller went away.
            return .hangUp
        }
    }

    private func answer(_ order: StripeOrder, _ reply: StripeReply) async -> HostedPageResponse {
        var reply = reply
        let deadline = Deadline.after(patience)
        do throws(MockFailure) {
            let result =
                if order.method == .get {
                    try await world.read(until: deadline) { world in try order.looked(at: world) }
                } else {
                    try await world.change(until: deadline) { [id = reply.requestID] world in
                        try order.done(in: world, requestID: id)
                    }
                }
            switch result {
            case .success(let answer):
                reply.replayed = answer.replayed
                return reply.response(answer.body)
            case .failure(let failure): return reply.response(failure)
            }
        } catch {
            return reply.response(StripeFailure(error))
        }
    }
}
