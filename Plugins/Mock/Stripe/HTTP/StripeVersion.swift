/// A version of Stripe's API, such as `2026-10-28.endive`.
struct StripeVersion: Hashable, Sendable {
    let text: String

    /// What a request gets that asks for none.
    static let newest = StripeVersion(text: "2026-10-28.endive")

    private init(text: String) { self.text = text }

    /// - Parameter text: nil or empty for the newest one.
    init(header text: String?) throws(StripeFailure) {
        guard let text, !text.isEmpty else {
            self = .newest
            return
        }
        let date = text.prefix { $0 != "." }
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        let isDate =
            parts.map(\.utf8.count) == [4, 2, 2]
            && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        let name = text.dropFirst(date.count)
        guard isDate, name.isEmpty || name.dropFirst().allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "_") }) else {
            throw .invalid("Invalid Stripe API version.")
        }
        self.text = text
    }

    /// Until then a subscription's period was on the subscription itself.
    var hasPeriodOnSubscription: Bool { isBefore("2025-03-31") }

    /// Since then a new subscription is of the flexible billing mode unless it says otherwise.
    var defaultBillingMode: MockSubscription.BillingMode { isBefore("2025-09-30") ? .classic : .flexible }

    private func isBefore(_ date: String) -> Bool { text.prefix(10) < date }
}
