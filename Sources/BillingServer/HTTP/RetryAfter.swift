import BillingRouter

/// How long a caller should wait, in whole seconds.
enum RetryAfter {
    /// Nil for a problem that waiting does not mend.
    static func seconds(for error: ServiceError) -> Int? {
        guard let standard = standard(error.code) else { return nil }
        guard let asked = error.retryAfter else { return standard }
        // Rounded up, and never so long that a provider's slip locks a caller out for a day.
        let whole = asked.components.seconds + (asked.components.attoseconds > 0 ? 1 : 0)
        return Int(min(max(whole, 1), 3600))
    }

    /// Where nobody said how long.
    private static func standard(_ code: ProblemCode) -> Int? {
        switch code {
        case .overloaded, .idempotencyInFlight: 1
        case .providerUnavailable, .providerRateLimited, .draining, .storeUnavailable: 5
        case .quotaExceeded: 60
        default: nil
        }
    }
}
