import BillingCore
import BillingHTTP
import HTTPTypes

/// What a portal session's path leads to, below its token.
enum PortalPlace: Hashable, Sendable {
    /// Where the session begins: the overview, or the page of its flow.
    case start
    case overview
    case plan(SubscriptionID)
    case confirmPlan(SubscriptionID)
    case cancel(SubscriptionID)
    case confirmCancel(SubscriptionID)
    case keep(SubscriptionID)
    case pause(SubscriptionID)
    case confirmPause(SubscriptionID)
    case resume(SubscriptionID)
    case card
    case invoices
    case invoice(String)
    case payInvoice(String)
    case details

    /// - Parameter segments: decoded.
    ///
    /// Nil where there is nothing.
    init?(_ segments: [String]) {
        switch segments.count {
        case 0: self = .start
        case 1:
            let fixed: [String: PortalPlace] = [
                "overview": .overview, "payment-method": .card, "invoices": .invoices, "details": .details,
            ]
            guard let place = fixed[segments[0]] else { return nil }
            self = place
        case 2 where segments[0] == "invoices": self = .invoice(segments[1])
        case 3 where segments[0] == "invoices" && segments[2] == "pay": self = .payInvoice(segments[1])
        case 2, 3:
            guard let id = try? SubscriptionID(segments[1]) else { return nil }
            switch (segments[0], segments.count == 3 ? segments[2] : nil) {
            case ("plan", nil): self = .plan(id)
            case ("plan", "confirm"): self = .confirmPlan(id)
            case ("cancel", nil): self = .cancel(id)
            case ("cancel", "confirm"): self = .confirmCancel(id)
            case ("pause", nil): self = .pause(id)
            case ("pause", "confirm"): self = .confirmPause(id)
            case ("keep", nil): self = .keep(id)
            case ("resume", nil): self = .resume(id)
            default: return nil
            }
        default: return nil
        }
    }

    /// Below the token.
    var path: String {
        func of(_ id: SubscriptionID) -> String { PercentEncoding.encode(id.rawValue) }
        return switch self {
        case .start: ""
        case .overview: "/overview"
        case .plan(let id): "/plan/\(of(id))"
        case .confirmPlan(let id): "/plan/\(of(id))/confirm"
        case .cancel(let id): "/cancel/\(of(id))"
        case .confirmCancel(let id): "/cancel/\(of(id))/confirm"
        case .keep(let id): "/keep/\(of(id))"
        case .pause(let id): "/pause/\(of(id))"
        case .confirmPause(let id): "/pause/\(of(id))/confirm"
        case .resume(let id): "/resume/\(of(id))"
        case .card: "/payment-method"
        case .invoices: "/invoices"
        case .invoice(let id): "/invoices/\(PercentEncoding.encode(id))"
        case .payInvoice(let id): "/invoices/\(PercentEncoding.encode(id))/pay"
        case .details: "/details"
        }
    }

    var methods: [HTTPRequest.Method] {
        switch self {
        case .start, .overview, .plan, .cancel, .pause, .invoices, .invoice: [.get, .head]
        case .confirmPlan, .confirmCancel, .confirmPause, .card, .details: [.get, .head, .post]
        case .keep, .resume, .payInvoice: [.post]
        }
    }
}
