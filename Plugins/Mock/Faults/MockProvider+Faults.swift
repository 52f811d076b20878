import BillingCore

extension MockProvider {
    /// Does a call, with the trouble that somebody asked for.
    ///
    /// A fault is told as the gateway would see it over a network: see `TheErrorContract`. Only a latency takes time; a
    /// timeout is there at once, as if its time had passed.
    ///
    /// - Parameter createsSomething: whether a call without an answer may have done something, and then it has.
    func call<Answer: Sendable>(
        _ operation: MockFault.Operation,
        createsSomething: Bool = false,
        _ context: CallContext,
        _ body: () async throws(MockFailure) -> Answer
    ) async throws(BillingError) -> Answer {
        do throws(MockFailure) {
            guard let fault = try await world.fault(striking: operation, until: context.deadline) else {
                return try await body()
            }
            let error: BillingError
            switch fault.kind {
            case .latency(let duration):
                try await wait(duration, until: context.deadline, createsSomething)
                return try await body()
            case .timeout, .reset:
                if createsSomething { _ = try await body() }
                error = unanswered(fault.kind == .timeout, createsSomething)
            case .status(let status): error = refusal(status)
            case .malformed: error = BillingError(.providerBadResponse, "a fault: the answer is not JSON")
            case .empty: error = BillingError(.providerBadResponse, "a fault: the answer is empty")
            case .rateLimit(let retryAfter):
                error = BillingError(
                    .providerRateLimited,
                    "a fault: too many requests",
                    providerCode: "rate_limit",
                    retryAfter: retryAfter
                )
            }
            throw MockFailure.failed(error)
        } catch {
            throw error.billingError
        }
    }

    private func wait(
        _ duration: Duration,
        until deadline: Deadline,
        _ createsSomething: Bool
    ) async throws(MockFailure) {
        let time = min(duration, deadline.remaining)
        do {
            if time > .zero { try await Task.sleep(for: time) }
        } catch {
            throw .failed(BillingError(.cancelled, "the caller went away"))
        }
        if deadline.hasPassed { throw .failed(unanswered(true, createsSomething)) }
    }

    private func unanswered(_ isTimeout: Bool, _ createsSomething: Bool) -> BillingError {
        if createsSomething { return BillingError(.outcomeUnknown, "a fault: no answer came") }
        return isTimeout
            ? BillingError(.providerTimeout, "a fault: no answer came in time")
            : BillingError(.providerUnavailable, "a fault: the connection broke")
    }

    private func refusal(_ status: Int) -> BillingError {
        let code: BillingError.Code =
            switch status {
            case 401: .providerAuthFailed
            case 403: .providerPermissionDenied
            case 404: .customerNotFound
            case 429: .providerRateLimited
            case 409, 424, 500...: .providerUnavailable
            default: .internal
            }
        return BillingError(code, "a fault: status \(status)")
    }
}
