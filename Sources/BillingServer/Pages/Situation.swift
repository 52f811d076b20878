import BillingRouter

/// What a billing page has to tell.
enum Situation: Sendable {
    /// The customer's billing; it may be of a while ago.
    case known(BillingOverview)
    /// Paid for, and not yet at the provider.
    case settingUp
    /// Nothing is known.
    case unavailable(ServiceError)
    /// Somebody else of the workspace manages billing.
    case noRole

    init(_ overview: BillingOverview) {
        self = overview.flags.isPaid && overview.portal.reason == .notLinked ? .settingUp : .known(overview)
    }

    init(_ error: ServiceError) { self = error.code == .forbidden ? .noRole : .unavailable(error) }

    var overview: BillingOverview? { if case .known(let overview) = self { overview } else { nil } }

    /// The HTTP status of the page.
    var status: Int {
        switch self {
        case .known, .settingUp: 200
        case .unavailable(let error): Problem.status(of: error.code)
        case .noRole: 403
        }
    }
}
