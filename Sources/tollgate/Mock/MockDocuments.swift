import Foundation

// What the mock's operator API answers, as far as it is shown to people. Programs get the documents as they are.

struct MockCustomers: Decodable {
    let customers: [MockCustomer]
}

struct MockCustomer: Decodable {
    let id: String
    let name: String?
    let email: String?
    let createdAt: Date?
    let paymentMethod: PaymentMethod?
    let subscription: Subscription?

    private enum CodingKeys: String, CodingKey {
        case id, name, email, subscription
        case createdAt = "created_at"
        case paymentMethod = "payment_method"
    }

    struct PaymentMethod: Decodable {
        let brand: String
        let last4: String
        let expires: String

        var text: String { "\(brand) \(last4)" }
    }

    struct Subscription: Decodable {
        let id: String
        let status: String
        let price: String?
        let priceName: String?
        let quantity: Int?
        let currentPeriodEnd: Date?
        let cancelAt: Date?
        let trialEnd: Date?
        let pauseResumesAt: Date?

        private enum CodingKeys: String, CodingKey {
            case id, status, price, quantity
            case priceName = "price_name"
            case currentPeriodEnd = "current_period_end"
            case cancelAt = "cancel_at"
            case trialEnd = "trial_end"
            case pauseResumesAt = "pause_resumes_at"
        }

        var priceText: String {
            let name = priceName ?? price ?? "no price"
            return (quantity ?? 1) == 1 ? name : "\(quantity ?? 1) × \(name)"
        }

        /// What happens next, and when.
        var next: String? {
            let dates = DateText(timezone: "UTC")
            if let cancelAt { return "ends \(dates.date(cancelAt))" }
            switch status {
            case "trialing": return trialEnd.map { "trial ends \(dates.date($0))" }
            case "paused": return pauseResumesAt.map { "resumes \(dates.date($0))" }
            case "active", "past_due": return currentPeriodEnd.map { "renews \(dates.date($0))" }
            default: return nil
            }
        }
    }
}

struct MockClock: Decodable {
    let now: Date
    let offsetSeconds: Double
    let frozen: Bool
    /// Only in the answer to a change.
    let events: [MockEvent]?

    private enum CodingKeys: String, CodingKey {
        case now, frozen, events
        case offsetSeconds = "offset_seconds"
    }

    /// A sentence.
    var text: String {
        let seconds = Int(offsetSeconds.rounded())
        let offset =
            switch seconds {
            case 0: "the time of this machine"
            case 1...: "\(DurationText.text(seconds: seconds)) ahead"
            default: "\(DurationText.text(seconds: seconds)) behind"
            }
        return "\(DateText.moment(now)), \(offset)" + (frozen ? ", and frozen" : "")
    }
}

struct MockFaults: Decodable {
    let faults: [MockFault]
}

struct MockFault: Decodable {
    let id: Int
    let operation: String
    let kind: String
    let remaining: Int?
    let rate: Double?
    let seed: Int?
    let status: Int?
    let latency: String?
    let retryAfter: String?

    private enum CodingKeys: String, CodingKey {
        case id, operation, kind, remaining, rate, seed, status, latency
        case retryAfter = "retry_after"
    }

    var frequency: String {
        if let rate { return "at a rate of \(rate)" + (seed.map { ", seed \($0)" } ?? "") }
        guard let remaining else { return "always" }
        return remaining == 1 ? "once" : "\(remaining) times"
    }

    var detail: String {
        [status.map { "status \($0)" }, latency, retryAfter.map { "retry after \($0)" }].compactMap(\.self)
            .joined(separator: ", ")
    }
}

struct MockEvents: Decodable {
    let events: [MockEvent]
}

struct MockEvent: Decodable {
    let type: String
    let at: Date
    let customer: String?
    let summary: String

    /// What happened, as a table.
    static func table(_ events: [MockEvent]) -> String {
        guard !events.isEmpty else { return "Nothing has happened." }
        var table = TextTable(heading: ["AT", "CUSTOMER", "WHAT", "EVENT"])
        for event in events {
            table.add([DateText.moment(event.at), event.customer ?? "–", event.summary, event.type])
        }
        return table.text
    }
}

struct MockCleared: Decodable {
    let cleared: Int
}

struct MockWorldSize: Decodable {
    let customers: Int
    let subscriptions: Int
    let invoices: Int

    var text: String {
        let counts = [(customers, "customer"), (subscriptions, "subscription"), (invoices, "invoice")]
        let texts = counts.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }
        return "\(texts[0]), \(texts[1]) and \(texts[2])"
    }
}
