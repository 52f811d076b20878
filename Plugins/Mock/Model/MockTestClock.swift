import FoundationEssentials

/// A clock of its own for some customers, which stands still until somebody moves it: Stripe's test clocks.
struct MockTestClock: Hashable, Sendable {
    let id: String
    var name: String?
    var frozenTime: Date
    let createdAt: Date
}
