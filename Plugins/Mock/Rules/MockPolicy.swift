import FoundationEssentials

/// What the mock does where providers leave their users a choice.
struct MockPolicy: Hashable, Sendable {
    /// What becomes of a subscription whose payment failed to the end.
    var afterFailedPayments = Outcome.cancel

    enum Outcome: String, Sendable, CaseIterable {
        case cancel
        case unpaid
        case pastDue = "past_due"
    }

    /// How many days after a failed charge the next one is tried.
    static let retries = [4, 4, 7]

    /// How long a first payment may take.
    static let incompleteLife = Duration.seconds(23 * 60 * 60)
}
