import BillingCore

/// Trouble that somebody asked for, to see what an application makes of it.
struct MockFault: Hashable, Sendable {
    let id: Int
    /// What it befalls.
    let operation: Operation
    let kind: Kind
    /// How often it still strikes; nil: without an end, or by its rate.
    var remaining: Int?
    /// The share of calls that it strikes, above 0 and up to 1; nil: all of them.
    var rate: Double?
    /// Decides, together with the number of a call, which calls a rate strikes: the same ones in every run.
    var seed: Int?
    /// How many calls were decided by the rate.
    var draws = 0

    /// What can be struck.
    enum Operation: String, Sendable, CaseIterable {
        case any = "*"
        case portalCreate = "portal.create"
        case subscriptionFetch = "subscription.fetch"
        case cancellationCheck = "cancellation.check"
    }

    /// What happens.
    enum Kind: Hashable, Sendable {
        /// The answer comes, but late.
        case latency(Duration)
        /// An error of this HTTP status, 400 to 599.
        case status(Int)
        /// No answer comes; what was asked for may have been done.
        case timeout
        /// The connection breaks before the answer; what was asked for may have been done.
        case reset
        /// An answer that makes no sense.
        case malformed
        /// An answer without anything in it.
        case empty
        /// Too many requests: come back later.
        case rateLimit(retryAfter: Duration)

        var name: Name {
            switch self {
            case .latency: .latency
            case .status: .status
            case .timeout: .timeout
            case .reset: .reset
            case .malformed: .malformed
            case .empty: .empty
            case .rateLimit: .rateLimit
            }
        }

        enum Name: String, Sendable, CaseIterable {
            case latency, status, timeout, reset, malformed, empty
            case rateLimit = "rate-limit"
        }
    }

    /// Whether it strikes a call, and what is left of it afterwards.
    ///
    /// - Returns: nil where nothing is left.
    func met() -> (strikes: Bool, left: MockFault?) {
        var left = self
        if let rate {
            left.draws += 1
            // One draw a call, whatever happened before: the call's number and the seed decide.
            var generator = SplitMix(state: UInt64(bitPattern: Int64(seed ?? 0)) &+ UInt64(draws) &* SplitMix.step)
            guard Double.random(in: 0..<1, using: &generator) < rate else { return (false, left) }
        }
        guard let remaining else { return (true, left) }
        left.remaining = remaining - 1
        return (true, remaining > 1 ? left : nil)
    }
}

/// Sebastiano Vigna's SplitMix64: small, and the same everywhere.
private struct SplitMix: RandomNumberGenerator {
    static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= SplitMix.step
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
